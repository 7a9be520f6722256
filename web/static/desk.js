// The adding desk: files dropped or chosen are sent one by one, and the jobs go on before one's eyes.
"use strict";

class Jobs {
  constructor(list, pattern, summary) {
    this.list = list;
    this.pattern = pattern;
    this.summary = summary;
    this.source = null;
  }

  watch() {
    if (this.source && this.source.readyState !== EventSource.CLOSED) return;
    this.source = new EventSource("/api/v1/jobs/events");
    this.source.addEventListener("jobs", (event) => this.take(JSON.parse(event.data)));
    this.source.addEventListener("end", () => this.source.close());
  }

  take(change) {
    const kept = new Set(change.jobs.map((job) => job.id));
    for (const row of [...this.list.children]) {
      const id = row.dataset.job;
      if (change.gone.includes(id) || (change.whole && !kept.has(id))) row.remove();
    }
    for (const job of [...change.jobs].reverse()) this.fill(this.row(job.id), job);
    this.summary.textContent = change.summary;
  }

  row(id) {
    const held = this.list.querySelector(`[data-job="${CSS.escape(id)}"]`);
    if (held) return held;
    const row = this.pattern.content.firstElementChild.cloneNode(true);
    row.dataset.job = id;
    const after = [...this.list.children].find((other) => other.dataset.job < id); // the latest first
    this.list.insertBefore(row, after || null);
    return row;
  }

  fill(row, job) {
    const part = (name) => row.querySelector(`[data-part="${name}"]`);
    row.className = `job job-${job.state}`;
    row.dataset.state = job.state;
    part("name").textContent = job.name;
    part("archive").hidden = !job.archive;
    part("archive-name").textContent = job.archive || "";
    part("label").textContent = job.label;
    part("detail").hidden = !job.detail;
    part("detail").textContent = job.detail;
    part("link").hidden = !job.url;
    part("link").href = job.url || "/them";
    part("retry").hidden = !job.can_retry;
    part("retry").action = `/them/${job.id}/thu-lai`;
    part("dismiss").hidden = job.open;
    part("dismiss").action = `/them/${job.id}/bo`;
    part("alike").hidden = !job.alike;
    part("alike-words").textContent = job.alike?.words || "";
    part("alike-page").href = job.alike?.page_url || "/trung-lap";
    part("decide").action = job.alike?.decide_url || "/trung-lap";
    this.progress(part("progress"), job);
  }

  progress(bar, job) {
    bar.hidden = !["reading", "indexing"].includes(job.state);
    if (job.total && job.state === "reading") {
      bar.max = job.total;
      bar.value = job.done;
    } else {
      bar.removeAttribute("value"); // it moves without saying how far it is
    }
  }
}

class Sender {
  constructor(form, jobs) {
    this.form = form;
    this.jobs = jobs;
    this.list = form.querySelector("[data-sending-list]");
    this.queue = [];
    this.busy = false;
    const input = form.querySelector("input[type=file]");
    form.classList.add("scripted");
    form.querySelector("[data-drop-hint]").hidden = false;
    form.querySelector("button").hidden = true;
    input.addEventListener("change", () => {
      this.add([...input.files]);
      form.reset();
    });
    for (const name of ["dragenter", "dragover"]) {
      form.addEventListener(name, (event) => this.over(event, true));
    }
    for (const name of ["dragleave", "drop"]) {
      form.addEventListener(name, (event) => this.over(event, false));
    }
    form.addEventListener("drop", (event) => this.add([...event.dataTransfer.files]));
    // A file let go beside the form would take the browser to the file, away from the page.
    for (const name of ["dragover", "drop"]) window.addEventListener(name, (event) => event.preventDefault());
  }

  over(event, is) {
    event.preventDefault();
    this.form.classList.toggle("dragged", is);
  }

  async add(files) {
    this.queue.push(...files.map((file) => [file, this.line(file)]));
    if (this.busy) return;
    this.busy = true;
    while (this.queue.length) await this.send(...this.queue.shift());
    this.busy = false;
  }

  line(file) {
    const line = document.createElement("li");
    line.textContent = file.name;
    this.list.append(line);
    return line;
  }

  send(file, line) {
    const said = this.form.dataset;
    const fail = (message) => {
      line.textContent = message;
      line.className = "not-sent";
    };
    if (file.size > Number(said.most)) return fail(`${file.name}: ${said.tooLarge}`);
    const body = new FormData();
    body.append("files", file);
    return new Promise((done) => {
      const request = new XMLHttpRequest(); // fetch does not tell how much is sent
      request.upload.addEventListener("progress", ({ loaded, total }) => {
        line.textContent = `${said.sending} ${file.name}: ${Math.floor((100 * loaded) / total)} %`;
      });
      request.addEventListener("loadend", () => {
        if (request.status === 202) {
          line.remove();
          this.jobs.watch();
        } else {
          fail(`${file.name}: ${request.response?.error?.message || said.failed}`);
        }
        done();
      });
      request.responseType = "json";
      request.open("POST", "/api/v1/jobs");
      request.setRequestHeader("X-Form-Token", said.token);
      request.send(body);
    });
  }
}

{
  const list = document.querySelector("[data-jobs]");
  const pattern = document.getElementById("job-pattern");
  const jobs = new Jobs(list, pattern, document.querySelector("[data-summary]"));
  new Sender(document.querySelector("[data-drop]"), jobs);
  if (list.dataset.open === "yes") jobs.watch();
}
