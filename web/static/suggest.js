// Suggestions under the search box: a combobox with a list, by the WAI-ARIA practices (manual selection).
"use strict";

const PAUSE = 120; // ms without a key before the server is asked
const LEAST = 2; // letters or digits

class Suggestions {
  constructor(box) {
    this.box = box;
    this.list = document.getElementById(box.dataset.suggestions);
    this.status = document.getElementById(this.list.dataset.status);
    this.active = -1;
    this.asked = 0;
    this.waiting = 0;
    this.request = null;
    box.setAttribute("role", "combobox");
    box.setAttribute("aria-autocomplete", "list");
    box.setAttribute("aria-controls", this.list.id);
    box.setAttribute("aria-expanded", "false");
    box.addEventListener("input", () => this.later());
    box.addEventListener("keydown", (event) => this.key(event));
    box.addEventListener("blur", () => this.close());
    this.list.addEventListener("mousedown", (event) => event.preventDefault()); // the box keeps the focus
    this.list.addEventListener("click", (event) => this.choose(event.target.closest("[role=option]")));
  }

  get open() {
    return !this.list.hidden;
  }

  later() {
    window.clearTimeout(this.waiting);
    this.request?.abort();
    this.asked += 1; // an answer to what stood there before is stale
    const enough = (this.box.value.match(/[\p{L}\p{N}]/gu) || []).length >= LEAST;
    if (!enough) return this.close();
    this.waiting = window.setTimeout(() => this.ask(), PAUSE);
  }

  async ask() {
    const asked = (this.asked += 1);
    this.request = new AbortController();
    try {
      const address = `/api/v1/suggest?q=${encodeURIComponent(this.box.value)}`;
      const answer = await fetch(address, { signal: this.request.signal });
      const found = answer.ok ? (await answer.json()).suggestions : [];
      if (asked === this.asked && document.activeElement === this.box) this.show(found);
    } catch {
      if (asked === this.asked) this.close(); // the search itself still works
    }
  }

  show(found) {
    this.list.replaceChildren(...found.map((one, place) => this.option(one, place)));
    this.activate(-1);
    this.list.hidden = found.length === 0;
    this.box.setAttribute("aria-expanded", String(this.open));
    this.status.textContent = this.open ? `${found.length} ${this.list.dataset.count}` : "";
  }

  option(one, place) {
    const option = document.createElement("li");
    option.id = `${this.list.id}-${place}`;
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    option.dataset.text = one.text;
    option.dataset.kind = one.kind;
    for (const [name, text] of [["suggested", one.text], ["about", this.about(one)]]) {
      const part = document.createElement("span");
      part.className = name;
      part.textContent = text;
      if (text) option.append(part, " ");
    }
    return option;
  }

  about(one) {
    return one.detail || this.list.dataset[one.kind] || "";
  }

  activate(place) {
    const options = this.list.children;
    options[this.active]?.setAttribute("aria-selected", "false");
    this.active = place;
    const option = options[place];
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    if (option) this.box.setAttribute("aria-activedescendant", option.id);
    else this.box.removeAttribute("aria-activedescendant");
  }

  move(step) {
    const count = this.list.children.length + 1; // the box itself stands between last and first
    this.activate(((this.active + 1 + step + count) % count) - 1);
  }

  key(event) {
    if (event.isComposing) return; // an input method is still putting a syllable together
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (this.open) this.move(event.key === "ArrowDown" ? 1 : -1);
      else if (event.key === "ArrowDown") this.later();
    } else if (event.key === "Enter" && this.open && this.active >= 0) {
      event.preventDefault();
      this.choose(this.list.children[this.active]);
    } else if (event.key === "Escape" && this.open) {
      event.preventDefault(); // the first press closes the list, the next empties the box
      this.close();
    }
  }

  choose(option) {
    if (!option) return;
    this.box.value = option.dataset.text;
    this.close();
    this.box.form.requestSubmit();
  }

  close() {
    window.clearTimeout(this.waiting);
    this.asked += 1;
    this.activate(-1);
    this.list.hidden = true;
    this.status.textContent = "";
    this.box.setAttribute("aria-expanded", "false");
  }
}

for (const box of document.querySelectorAll("[data-suggestions]")) new Suggestions(box);
