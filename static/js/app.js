/* What JavaScript adds; every page works without it. Hooks are data attributes, words come from the page. */

const root = document.documentElement;
const live = document.querySelector("[data-live]");
root.classList.add("with-js");

const say = (words) => {
  live.textContent = words;
  setTimeout(() => (live.textContent = ""), 8000);
};

/* Amounts as people type them: "5 000,50" is 500050 centimes; integers, so that sums never drift. */
const centimes = (typed) => {
  const [whole, decimals = ""] = typed.replace(/[\s\u00a0\u202f]/g, "").replace(",", ".").split(".");
  const value = Number.parseInt(`${whole || "0"}${decimals.padEnd(2, "0").slice(0, 2)}`, 10);
  return Number.isNaN(value) ? 0 : value;
};
const grouped = (digits) => digits.replace(/\B(?=(\d{3})+$)/g, "\u00a0");
const amount = (value) => `${grouped(String(Math.trunc(value / 100)))},${String(Math.abs(value % 100)).padStart(2, "0")}`;

/* <output data-total="wages"> follows the sum of the inputs data-adds="wages"; data-kind="count" has no centimes. */
const total = (name) => {
  const parts = [...document.querySelectorAll(`[data-adds="${name}"]`)];
  const sum = parts.reduce((so_far, input) => so_far + centimes(input.value), 0);
  for (const output of document.querySelectorAll(`[data-total="${name}"]`)) {
    output.textContent = output.dataset.kind === "count" ? grouped(String(Math.trunc(sum / 100))) : amount(sum);
  }
};

/* A form marked data-guard asks before it is left with unsaved words. */
const unsaved = new Set();
addEventListener("beforeunload", (event) => {
  if (unsaved.size === 0) return;
  event.preventDefault();
  event.returnValue = true; /* what browsers before 2023 wait for */
});

document.addEventListener("input", ({ target }) => {
  if (target.dataset.adds) total(target.dataset.adds);
  const form = target.closest("form[data-guard]");
  if (form) unsaved.add(form);
});

document.addEventListener("change", ({ target }) => {
  if (target.matches("[data-autosubmit]")) target.form.requestSubmit();
});

document.addEventListener("submit", ({ target }) => {
  unsaved.delete(target);
  for (const progress of target.querySelectorAll("[data-upload-progress]")) progress.hidden = false;
});

document.addEventListener("click", ({ target }) => {
  if (target.closest("[data-print]")) print();
  for (const menu of document.querySelectorAll(":is(.account, .switcher)[open]")) {
    if (!menu.contains(target)) menu.open = false;
  }
});

document.addEventListener("keydown", ({ key }) => {
  const menu = key === "Escape" && document.querySelector(":is(.account, .switcher)[open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});

document.addEventListener("htmx:xhr:progress", ({ target, detail }) => {
  const progress = target.querySelector("[data-upload-progress]");
  if (progress && detail.lengthComputable) progress.value = (100 * detail.loaded) / detail.total;
});
document.addEventListener("htmx:afterRequest", ({ target }) => {
  for (const progress of target.querySelectorAll("[data-upload-progress]")) progress.hidden = true;
});
document.addEventListener("htmx:responseError", () => say(live.dataset.refused));
document.addEventListener("htmx:sendError", () => say(live.dataset.offline));

/* What the page opens on: the summary of what is wrong, and totals of what is already typed. */
const prepare = (part) => {
  part.querySelector("[data-focus]")?.focus();
  for (const output of part.querySelectorAll("[data-total]")) total(output.dataset.total);
};
document.addEventListener("htmx:load", ({ detail }) => prepare(detail.elt));
prepare(document);
