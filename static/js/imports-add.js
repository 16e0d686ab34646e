// Handing a file in: it may be dropped on the page, and only what its kind asks for is shown.
(() => {
  "use strict";
  const form = document.querySelector("[data-import-form]");
  const area = form.querySelector("[data-import-drop]");
  const input = area.querySelector("input[type=file]");
  const chosen = area.querySelector("[data-import-chosen]");
  const ofAYear = form.querySelector("[data-import-of-a-year]");
  const kindsOfAYear = form.dataset.importKindsOfAYear.split(" ");

  const tell = () => {
    const file = input.files[0];
    const size = file ? new Intl.NumberFormat("vi-VN", { maximumFractionDigits: 1 }).format(file.size / 1024) : "";
    chosen.textContent = file ? `Đã chọn: ${file.name} (${size} KB)` : "";
  };
  const ask = () => {
    const kind = form.querySelector("input[name=kind]:checked");
    ofAYear.hidden = kind !== null && !kindsOfAYear.includes(kind.value);
  };

  area.querySelector("[data-import-drop-hint]").hidden = false;
  input.addEventListener("change", tell);
  form.addEventListener("change", ask);
  for (const name of ["dragenter", "dragover"]) {
    area.addEventListener(name, (event) => {
      event.preventDefault();
      area.classList.add("drop-area--over");
    });
  }
  for (const name of ["dragleave", "drop"]) {
    area.addEventListener(name, () => area.classList.remove("drop-area--over"));
  }
  area.addEventListener("drop", (event) => {
    event.preventDefault();
    if (event.dataTransfer.files.length) {
      input.files = event.dataTransfer.files;
      tell();
    }
  });
  // A file dropped beside the area must not make the browser leave the page.
  for (const name of ["dragover", "drop"]) window.addEventListener(name, (event) => event.preventDefault());
  ask();
  tell();
})();
