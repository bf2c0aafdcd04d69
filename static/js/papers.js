/* Files leave as soon as they are chosen, reduced when they are photos, in parts that a cut does not lose (tus 1.0.0).
   <form data-papers="address of arrivals" data-paper="name">; without this the form sends them whole. What waits for its
   turn is only in this page, never in the storage of a browser that others may use: leaving it is asked first. */

const form = document.querySelector("form[data-papers]");
const model = document.querySelector("[data-sending-model]");
const list = document.querySelector("[data-sending]");
const said = document.querySelector("[data-papers-words]")?.dataset ?? {};
const TUS = { "Tus-Resumable": "1.0.0" };
const SMALLEST_PART = 64 * 1024;
const LARGEST_PART = 1024 * 1024;
const LONGEST_SIDE = 2400;
const KNOWN = "papers-on-their-way";

class Refused extends Error {} /* the service said no, in words */
class Away extends Error {} /* nobody is signed in any more */

/* What this browser began to send: the fingerprint of a file and where it goes on. */
const begun = {
  all() {
    try {
      return JSON.parse(localStorage.getItem(KNOWN)) ?? {};
    } catch {
      return {};
    }
  },
  set(key, address) {
    if (!key) return;
    const all = begun.all();
    if (address) all[key] = address;
    else delete all[key];
    try {
      localStorage.setItem(KNOWN, JSON.stringify(Object.fromEntries(Object.entries(all).slice(-50))));
    } catch {
      /* a browser that keeps nothing: the file begins again after a reload */
    }
  },
};

const fingerprint = async (blob) => {
  if (!crypto.subtle) return "";
  const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", await blob.arrayBuffer()));
  return `${form.dataset.papers}${form.dataset.paper}:${[...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("")}`;
};

/* A large photo is made smaller here: a slow line carries a tenth of it. What this browser cannot read leaves as it is. */
const reduced = async (file) => {
  if (!file.type.startsWith("image/") || file.size < 600 * 1024 || !self.createImageBitmap) return file;
  try {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.85));
    return blob && blob.size < file.size ? blob : file;
  } catch {
    return file;
  }
};

/* Waits, or less if the network comes back. */
const rest = (milliseconds) =>
  new Promise((done) => {
    const over = () => {
      clearTimeout(timer);
      removeEventListener("online", over);
      done();
    };
    const timer = setTimeout(over, milliseconds);
    addEventListener("online", over);
  });

const ask = async (address, method, headers = {}, body = undefined, stop = undefined) => {
  const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
  const signals = [AbortSignal.timeout?.(90_000), stop].filter(Boolean);
  const signal = AbortSignal.any ? AbortSignal.any(signals) : stop;
  const answer = await fetch(address, { method, body, signal, headers: { ...TUS, "X-CSRFToken": token, ...headers } });
  if (answer.redirected || [401, 403].includes(answer.status)) throw new Away();
  return answer;
};

const base64 = (text) => btoa(String.fromCharCode(...new TextEncoder().encode(text)));

/* The files of this page that have not wholly left it, and how many were chosen since none had to. */
const left = new Set();
let chosen = 0;

class Sending {
  constructor(file) {
    if (!left.size) chosen = 0;
    left.add(this);
    chosen += 1;
    this.file = file;
    this.stop = new AbortController();
    this.item = model.content.firstElementChild.cloneNode(true);
    this.item.querySelector("[data-name]").textContent = file.name;
    this.item.querySelector("[data-cancel]").addEventListener("click", () => this.cancel());
    this.item.querySelector("[data-again]").addEventListener("click", () => queue.add(this));
    list.append(this.item);
    this.says(said.sayWaiting);
  }

  says(words) {
    const place = this.item.querySelector("[data-words]");
    if (place.textContent !== words) place.textContent = words; /* said aloud once */
  }

  shows(sent, all) {
    const percent = Math.floor((100 * sent) / all);
    this.item.querySelector("[data-progress]").value = percent;
    this.item.querySelector("[data-percent]").textContent = `${percent}\u00a0%`;
  }

  async goes() {
    if (this.stop.signal.aborted) return;
    this.item.classList.remove("coming-refused");
    this.item.querySelector("[data-again]").hidden = true;
    this.says(said.sayPreparing);
    try {
      this.blob ??= await reduced(this.file);
      this.key ??= await fingerprint(this.blob);
      await this.finds();
      await this.carries();
      this.over();
      await this.waits();
    } catch (fault) {
      this.fails(fault);
    }
  }

  /* Where it stopped, if it was begun before a cut or a reload; else a new arrival. */
  async finds() {
    this.address ??= begun.all()[this.key];
    if (this.address && (await this.asks()) !== null) return;
    this.offset = 0;
    for (let tries = 0; ; tries += 1) {
      try {
        const named = `filename ${base64(this.file.name)},paper ${base64(form.dataset.paper)}`;
        const answer = await ask(form.dataset.papers, "POST", { "Upload-Length": this.blob.size, "Upload-Metadata": named }, undefined, this.stop.signal);
        if (answer.status !== 201) throw new Refused([413, 422].includes(answer.status) ? await answer.text() : said.sayFailed);
        this.address = answer.headers.get("Location");
        begun.set(this.key, this.address);
        return;
      } catch (fault) {
        await this.bears(fault, tries);
      }
    }
  }

