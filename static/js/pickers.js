// A long list to choose from, found by typing: the list itself stays in the form and is what is sent.
(() => {
  "use strict";
  const SHOWN = 12;
  const fold = (text) =>
    text.normalize("NFD").replace(/\p{M}/gu, "").replace(/[đĐ]/g, "d").toLowerCase().replace(/\s+/g, " ").trim();

  const upgrade = (list, number) => {
    list.removeAttribute("data-picker");
    const choices = [...list.options].map((option) => ({ option, label: option.text.trim(), words: fold(option.text) }));
    const none = choices.find((choice) => choice.option.value === "");
    const box = document.createElement("input");
    const panel = document.createElement("ul");
    const said = document.createElement("span");
    box.type = "text";
    box.className = list.className.replace("form-select", "form-control");
    box.autocomplete = "off";
    box.spellcheck = false;
    box.placeholder = "Gõ tên để tìm";
    box.id = list.id; // labels and the list of errors lead here
    list.removeAttribute("id");
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
    for (const name of ["aria-describedby", "aria-invalid", "aria-required"]) {
      if (list.hasAttribute(name)) box.setAttribute(name, list.getAttribute(name));
    }
    const frame = document.createElement("div");
    frame.className = "picker";
    list.before(frame);
    frame.append(box, panel, said, list);
    list.hidden = true;

    let shown = [];
    let at = -1;
    const write = () => {
      const chosen = list.selectedOptions[0];
      box.value = chosen && chosen.value !== "" ? chosen.text.trim() : "";
    };
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
    const open = (text) => {
      const words = fold(text).split(" ").filter(Boolean);
      const found = choices.filter(
        (choice) => choice !== none && words.every((word) => ` ${choice.words}`.includes(` ${word}`)),
      );
      shown = found.slice(0, SHOWN);
      panel.replaceChildren(
        ...shown.map((choice, n) => {
          const line = document.createElement("li");
          line.id = `${panel.id}-${n}`;
          line.setAttribute("role", "option");
          line.textContent = choice.label;
          line.addEventListener("click", () => choose(choice));
          return line;
        }),
      );
      panel.hidden = shown.length === 0;
      box.setAttribute("aria-expanded", String(!panel.hidden));
      point(-1);
      said.textContent = found.length ? `${found.length} mục, dùng mũi tên để chọn.` : "Không có mục nào như vậy.";
    };
    const choose = (choice) => {
      choice.option.selected = true;
      list.dispatchEvent(new Event("change", { bubbles: true }));
      write();
      close();
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
    panel.addEventListener("pointerdown", (event) => event.preventDefault());
    box.addEventListener("keydown", (event) => {
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        if (panel.hidden) open(box.value === (list.selectedOptions[0]?.text.trim() ?? "") ? "" : box.value);
        const step = event.key === "ArrowDown" ? 1 : -1;
        if (shown.length) point((at + step + shown.length) % shown.length);
      } else if (event.key === "Enter" && !panel.hidden) {
        event.preventDefault();
        if (shown[at] ?? (shown.length === 1 && shown[0])) choose(shown[at] ?? shown[0]);
      } else if (event.key === "Escape" && !panel.hidden) {
        event.preventDefault();
        write();
        close();
      }
    });
    write();
  };

  document.querySelectorAll("select[data-picker]").forEach(upgrade);
})();
