// A list or a person to choose, found by typing. A list stays in the form and is what is sent; of a person the words are.
(() => {
  "use strict";
  const SHOWN = 12;
  const SHORTEST = 2; // letters of a name before people are asked for
  const PAUSE = 180; // milliseconds without a key before the question is sent
  const fold = (text) =>
    text.normalize("NFD").replace(/\p{M}/gu, "").replace(/[đĐ]/g, "d").toLowerCase().replace(/\s+/g, " ").trim();
  let number = 0;

  // The panel under a box: shows choices {label, about}, and calls `choose` with the one that is taken.
  const panelUnder = (box, frame, words, choose) => {
    const panel = document.createElement("ul");
    const said = document.createElement("span");
    number += 1;
    panel.id = `danh-sach-chon-${number}-${box.id}`;
    panel.className = "picker__list";
    panel.hidden = true;
    panel.setAttribute("role", "listbox");
    panel.setAttribute("aria-label", "Danh sách để chọn");
    said.className = "visually-hidden";
    said.setAttribute("role", "status");
    for (const [name, value] of Object.entries({
      role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": panel.id,
    })) box.setAttribute(name, value);
    frame.append(box, panel, said);

    let shown = [];
    let at = -1;
    const point = (place) => {
      at = place;
      [...panel.children].forEach((line, n) => line.setAttribute("aria-selected", String(n === at)));
      const line = panel.children[at];
      if (line) {
        box.setAttribute("aria-activedescendant", line.id);
        line.scrollIntoView({ block: "nearest" });
      } else box.removeAttribute("aria-activedescendant");
    };
    const close = () => {
      panel.hidden = true;
      box.setAttribute("aria-expanded", "false");
      point(-1);
    };
    const take = (choice) => {
      choose(choice);
      close();
    };
    const show = (found) => {
      shown = found.slice(0, SHOWN);
      panel.replaceChildren(
        ...shown.map((choice, n) => {
          const line = document.createElement("li");
          line.id = `${panel.id}-${n}`;
          line.setAttribute("role", "option");
          line.textContent = choice.label;
          if (choice.about) {
            const about = document.createElement("small");
            about.textContent = choice.about;
            line.append(" ", about);
          }
          line.addEventListener("click", () => take(choice));
          return line;
        }),
      );
      panel.hidden = shown.length === 0;
      box.setAttribute("aria-expanded", String(!panel.hidden));
      point(-1);
      said.textContent = found.length ? `${found.length} ${words.found}` : words.none;
    };

    panel.addEventListener("pointerdown", (event) => event.preventDefault());
    box.addEventListener("keydown", (event) => {
      if ((event.key === "ArrowDown" || event.key === "ArrowUp") && !panel.hidden) {
        event.preventDefault();
        const step = event.key === "ArrowDown" ? 1 : -1;
        point((at + step + shown.length) % shown.length);
      } else if (event.key === "Enter" && !panel.hidden) {
        event.preventDefault();
        const choice = shown[at] ?? (shown.length === 1 && shown[0]);
        if (choice) take(choice);
      }
    });
    return { panel, show, close };
  };

  const upgradeList = (list) => {
    list.removeAttribute("data-picker");
    const choices = [...list.options].map((option) => ({ option, label: option.text.trim(), words: fold(option.text) }));
    const none = choices.find((choice) => choice.option.value === "");
    const box = document.createElement("input");
    box.type = "text";
    box.className = list.className.replace("form-select", "form-control");
    box.autocomplete = "off";
    box.spellcheck = false;
    box.placeholder = "Gõ tên để tìm";
    box.id = list.id; // labels and the list of errors lead here
    list.removeAttribute("id");
    for (const name of ["aria-describedby", "aria-invalid", "aria-required"]) {
      if (list.hasAttribute(name)) box.setAttribute(name, list.getAttribute(name));
    }
    const frame = document.createElement("div");
    frame.className = "picker";
    list.before(frame);

    const write = () => {
      const chosen = list.selectedOptions[0];
      box.value = chosen && chosen.value !== "" ? chosen.text.trim() : "";
    };
    const choose = (choice) => {
      choice.option.selected = true;
      list.dispatchEvent(new Event("change", { bubbles: true }));
      write();
    };
    const told = { found: "mục, dùng mũi tên để chọn.", none: "Không có mục nào như vậy." };
    const { panel, show, close } = panelUnder(box, frame, told, choose);
    frame.append(list);
    list.hidden = true;

    const open = (text) => {
      const words = fold(text).split(" ").filter(Boolean);
      show(choices.filter(
        (choice) => choice !== none && words.every((word) => ` ${choice.words}`.includes(` ${word}`)),
      ));
    };
    const settle = () => {
      const words = fold(box.value);
      const same = choices.filter((choice) => choice.words === words);
      if (words === "" && none) choose(none);
      else if (same.length === 1) choose(same[0]);
      else write(); // what is no name of the list is not kept: the last choice stands
      close();
    };

    box.addEventListener("input", () => open(box.value));
    box.addEventListener("click", () => panel.hidden && open(""));
    box.addEventListener("blur", settle);
    box.addEventListener("keydown", (event) => {
      if ((event.key === "ArrowDown" || event.key === "ArrowUp") && panel.hidden) {
        event.preventDefault();
        open(box.value === (list.selectedOptions[0]?.text.trim() ?? "") ? "" : box.value);
      } else if (event.key === "Escape" && !panel.hidden) {
        event.preventDefault();
        write();
        close();
      }
    });
    write();
  };

  const upgradePerson = (box) => {
    const address = box.dataset.people;
    box.removeAttribute("data-people");
    box.placeholder = "Gõ tên để tìm";
    box.spellcheck = false;
    const frame = document.createElement("div");
    frame.className = "picker";
    box.before(frame);
    const told = { found: "người, dùng mũi tên để chọn.", none: "Không tìm thấy người nào như vậy." };
    const { panel, show, close } = panelUnder(box, frame, told, (person) => {
      box.value = person.words;
    });
    let timer = 0;
    let asking = null;
    const ask = async (words) => {
      asking = new AbortController();
      try {
        const answer = await fetch(`${address}?${new URLSearchParams({ q: words })}`, {
          signal: asking.signal, credentials: "same-origin",
        });
        if (!answer.ok || answer.redirected) return; // signed out meanwhile: what is typed goes as it is
        const { people } = await answer.json();
        if (document.activeElement === box) show(people);
      } catch (stopped) {
        if (stopped.name !== "AbortError") close();
      }
    };
    box.addEventListener("input", () => {
      clearTimeout(timer);
      asking?.abort();
      const words = box.value.trim();
      if (words.length < SHORTEST) close();
      else timer = setTimeout(() => ask(words), PAUSE);
    });
    box.addEventListener("blur", () => {
      clearTimeout(timer);
      asking?.abort();
      close();
    });
    box.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || panel.hidden) return;
      event.preventDefault();
      close();
    });
  };

  document.querySelectorAll("select[data-picker]").forEach(upgradeList);
  document.querySelectorAll("input[data-people]").forEach(upgradePerson);
})();