  /* How much has arrived; null when the service knows nothing of it any more. */
  async asks() {
    for (let tries = 0; ; tries += 1) {
      try {
        const answer = await ask(this.address, "HEAD", {}, undefined, this.stop.signal);
        if (answer.status === 404) {
          begun.set(this.key, null);
          return null;
        }
        if (answer.status !== 200) throw new TypeError("not now");
        document.querySelector(`[data-unfinished="${this.address}"]`)?.remove();
        this.offset = Number(answer.headers.get("Upload-Offset"));
        return this.offset;
      } catch (fault) {
        await this.bears(fault, tries);
      }
    }
  }

  async carries() {
    let size = 4 * SMALLEST_PART;
    for (let tries = 0; this.offset < this.blob.size; ) {
      this.shows(this.offset, this.blob.size);
      this.says(said.sayCarrying);
      const began = Date.now();
      try {
        const headers = { "Upload-Offset": this.offset, "Content-Type": "application/offset+octet-stream" };
        const answer = await ask(this.address, "PATCH", headers, this.blob.slice(this.offset, this.offset + size), this.stop.signal);
        if (answer.status !== 204) throw new TypeError(`answered ${answer.status}`);
        this.offset = Number(answer.headers.get("Upload-Offset"));
        tries = 0;
        const took = Date.now() - began;
        if (took < 3000) size = Math.min(LARGEST_PART, 2 * size);
        if (took > 12_000) size = Math.max(SMALLEST_PART, size / 2);
      } catch (fault) {
        if (Date.now() - began > 12_000) size = Math.max(SMALLEST_PART, size / 2);
        await this.bears(fault, (tries += 1));
        if ((await this.asks()) === null) throw new Refused(said.sayFailed);
      }
    }
    this.shows(1, 1);
  }

  /* A cut is borne, and tried again after longer and longer; a refusal is not. */
  async bears(fault, tries) {
    if (fault instanceof Refused || fault instanceof Away || this.stop.signal.aborted) throw fault;
    this.says(navigator.onLine ? said.saySlow : said.sayOffline);
    await rest(Math.min(30_000, 400 * 2 ** tries));
    if (this.stop.signal.aborted) throw fault;
  }

  async waits() {
    this.says(said.sayChecking);
    const found = await settled(this.address);
    begun.set(this.key, null);
    if (found.state === "refused") throw new Refused(found.words);
    this.item.remove();
    await refreshed();
  }

  fails(fault) {
    if (this.stop.signal.aborted) return;
    if (fault instanceof Refused) return this.isRefused(fault.message);
    this.says(fault instanceof Away ? said.sayAway : said.sayFailed);
    this.item.classList.add("coming-refused");
    this.item.querySelector("[data-again]").hidden = false;
    if (fault instanceof Away) document.dispatchEvent(new CustomEvent("session:doubt", { cancelable: true, detail: (mine) => this.resumes(mine) }));
  }

  /* The door was closed for this file only: its owner had signed in again before it came back from there. */
  resumes(mine) {
    this.doubts = (this.doubts ?? 0) + 1;
    if (mine && this.isStopped && this.doubts < 3) queue.add(this);
  }

  isRefused(words) {
    this.over();
    this.item.remove();
    begun.set(this.key, null);
    refusals.add(this.file.name, words);
  }

  over() {
    left.delete(this);
    done.shows();
  }

  get isStopped() {
    return !this.item.querySelector("[data-again]").hidden;
  }

  async cancel() {
    this.stop.abort();
    this.over();
    this.item.remove();
    begun.set(this.key, null);
    if (this.address) await ask(this.address, "DELETE").catch(() => {});
  }
}

/* One file after the other: a slow line is not shared. */
const queue = {
  files: [],
  runs: false,
  async add(sending) {
    if (!queue.files.includes(sending)) queue.files.push(sending);
    done.shows();
    if (queue.runs) return;
    queue.runs = true;
    done.shows();
    while (queue.files.length) await queue.files.shift().goes();
    queue.runs = false;
    done.shows();
    done.ends();
  },
  /* The paper takes no more: what is left is named, with the reason, and nothing of it is kept. */
  stops(words) {
    queue.files.length = 0;
    for (const each of [...left]) {
      each.cancel();
      refusals.add(each.file.name, words);
    }
  },
};

