/* A screen of questions saves itself: a moment after a field is left or chosen, to the same address, and says so.
   A choice that brings or takes away a question of the screen shows it at once. Without this, “Continue” saves.
   Nothing leaves the page before what was typed is kept: not “Continue”, nor a link, nor another language. */

const form = document.querySelector("form[data-autosave]");
const says = form.querySelector("[data-autosave-says]");
const questions = form.querySelector("[data-questions]");
const shown = () => [...questions.querySelectorAll("[data-question]")];
const names = () => shown().map((each) => each.dataset.question);

let leaving = false;
let waiting;
let last = ""; /* what was kept, and when */
let kept = 0;
let passing; /* the form that may leave: what was typed here is kept */
let warned; /* what could not be kept when somebody wanted to leave: asked again, they leave */
let sending = Promise.resolve();

const typed = () => new URLSearchParams([...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken")).toString();

/* The page that the server would draw now: questions that are new come in their place, those no longer asked go. */
const refresh = async () => {
  const answer = await fetch(location.href, { cache: "no-store" });
  if (!answer.ok || answer.redirected) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector("[data-questions]");
  if (!fresh) return;
  const known = new Map(shown().map((each) => [each.dataset.question, each]));
  const wanted = [...fresh.querySelectorAll("[data-question]")];
  for (const [name, each] of known) {
    if (!wanted.some((one) => one.dataset.question === name)) each.remove();
  }
  wanted.forEach((each, place) => {
    if (!known.has(each.dataset.question)) questions.insertBefore(document.adoptNode(each), questions.children[place] ?? null);
  });
  form.querySelector("[data-mark]").replaceChildren(...document.adoptNode(page.querySelector("[data-mark]")).childNodes);
};

/* Whoever was sent to the door: is the same person signed in all the same? session.js knows, and says so when not.
   A visitor without an account has no session to come back to: their page stays as it is. */
const isOut = (answer) =>
  new Promise((done) => {
    const door = answer.redirected && new URL(answer.url).searchParams.has("next");
    if (!door && ![403, 404].includes(answer.status)) return done(false);
    const doubt = new CustomEvent("session:doubt", { cancelable: true, detail: (mine) => done(!mine) });
    if (document.dispatchEvent(doubt)) done(door);
  });

/* True when what is typed is kept, or when the service has something else to say about it on a page of its own. */
const send = async ({ keepalive = false } = {}) => {
  const now = typed();
  try {
    const body = new FormData(form);
    const answer = await fetch(location.href, { method: "POST", headers: { "X-Autosave": "1", Accept: "application/json" }, body, keepalive });
    if (answer.status >= 500 || (await isOut(answer))) {
      says.textContent = document.querySelector("dialog[open]") ? "" : document.querySelector("[data-live]").dataset.refused;
      return false;
    }
    if (answer.redirected || !answer.headers.get("Content-Type")?.includes("json")) return true;
    const said = await answer.json();
    last = now;
    kept = Date.now();
    says.textContent = said.saved ? form.dataset.saved : "";
    if (said.saved && !leaving && said.asked.join() !== names().join()) await refresh();
    return true;
  } catch {
    says.textContent = form.dataset.unsaved;
    return false;
  }
};

/* One after the other: an earlier text never arrives after a later one. What was kept longer ago than that is sent again. */
const save = (ago = Infinity) => (sending = sending.then(() => (typed() === last && Date.now() - kept < ago) || send()));

const soon = (wait) => {
  clearTimeout(waiting);
  waiting = setTimeout(() => leaving || save(), wait);
};

const mayLeave = async () => {
  const now = typed();
  if (warned === now || (await save())) return true;
  warned = now;
  return false;
};

last = typed();
form.addEventListener("change", () => soon(150));
form.addEventListener("input", () => {
  says.textContent = "";
  soon(2500);
});
form.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (leaving) return;
  leaving = true;
  clearTimeout(waiting);
  if (await save(20_000)) form.submit();
  else leaving = false;
});
document.addEventListener("submit", async (event) => {
  const { target, submitter } = event;
  if (event.defaultPrevented || target === passing || typed() === last) return;
  event.preventDefault();
  if (!(await mayLeave())) return;
  passing = target;
  target.requestSubmit(submitter);
});
document.addEventListener("click", async (event) => {
  const link = event.target.closest("a[href]:not([target], [download], [href^='#'])");
  const apart = event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey;
  if (link?.origin !== location.origin || apart || typed() === last) return;
  event.preventDefault();
  if (await mayLeave()) location.assign(link.href);
});
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden" && !leaving && typed() !== last) send({ keepalive: true });
});
addEventListener("pageshow", ({ persisted }) => {
  if (persisted) leaving = false;
});
document.addEventListener("session:back", () => save());
