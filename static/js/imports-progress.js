// How far the work on a file is, asked for every second; the page itself once the work is over.
(() => {
  "use strict";
  const box = document.querySelector("[data-import-progress]");
  const part = (name) => box.querySelector(`[data-import-${name}]`);
  const bar = part("bar");
  const number = new Intl.NumberFormat("vi-VN");
  const say = (node, text) => {
    if (node.textContent !== text) node.textContent = text;
  };

  const show = (progress) => {
    say(part("doing"), progress.doing);
    say(part("hint"), progress.hint);
    say(part("time"), `đã ${number.format(progress.seconds)} giây`);
    // Until the first rows are done nobody knows how far it is, and the bar says so by moving.
    if (progress.done) {
      bar.max = progress.total;
      bar.value = progress.done;
    } else {
      bar.removeAttribute("value");
    }
    say(part("percent"), progress.done ? `${progress.percent}%` : "");
    const done = progress.done ? `${number.format(progress.done)}/` : "";
    say(part("rows"), progress.total ? `${done}${number.format(progress.total)} dòng` : "");
  };

  const ask = async () => {
    let wait = 1000;
    try {
      const answer = await fetch(box.dataset.importProgress, { headers: { Accept: "application/json" } });
      if (answer.redirected || !answer.ok) throw new Error(String(answer.status));
      const progress = await answer.json();
      if (!progress.active) {
        window.location.reload();
        return;
      }
      show(progress);
    } catch {
      wait = 5000; // a server that is busy or restarting: the page asks again, and less often
    }
    window.setTimeout(ask, wait);
  };
  window.setTimeout(ask, 1000);
})();
