// Lists by the keyboard: j and k walk from row to row, Enter opens (the focus is on the row's link), x ticks, f filters.
(() => {
  "use strict";
  const table = document.querySelector("[data-list]");
  if (table === null) return;
  const rows = [...table.tBodies[0].rows];
  const hint = document.querySelector("[data-list-keys]");
  if (hint !== null && matchMedia("(hover: hover)").matches) hint.hidden = false;

  const here = () => rows.findIndex((row) => row.contains(document.activeElement));
  const go = (index) => {
    const row = rows[Math.max(0, Math.min(index, rows.length - 1))];
    row?.querySelector("a[href]")?.focus();
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const typing = event.target.closest("input, textarea, select, [contenteditable]");
    if (typing !== null && typing.type !== "checkbox") return;
    switch (event.key) {
      case "j":
        go(here() + 1);
        break;
      case "k":
        go(here() < 0 ? rows.length - 1 : here() - 1);
        break;
      case "x":
        rows[here()]?.querySelector("input[type=checkbox]")?.click();
        break;
      case "f":
        document.querySelector("[data-list-filter] input, [data-list-filter] select")?.focus();
        break;
      default:
        return;
    }
    event.preventDefault();
  });
})();
