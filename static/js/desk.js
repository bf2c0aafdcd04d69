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
    pages.forEach((page, rank) => {
      page.hidden = rank !== at && rank !== other;
      if (!page.hidden) draw_page(page);
    });
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
const press = (element) => {
  if (element.matches("input, select, textarea")) return element.focus();
  element.closest("details:not([open])")?.setAttribute("open", "");
  element.click();
};

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input:not([type=checkbox], [type=radio]), select, textarea, [contenteditable]");
  if (event.ctrlKey || event.metaKey || event.altKey || dialog?.open) return;
  const key = name_of(event);
  if (typing) {
    if (key === "Escape") event.target.blur();
    return;
  }
  if (document.documentElement.classList.contains("without-keys") && key !== "?") return;
  const form = document.querySelector(`[data-key-form="${CSS.escape(key)}"]`);
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

/* Ready words go into the message, under what is typed already. */
document.addEventListener("click", (event) => {
  const chip = event.target.closest("[data-fill]");
  const field = chip && document.querySelector("[data-panel] textarea");
  if (!field) return;
  event.preventDefault();
  field.value = [field.value.trim(), chip.dataset.fill].filter(Boolean).join("\n\n");
  field.focus();
});
