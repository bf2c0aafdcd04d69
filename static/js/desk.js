/* The agents' desk by keyboard. An element says its key (`data-key`): a link or a button is pressed, a field takes the
   focus. Every key does what something visible does; they can be switched off. */

const dialog = document.querySelector("[data-keys]");
const memory = (name, otherwise) => {
  try {
    return JSON.parse(localStorage.getItem(name)) ?? otherwise;
  } catch {
    return otherwise;
  }
};
const remember = (name, value) => {
  try {
    localStorage.setItem(name, JSON.stringify(value));
  } catch {
    /* a browser that keeps nothing: the page works all the same */
  }
};

const by_key = "desk-by-key"; // between two pages: a key opened the panel
const note_key = () => {
  try {
    sessionStorage.setItem(by_key, "yes");
  } catch {
    /* the focus stays where the browser puts it */
  }
};
const opened_by_key = () => {
  try {
    const noted = sessionStorage.getItem(by_key) === "yes";
    sessionStorage.removeItem(by_key);
    return noted;
  } catch {
    return false;
  }
};

/* Switch ------------------------------------------------------------------------------------------------ */
const toggle = dialog?.querySelector("[data-keys-switch]");
const set_keys = (on) => {
  document.documentElement.classList.toggle("without-keys", !on);
  if (toggle) toggle.checked = on;
  remember("desk-keys", on);
};
set_keys(memory("desk-keys", true));
toggle?.addEventListener("change", () => set_keys(toggle.checked));
document.addEventListener("click", ({ target }) => {
  if (target.closest("[data-keys-open]")) dialog.showModal();
  if (target.closest("[data-keys-close]") || target === dialog) dialog.close();
  for (const menu of document.querySelectorAll(".desk-more[open]")) {
    if (!menu.contains(target)) menu.open = false;
  }
});

/* Rows -------------------------------------------------------------------------------------------------- */
const links = [...document.querySelectorAll("[data-row] th a")];
const step = (way) => {
  const at = links.indexOf(document.activeElement);
  const next = at < 0 ? (way > 0 ? 0 : links.length - 1) : at + way;
  links[next]?.focus();
  links[next]?.scrollIntoView({ block: "nearest" });
};

/* Papers ------------------------------------------------------------------------------------------------ */
const viewer_of = (root) => {
  const stage = root.querySelector("[data-view-stage]");
  const pages = [...stage.querySelectorAll("[data-page]")];
  const place = root.querySelector("[data-view-place]");
  const beside = root.querySelector("[data-view='beside']");
  const turned = memory("desk-turned", {});
  let [at, other, zoom] = [0, -1, 1];
  root.classList.add("viewer-shown");
  for (const page of pages) {
    const sheet = page.querySelector(".viewer-sheet");
    const inner = document.createElement("div");
    inner.className = "viewer-turned";
    inner.append(...sheet.childNodes);
    sheet.append(inner);
  }

  const draw_page = (page) => {
    const [width, height] = [Number(page.dataset.width), Number(page.dataset.height)];
    const sheet = page.querySelector(".viewer-sheet");
    const [inner, image] = [sheet.firstElementChild, page.querySelector("img")];
    const angle = turned[page.dataset.page] ?? 0;
    const [across, down] = angle % 180 ? [height, width] : [width, height];
    const scale = Math.min((sheet.clientWidth - 2) / across, (sheet.clientHeight - 2) / down) * zoom;
    Object.assign(inner.style, { width: `${across * scale}px`, height: `${down * scale}px` });
    Object.assign(image.style, { width: `${width * scale}px`, height: `${height * scale}px`, rotate: `${angle}deg` });
    sheet.style.placeContent = zoom > 1 ? "start" : "center";
  };
  const draw = () => {
    pages.forEach((page, rank) => (page.hidden = rank !== at && rank !== other));
    for (const page of pages) if (!page.hidden) draw_page(page); // once all are placed: each measures its room
    place.textContent = `${at + 1} / ${pages.length}`;
    beside.setAttribute("aria-pressed", String(other >= 0));
    for (const link of root.querySelectorAll("[data-view-page]")) {
      const shown = link.dataset.viewPage === pages[at].dataset.page;
      shown ? link.setAttribute("aria-current", "true") : link.removeAttribute("aria-current");
    }
  };
  const go = (rank) => {
    at = (rank + pages.length) % pages.length;
    if (other === at) other = (at + 1) % pages.length;
    draw();
  };
  const acts = {
    before: () => go(at - 1),
    after: () => go(at + 1),
    larger: () => (zoom = Math.min(zoom * 1.4, 8)),
    smaller: () => (zoom = Math.max(zoom / 1.4, 0.5)),
    fit: () => (zoom = 1),
    beside: () => (other = other < 0 && pages.length > 1 ? (at + 1) % pages.length : -1),
    turn: () => {
      const name = pages[at].dataset.page;
      turned[name] = ((turned[name] ?? 0) + 90) % 360;
      remember("desk-turned", Object.fromEntries(Object.entries(turned).slice(-300)));
    },
  };
  const act = (name) => {
    acts[name]();
    draw();
  };
  root.addEventListener("click", (event) => {
    const button = event.target.closest("[data-view]");
    const link = event.target.closest("[data-view-page]");
    if (button) act(button.dataset.view);
    if (!link) return;
    event.preventDefault();
    go(pages.findIndex((page) => page.dataset.page === link.dataset.viewPage));
  });
  new ResizeObserver(draw).observe(stage);
  draw();
  return act;
};
const root = document.querySelector("[data-viewer]");
const view = root?.querySelector("[data-page]") ? viewer_of(root) : null;

