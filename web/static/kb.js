// What a page gains with JavaScript: "/" goes to the search box, arrow keys to the next page or result of
// the page view, and citations copy at a press.
"use strict";

const typingIn = (element) =>
  element.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(element.tagName);

document.addEventListener("keydown", (event) => {
  const box = document.querySelector("[data-search-box]") || document.querySelector(".search-box");
  const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
  if (event.key === "/" && plain && box && !typingIn(event.target)) {
    event.preventDefault();
    box.focus();
    box.select();
  }
});

// Arrow keys go to the neighbours that the page links to, unless they move a text or an enlarged picture.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || typingIn(event.target)) return;
  const frame = event.target.closest(".sheet-frame");
  if (frame && frame.scrollWidth > frame.clientWidth) return;
  const key = event.shiftKey ? `Shift+${event.key}` : event.key;
  document.querySelector(`a[data-key="${CSS.escape(key)}"]`)?.click();
});

// Offices often serve kb over plain http, where navigator.clipboard does not exist.
const copySelected = (element) => {
  const selection = window.getSelection();
  selection.selectAllChildren(element);
  const done = document.execCommand("copy");
  if (done) selection.removeAllRanges();
  return done;
};

const copyText = async (element) => {
  if (!navigator.clipboard) return copySelected(element);
  try {
    await navigator.clipboard.writeText(element.textContent);
    return true;
  } catch {
    return copySelected(element);
  }
};

const status = document.getElementById("copy-status");
let clearing = 0;

const say = (text) => {
  status.textContent = text;
  window.clearTimeout(clearing);
  clearing = window.setTimeout(() => { status.textContent = ""; }, 4000);
};

for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const done = await copyText(document.getElementById(button.dataset.copy));
    say(done ? `${button.dataset.done ?? status.dataset.done}: ${button.dataset.name}` : status.dataset.failed);
  });
}
