// Boxes of the back office in which a choice is found by typing: each says the name of its field, not only what was chosen.
(() => {
  "use strict";
  const $ = django.jQuery;
  const nameOf = (list) =>
    list.getAttribute("aria-label") || (list.labels[0]?.textContent ?? "").trim().replace(/\s*:$/, "");

  const boxOf = (list) => list.parentElement.querySelector(".select2-selection");

  const tell = (list) => {
    const box = boxOf(list);
    const name = nameOf(list);
    if (box === null || name === "") return;
    box.setAttribute("aria-label", name);
    box.querySelector("input")?.setAttribute("aria-label", name);
    const chosen = box.querySelector(".select2-selection__rendered[id]");
    if (chosen === null) return;
    chosen.removeAttribute("role");
    chosen.removeAttribute("aria-readonly");
    box.id = `${list.id}-box`;
    box.setAttribute("aria-labelledby", `${box.id} ${chosen.id}`);
  };
  const tellAll = (part) => part.querySelectorAll("select.select2-hidden-accessible").forEach(tell);

  $(() => tellAll(document));
  document.addEventListener("formset:added", (event) => tellAll(event.target));
  $(document).on("select2:open", (event) => {
    const name = nameOf(event.target);
    const below = document.querySelector(".select2-dropdown");
    const found = below.querySelector(".select2-results__options");
    found.setAttribute("aria-label", name);
    boxOf(event.target).setAttribute("aria-controls", found.id);
    const field = below.querySelector("input");
    field?.setAttribute("aria-label", `Tìm: ${name}`);
    field?.focus();
  });
  $(document).on("select2:close", (event) => boxOf(event.target).removeAttribute("aria-controls"));
})();