/* Keys -------------------------------------------------------------------------------------------------- */
const right_to_left = document.documentElement.dir === "rtl";
const papers = {
  "+": "larger",
  "=": "larger",
  "-": "smaller",
  0: "fit",
  r: "turn",
  s: "beside",
  ArrowRight: right_to_left ? "before" : "after",
  ArrowLeft: right_to_left ? "after" : "before",
};
/* On an Arabic keyboard the letter of a key is that of its place. */
const name_of = ({ key, code }) => {
  if (key === "؟") return "?";
  if (key.length > 1 || key.charCodeAt(0) < 128) return key.length > 1 ? key : key.toLowerCase();
  return code.startsWith("Key") ? code.slice(3).toLowerCase() : key;
};
/* Ctrl and Enter send the form at hand, or that of the open panel, by its first button. */
const send = (event) => {
  const form = event.target.closest("form") ?? document.querySelector("[data-panel] form");
  if (!form?.closest("[data-panel]")) return;
  event.preventDefault();
  form.requestSubmit(form.querySelector("[type=submit]"));
};
const press = (element) => {
  if (element.matches("input, select, textarea")) return element.focus();
  element.closest("details:not([open])")?.setAttribute("open", "");
  if (!element.matches("a[href*='#panel']")) return element.click();
  note_key();
  location.assign(element.href.replace("#panel", "")); // going to a place of a page takes the focus away, later
};

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input:not([type=checkbox], [type=radio]), select, textarea, [contenteditable]");
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.repeat && !dialog?.open) return send(event);
  if (event.ctrlKey || event.metaKey || event.altKey || dialog?.open) return;
  const key = name_of(event);
  if (typing) {
    if (key === "Escape") event.target.blur();
    return;
  }
  if (document.documentElement.classList.contains("without-keys") && key !== "?") return;
  if (event.repeat && !papers[key] && !["j", "k", "ArrowDown", "ArrowUp"].includes(key)) return;
  const form = document.querySelector(`[data-key-form="${CSS.escape(key)}"]`);
  if (form) form.closest("details")?.setAttribute("open", "");
  const element = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (key === "?") dialog?.showModal();
  else if (form) form.querySelector("select, input:not([type=hidden])").focus();
  else if (element) press(element);
  else if (links.length && ["j", "ArrowDown"].includes(key)) step(1);
  else if (links.length && ["k", "ArrowUp"].includes(key)) step(-1);
  else if (view && papers[key]) view(papers[key]);
  else return;
  event.preventDefault();
});

/* The open panel ---------------------------------------------------------------------------------------- */
const panel = document.querySelector("[data-panel]");
const WRITTEN = "textarea, input:not([type=hidden], [type=checkbox], [type=radio], [type=file], [type=date])";

/* A panel that a key opened is ready for the next key: on what must be filled in or ticked, else on its button. What
   took the focus already (what is wrong, a preview) keeps it. */
const waits_for = () =>
  panel.querySelector("form :is(textarea, select, input)[required]") ??
  panel.querySelector("form :is(fieldset, .desk-paper) input") ??
  panel.querySelector("form [type=submit]");
if (opened_by_key() && panel && !panel.contains(document.activeElement)) waits_for()?.focus();

/* Ready words go where somebody writes, under what is typed already; a reason also asks for its paper. */
let last_written = null;
panel?.addEventListener("focusin", ({ target }) => {
  if (target.matches(WRITTEN)) last_written = target;
});
const place_of = (chip) =>
  document.getElementById(chip.dataset.into) ??
  last_written ??
  panel.querySelector("textarea") ??
  panel.querySelector(`[data-paper]:has(:checked) :is(${WRITTEN})`) ??
  panel.querySelector(WRITTEN);
document.addEventListener("click", (event) => {
  const tongue = event.target.closest("[data-tongue]");
  const chip = event.target.closest("[data-fill]");
  const ready = panel?.querySelector("[data-ready]");
  if (tongue && ready) {
    event.preventDefault();
    ready.dataset.ready = tongue.dataset.tongue;
    for (const each of ready.querySelectorAll("[data-tongue]")) {
      each === tongue ? each.setAttribute("aria-current", "true") : each.removeAttribute("aria-current");
    }
  }
  const field = chip && ready && place_of(chip);
  if (!field) return;
  event.preventDefault();
  const between = field.matches("textarea") ? "\n\n" : " ";
  field.value = [field.value.trim(), chip.dataset[ready.dataset.ready]].filter(Boolean).join(between);
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.focus();
});
panel?.addEventListener("input", ({ target }) => {
  const box = target.matches(WRITTEN) && target.closest("[data-paper]")?.querySelector("[type=checkbox]");
  if (box && target.value.trim()) box.checked = true;
});
panel?.addEventListener("change", ({ target }) => {
  const words = target.matches("[type=checkbox]") && target.closest("[data-paper]")?.querySelector(WRITTEN);
  if (words && !target.checked) words.value = "";
});

/* One press is one act, however often the key or the button is pressed. */
const AGAIN = 5000; // milliseconds after which a press that led nowhere counts again
const sent = new WeakMap();
document.addEventListener("submit", (event) => {
  if (event.target.method !== "post") return;
  if (event.timeStamp - (sent.get(event.target) ?? -AGAIN) < AGAIN) return event.preventDefault();
  sent.set(event.target, event.timeStamp);
});
