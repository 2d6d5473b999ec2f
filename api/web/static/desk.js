// Small comforts; every page works without them.
"use strict";
(() => {
  // A focused field lights its place on the paper and brings it into view.
  const light = (name) => {
    document.querySelectorAll("rect.box.lit").forEach((box) => box.classList.remove("lit"));
    const box = name && document.querySelector(`rect.box[data-field="${CSS.escape(name)}"]`);
    if (!box) return;
    box.classList.add("lit");
    const paper = box.closest(".paper");
    const at = box.getBoundingClientRect();
    const seen = paper.getBoundingClientRect();
    if (at.top < seen.top || at.bottom > seen.bottom) {
      paper.scrollBy({ top: at.top - seen.top - seen.height / 3, behavior: "smooth" });
    }
  };
  document.addEventListener("focusin", (event) => {
    const field = event.target.closest && event.target.closest(".field");
    if (field) light(field.dataset.field);
  });
  // A click on a box goes to its field.
  document.querySelectorAll("rect.box").forEach((box) => {
    box.addEventListener("click", () => {
      const field = document.querySelector(`.field[data-field="${CSS.escape(box.dataset.field)}"]`);
      const input = field && field.querySelector("input, select, textarea");
      if (input) input.focus();
    });
  });
  // Alt and a letter press the button that says so; Escape leaves a field.
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && document.activeElement) document.activeElement.blur();
    if (!event.altKey || event.ctrlKey || event.metaKey) return;
    const key = event.key.toLowerCase();
    const button = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
    if (button) {
      event.preventDefault();
      if (button.tagName === "DETAILS") {
        button.open = true;
        const input = button.querySelector("input:not([type=hidden]), textarea, select, button");
        if (input) input.focus();
      } else {
        button.click();
      }
    }
  });
  // Enter on the page itself, outside fields and links, presses the main button.
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.target !== document.body) return;
    const button = document.querySelector("button.main[data-enter]");
    if (button) {
      event.preventDefault();
      button.click();
    }
  });
})();
