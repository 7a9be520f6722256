// The keys of the review desk: each does what a link, a button or a box of the page does by itself.
"use strict";

{
  const typing = (element) => ["INPUT", "TEXTAREA", "SELECT"].includes(element.tagName);
  const pressed = (element) => element.closest("a, button, summary, .sheet-frame");
  const form = document.querySelector("[data-review-form]");
  const keys = document.querySelector("[data-review-keys]");

  const edit = () => {
    const box = form.querySelector("[data-review-field] .search-box") || form.querySelector(".search-box");
    box.focus();
    box.select();
  };

  const step = (event) => {
    const way = document.querySelector(`[data-keys~="${CSS.escape(event.key)}"]`);
    if (way && !(pressed(event.target) && ["Enter", "ArrowUp", "ArrowDown"].includes(event.key))) {
      event.preventDefault();
      way.click();
    }
  };

  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.ctrlKey) {
      event.preventDefault();
      form.requestSubmit();
    } else if (typing(event.target)) {
      if (event.key === "Escape") event.target.blur();
    } else if (!event.ctrlKey && !event.metaKey && !event.altKey) {
      if (event.key === "e") {
        event.preventDefault();
        edit();
      } else if (event.key === "?") {
        keys.open = !keys.open;
        if (keys.open) keys.scrollIntoView({ block: "nearest" });
      } else {
        step(event);
      }
    }
  });

  document.querySelector(".review-items [aria-current]")?.scrollIntoView({ block: "nearest" });

  // What is marked is brought into the frame, without moving the page.
  const frame = document.querySelector(".review-page .sheet-frame");
  const show = () => {
    const mark = document.getElementById("danh-dau") || frame.querySelector("mark");
    if (!mark) return;
    const middle = mark.getBoundingClientRect().top - frame.getBoundingClientRect().top;
    frame.scrollTop += middle - frame.clientHeight / 3;
  };
  const image = frame.querySelector("img");
  if (image && !image.complete) image.addEventListener("load", show);
  else show();
}
