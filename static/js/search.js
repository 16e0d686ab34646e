// The search box of every page: what is found shows while one types; arrows walk through it, "/" leads to the box.
(() => {
  "use strict";
  const form = document.querySelector("[data-search]");
  if (form === null) return;
  const box = form.querySelector("[data-search-box]");
  const panel = form.querySelector("[data-search-panel]");
  const said = form.querySelector("[data-search-said]");
  const SHORTEST = 2;
  const PAUSE = 180; // milliseconds without a key before the question is sent
  let timer = 0;
  let asking = null;
  let shown = "";

  const lines = () => [...panel.querySelectorAll("[data-search-line]")];
  const close = () => {
    panel.hidden = true;
    said.textContent = "";
  };
  const open = () => {
    if (shown !== "") panel.hidden = false;
  };

  const ask = async (words) => {
    asking?.abort();
    asking = new AbortController();
    try {
      const address = `${form.action}?${new URLSearchParams({ q: words, part: "lines" })}`;
      const answer = await fetch(address, { signal: asking.signal, credentials: "same-origin" });
      if (!answer.ok || answer.redirected) return; // signed out meanwhile: Enter leads on
      panel.innerHTML = await answer.text();
      shown = words;
      const number = lines().length;
      said.textContent = number ? `Tìm thấy ${number} mục, dùng mũi tên để chọn.` : "Không tìm thấy gì.";
      if (form.contains(document.activeElement)) open();
    } catch (stopped) {
      if (stopped.name !== "AbortError") close();
    }
  };

  box.addEventListener("input", () => {
    clearTimeout(timer);
    const words = box.value.trim();
    if (words.length < SHORTEST) {
      asking?.abort();
      shown = "";
      close();
      return;
    }
    timer = setTimeout(() => ask(words), PAUSE);
  });
  box.addEventListener("focus", open);
  form.addEventListener("submit", (event) => {
    if (box.value.trim() === "") event.preventDefault();
  });
  form.addEventListener("focusout", (event) => {
    if (!form.contains(event.relatedTarget)) close();
  });
  // A press inside must not take the focus away before the link is followed.
  panel.addEventListener("pointerdown", (event) => event.preventDefault());

  form.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !panel.hidden) {
      event.preventDefault();
      box.focus();
      close();
      return;
    }
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    if (panel.hidden) open();
    const all = lines();
    if (panel.hidden || all.length === 0) return;
    event.preventDefault();
    const here = all.indexOf(document.activeElement);
    const next = here + (event.key === "ArrowDown" ? 1 : -1);
    if (next < 0) box.focus();
    else all[Math.min(next, all.length - 1)].focus();
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, textarea, select, [contenteditable]")) return;
    event.preventDefault();
    box.focus();
    box.select();
  });
})();
