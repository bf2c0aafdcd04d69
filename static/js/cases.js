/* A screen of questions saves itself: a moment after a field is left or chosen, to the same address, and says so.
   A choice that brings or takes away a question of the screen shows it at once. Without this, “Continue” saves. */

const form = document.querySelector("form[data-autosave]");
const says = form.querySelector("[data-autosave-says]");
const questions = form.querySelector("[data-questions]");
const shown = () => [...questions.querySelectorAll("[data-question]")];
const names = () => shown().map((each) => each.dataset.question);

let leaving = false;
let waiting;
let last = "";

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

const save = async () => {
  const now = typed();
  if (leaving || now === last) return;
  try {
    const answer = await fetch(location.href, {
      method: "POST",
      headers: { "X-Autosave": "1", Accept: "application/json" },
      body: new FormData(form),
      keepalive: true,
    });
    if (answer.redirected || !answer.headers.get("Content-Type")?.includes("json")) return;
    const said = await answer.json();
    last = now;
    says.textContent = said.saved ? form.dataset.saved : "";
    if (said.saved && said.asked.join() !== names().join()) await refresh();
  } catch {
    says.textContent = form.dataset.unsaved;
  }
};

const soon = (wait) => {
  clearTimeout(waiting);
  waiting = setTimeout(save, wait);
};

last = typed();
form.addEventListener("change", () => soon(150));
form.addEventListener("input", () => {
  says.textContent = "";
  soon(2500);
});
form.addEventListener("submit", () => {
  leaving = true;
  clearTimeout(waiting);
});
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden") save();
});