/* The files that were not taken, in one box until they are read: each reason once, with their names. */
const refusals = {
  box: document.querySelector("[data-not-taken]"),
  reasons() {
    return [...refusals.box.querySelectorAll("[data-reason]")];
  },
  add(name, words) {
    const says = (reason) => reason.querySelector("[data-words]");
    let reason = refusals.reasons().find((each) => says(each).textContent.trim() === words.trim());
    if (!reason) {
      reason = refusals.box.querySelector("[data-reason-model]").content.firstElementChild.cloneNode(true);
      says(reason).textContent = words;
      refusals.box.querySelector("form").before(reason);
    }
    const line = document.createElement("li");
    line.append(Object.assign(document.createElement("bdi"), { textContent: name }));
    reason.querySelector("ul").append(line);
    refusals.box.hidden = false;
  },
  /* While files are on their way the page stays: the form goes beside it. */
  async read(event) {
    if (!left.size) return;
    event.preventDefault();
    const answer = await fetch(event.target.action, { method: "POST", body: new FormData(event.target) });
    if (!answer.ok) return;
    for (const each of refusals.reasons()) each.remove();
    refusals.box.hidden = true;
  },
};
refusals.box.addEventListener("submit", refusals.read);

/* “Done” waits for the files on their way; pressed meanwhile, it goes by itself at their end. */
const done = {
  wished: false,
  shows() {
    const [link, wait] = ["a", "[data-wait]"].map((each) => document.querySelector(`#done ${each}`));
    const waits = queue.runs && left.size > 0;
    link.hidden = waits;
    wait.hidden = !waits;
    const words = done.wished ? said.sayLeaving : said.sayWait;
    if (waits) wait.textContent = words.replace("{done}", chosen - left.size).replace("{all}", chosen);
  },
  ends() {
    if (done.wished && !left.size && refusals.box.hidden) location.assign(document.querySelector("#done a").href);
    done.wished = false;
  },
};
document.addEventListener("click", ({ target }) => {
  if (!target.closest("#done [data-wait]")) return;
  done.wished = true;
  done.shows();
});

/* Asked by the page at its links and forms, because iPhones ask nothing by themselves; by the browser for the rest. */
let sure = false;
const asks = (event) => {
  const way = event.type === "click" ? event.target.closest("a[href]") : event.target;
  const stays = !way || event.defaultPrevented || event.ctrlKey || event.metaKey || way.matches("[hx-post], [target], [href^='#']");
  if (stays || !left.size) return;
  sure = confirm(said.sayLeave);
  if (!sure) event.preventDefault();
};
document.addEventListener("click", asks);
document.addEventListener("submit", asks);
addEventListener("beforeunload", (event) => {
  if (!left.size || sure) return;
  event.preventDefault();
  event.returnValue = true; /* what browsers before 2023 wait for */
});

/* What became of a file once all of it is there. */
const settled = async (address) => {
  for (let wait = 700; ; wait = Math.min(8000, 1.5 * wait)) {
    try {
      const answer = await fetch(address, { headers: { Accept: "application/json" } });
      if (answer.redirected) throw new Away();
      if (answer.status === 404) return { state: "kept" };
      const found = await answer.json();
      if (found.state !== "checking") return found;
    } catch (fault) {
      if (fault instanceof Away) throw fault;
    }
    await rest(wait);
  }
};

/* The pages as they are now; the ways to add some go when the paper takes no more. */
const refreshed = async () => {
  const answer = await fetch(location.href);
  if (!answer.ok || answer.redirected) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const part of ["#pages", "#done"]) {
    document.querySelector(part).replaceWith(document.adoptNode(fresh.querySelector(part)));
  }
  window.htmx?.process(document.querySelector("#pages"));
  const closed = fresh.querySelector("[data-closed]");
  if (closed && form.isConnected) {
    queue.stops(closed.textContent.trim());
    form.closest("section").replaceWith(document.adoptNode(closed));
  }
  done.shows();
};

/* A page taken out of a complete paper makes room: the ways to add one come back. */
const pages = () => document.querySelectorAll(".page").length;
let before = 0;
document.addEventListener("htmx:beforeSwap", () => (before = pages()));
document.addEventListener("htmx:afterSettle", () => {
  if (pages() < before && document.querySelector("[data-closed=full]")) location.reload();
});

if (form) {
  const take = (files) => {
    sure = false;
    for (const file of files) queue.add(new Sending(file));
  };
  form.addEventListener("change", ({ target }) => {
    take(target.files ?? []);
    target.value = "";
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  document.addEventListener("papers:photo", ({ detail }) => take([detail]));
  for (const name of ["dragover", "dragleave", "drop"]) {
    form.addEventListener(name, (event) => {
      event.preventDefault();
      form.classList.toggle("paper-over", name === "dragover");
      if (name === "drop") take(event.dataTransfer.files);
    });
  }
}

/* Signed in again: what had to stop goes on. */
document.addEventListener("session:back", () => {
  for (const each of left) if (each.isStopped) queue.add(each);
});

/* Files that were being checked when the page opened. */
const checked = async (item) => {
  const found = await settled(item.dataset.checking);
  if (!form) return location.reload();
  item.remove();
  if (found.state === "refused") refusals.add(item.querySelector("bdi").textContent, found.words);
  await refreshed();
};
for (const item of document.querySelectorAll("[data-checking]")) checked(item).catch(() => {});
