// The lines of a page beside its picture: the line at hand is marked on the picture, ↑ and ↓ go on.
"use strict";

class Lines {
  constructor(form) {
    this.boxes = [...form.querySelectorAll("textarea[id^=dong-]")];
    this.frame = document.querySelector(".sheet-frame");
    this.frame.classList.add("scripted");
    form.addEventListener("focusin", (event) => this.show(event.target));
    form.addEventListener("keydown", (event) => this.step(event));
    form.addEventListener("keydown", (event) => this.save(event, form));
    form.addEventListener("input", (event) => this.grow(event.target));
    this.frame.addEventListener("click", (event) => this.choose(event));
    this.growAll();
    window.addEventListener("resize", () => this.growAll());
    if (this.boxes.includes(document.activeElement)) this.show(document.activeElement); // was quicker
    else this.first(form).focus({ preventScroll: true });
  }

  first(form) {
    return form.querySelector(".doubtful textarea") || this.boxes[0] || form.querySelector("button");
  }

  mark(box) {
    return this.frame.querySelector(`[data-line="${box.id.slice("dong-".length)}"]`);
  }

  show(box) {
    if (!this.boxes.includes(box)) return;
    for (const old of this.frame.querySelectorAll(".present")) old.classList.remove("present");
    const mark = this.mark(box);
    mark.classList.add("present");
    const line = mark.getBoundingClientRect();
    const frame = this.frame.getBoundingClientRect();
    const middle = line.top - frame.top + line.height / 2;
    this.frame.scrollBy({ top: middle - this.frame.clientHeight / 2 });
  }

  step(event) {
    const at = this.boxes.indexOf(event.target);
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (at < 0 || !by || event.altKey || event.ctrlKey || event.metaKey || event.isComposing) return;
    const next = this.boxes[at + by];
    if (!next || this.hasRow(event.target, by)) return;
    event.preventDefault();
    const place = event.target.selectionStart;
    next.focus();
    next.setSelectionRange(place, place);
  }

  hasRow(box, by) {
    const { value, selectionStart: place } = box;
    return (by < 0 ? value.slice(0, place) : value.slice(place)).includes("\n");
  }

  save(event, form) {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    form.requestSubmit();
  }

  growAll() {
    for (const box of this.boxes) this.grow(box);
  }

  grow(box) {
    if (!this.boxes.includes(box)) return;
    box.style.height = "auto";
    box.style.height = `${box.scrollHeight + box.offsetHeight - box.clientHeight}px`;
  }

  choose(event) {
    const picture = this.frame.querySelector(".sheet-paper").getBoundingClientRect();
    const x = (1000 * (event.clientX - picture.left)) / picture.width;
    const y = (1000 * (event.clientY - picture.top)) / picture.height;
    const hit = this.boxes.find((box) => {
      const { x: left, y: top, width, height } = this.mark(box).getBBox();
      return x >= left && x <= left + width && y >= top && y <= top + height;
    });
    if (hit) hit.focus();
  }
}

for (const form of document.querySelectorAll("[data-lines]")) new Lines(form);
