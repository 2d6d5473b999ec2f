// Small comforts; every page works without them.
"use strict";
(() => {
  const box = (name) => document.querySelector(`rect.box[data-field="${CSS.escape(name)}"]`);

  // A focused field lights its places on the paper and brings the first into view.
  const light = (name) => {
    document.querySelectorAll("rect.box.lit").forEach((lit) => lit.classList.remove("lit"));
    const first = name && box(name);
    if (!first) return;
    document
      .querySelectorAll(`rect.box[data-field="${CSS.escape(name)}"]`)
      .forEach((one) => one.classList.add("lit"));
    const paper = first.closest(".paper");
    const at = first.getBoundingClientRect();
    const seen = paper.getBoundingClientRect();
    if (at.top < seen.top + 8 || at.bottom > seen.bottom - 8) {
      const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
      const top = at.top - seen.top - seen.height / 3;
      paper.scrollBy({ top, behavior: calm ? "auto" : "smooth" });
    }
  };
  document.addEventListener("focusin", (event) => {
    const field = event.target.closest && event.target.closest(".field");
    if (field) light(field.dataset.field);
  });

  // A click on a box goes to its field.
  document.querySelectorAll("rect.box").forEach((rect) => {
    rect.addEventListener("click", () => {
      const field = document.querySelector(`.field[data-field="${CSS.escape(rect.dataset.field)}"]`);
      const input = field && (field.querySelector("input, select, textarea") || field);
      if (input) input.focus();
    });
  });

  // Alt and a letter press what says so; the letter is the key's, whatever the layout writes.
  document.addEventListener("keydown", (event) => {
    if (!event.altKey || event.ctrlKey || event.metaKey || !event.code.startsWith("Key")) return;
    const target = document.querySelector(`[data-key="${event.code.slice(3).toLowerCase()}"]`);
    if (!target) return;
    event.preventDefault();
    if (target.tagName !== "DETAILS") {
      target.click();
      return;
    }
    target.open = true;
    const input = target.querySelector("input:not([type=hidden]), textarea, select");
    if (input) input.focus();
  });

  // Enter outside of what has its own use for it presses the main button.
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.altKey || event.ctrlKey || event.metaKey) return;
    const own = event.target.closest("a, button, summary, input, textarea");
    const button = document.querySelector("button.main[data-enter]");
    if (own || !button) return;
    event.preventDefault();
    button.click();
  });

  // What is sent once is not sent twice.
  document.addEventListener("submit", (event) => {
    if (event.target.dataset.sent) event.preventDefault();
    else if (event.target.method === "post") event.target.dataset.sent = "1";
  });
  window.addEventListener("pageshow", () => {
    document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent);
  });

  // Choosing a person by typing ticks the choice that the words belong to.
  document.querySelectorAll("form input[type=text]").forEach((input) => {
    const kind = { who: "known", name: "new", born: "new", cccd: "new" }[input.name];
    const radio = kind && input.form.querySelector(`input[name=whose][value=${kind}]`);
    if (radio) input.addEventListener("input", () => { radio.checked = true; });
  });
})();
