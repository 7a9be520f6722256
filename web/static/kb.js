// What a page gains with JavaScript: "/" goes to the search box, and citations copy at a press.
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
    say(done ? `${status.dataset.done}: ${button.dataset.name}` : status.dataset.failed);
  });
}
