// Questions about a file, answered from the keyboard; every answer is kept at once, without reading the file again.
(() => {
  "use strict";
  const form = document.querySelector("[data-import-questions]");
  if (form === null) {
    document.querySelector("[data-import-confirm]")?.focus({ preventScroll: true });
    return;
  }
  const questions = [...form.querySelectorAll("[data-import-question]")];
  const saved = form.querySelector("[data-import-saved]");
  const keys = form.querySelector("[data-import-keys]");
  const read = form.querySelector("[data-import-read]");
  keys.hidden = false;

  const inputs = (question) =>
    [...question.querySelectorAll("input[type=radio], input[type=checkbox]")].filter(
      (input) => !input.name.startsWith("spelling:") && input.checkVisibility()
    );
  const current = () => questions.findIndex((question) => question.contains(document.activeElement));
  const go = (index) => {
    if (index < 0) return;
    if (index >= questions.length) {
      read.focus();
      return;
    }
    const question = questions[index];
    const field = question.querySelector("select") ?? inputs(question).find((input) => input.checked) ?? inputs(question)[0];
    field?.focus({ preventScroll: true });
    question.scrollIntoView({ block: "nearest" });
  };

  // ---- keeping -----------------------------------------------------------------------------------------------
  let last = Promise.resolve();
  let waiting = 0;
  const keep = (question) => {
    const body = new FormData();
    body.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    for (const field of question.querySelectorAll("input, select")) {
      const isBox = field.type === "checkbox" || field.type === "radio";
      if (!isBox || field.checked) body.append(field.name, field.value);
      else if (field.type === "checkbox" && field.name.startsWith("answer:")) body.append(field.name, "");
    }
    saved.textContent = "Đang lưu…";
    waiting += 1;
    // One after the other, so that an older answer never overtakes a newer one.
    last = last.then(async () => {
      let said = "Chưa lưu được; hãy bấm “Lưu câu trả lời”.";
      try {
        const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" } });
        if (answer.redirected) throw new Error("signed out");
        said = (await answer.json()).message;
      } catch {
        // Signed out, or a server that does not answer: the form still holds every answer.
      }
      waiting -= 1;
      if (waiting === 0) saved.textContent = said;
    });
  };
  // The file is read again when the last answer is kept, not beside it.
  form.addEventListener("submit", (event) => {
    if (waiting === 0) return;
    event.preventDefault();
    const button = event.submitter;
    last.then(() => form.requestSubmit(button));
  });
  form.addEventListener("change", (event) => {
    const question = event.target.closest("[data-import-question]");
    if (question !== null) keep(question);
  });

  // ---- keys --------------------------------------------------------------------------------------------------
  const choose = (index, digit) => {
    const question = questions[Math.max(index, 0)];
    const all = inputs(question);
    const none = all.find((input) => input.type === "radio" && input.value === "");
    const input = digit === 0 ? none : all.filter((one) => one !== none)[digit - 1];
    if (input === undefined) return;
    input.focus();
    input.click();
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    const target = event.target;
    const types = target.matches("select, textarea, input:not([type=radio]):not([type=checkbox])");
    const index = current();
    if (event.key === "?" && !types) {
      keys.open = !keys.open;
      keys.querySelector("summary").focus();
    } else if (/^[0-9]$/.test(event.key) && !types) {
      choose(index, Number(event.key));
    } else if ((event.key === "j" || event.key === "n") && !types) {
      go(index + 1);
    } else if ((event.key === "k" || event.key === "p") && !types) {
      go(index < 0 ? 0 : Math.max(index - 1, 0));
    } else if (event.key === "Enter" && index >= 0 && target.matches("input, select")) {
      go(index + 1);
    } else {
      return;
    }
    event.preventDefault();
  });
})();
