/* Two minutes before the session ends, a dialog; after its end, a way to sign in again and go on with what was typed.
   Words come from the page. Asking how long is left prolongs nothing. Another script that was sent to the door asks here
   whether the same person is still signed in (session:doubt, answered by its `detail`), and hears of their return. */

const dialog = document.querySelector("[data-session]");
const { sessionLeft, sessionOwner } = document.body.dataset;
const WARNED = 120; /* seconds */

let ends = Date.now() + Number(sessionLeft) * 1000;
let over = false;
let next;

const left = () => Math.max(0, Math.round((ends - Date.now()) / 1000));

const show = (part) => {
  for (const each of ["soon", "longest", "over"]) dialog.querySelector(`[data-session-${each}]`).hidden = each !== part;
  dialog.setAttribute("aria-labelledby", dialog.querySelector(`[data-session-${part}] h2`).id ||= `session-${part}`);
  if (!dialog.open) dialog.showModal();
};

const ask = async (address, options = {}) => {
  try {
    const answer = await fetch(address, { headers: { Accept: "application/json" }, cache: "no-store", ...options });
    return answer.ok && !answer.redirected ? await answer.json() : { signed_in: false };
  } catch {
    return null; /* no network: the clock of the page goes on */
  }
};

/* Signed in again, the forms of the page need the token of the new session. */
const refresh = (token) => {
  for (const input of document.querySelectorAll("input[name=csrfmiddlewaretoken]")) input.value = token;
};

const follow = (state) => {
  const mine = state.signed_in && state.who === sessionOwner;
  if (mine) {
    ends = Date.now() + state.left * 1000;
    refresh(state.csrf);
    if (over) document.dispatchEvent(new Event("session:back"));
    over = false;
    if (state.left > WARNED) dialog.close();
    else show(state.can_stay ? "soon" : "longest");
  } else {
    over = true;
    show("over");
  }
  return mine;
};

const tick = async () => {
  clearTimeout(next);
  if (over) return;
  if (left() > WARNED) {
    next = setTimeout(tick, Math.min((left() - WARNED) * 1000, 2 ** 31 - 1));
    return;
  }
  if (!dialog.open || left() === 0) {
    const state = await ask(dialog.dataset.state); /* another tab may have prolonged it */
    if (state) follow(state);
    else if (left() === 0) follow({ signed_in: false });
  }
  const seconds = left();
  dialog.querySelector("[data-session-time]").textContent = `${Math.trunc(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  if (!over) next = setTimeout(tick, 1000);
};

dialog.querySelector("[data-session-stay]").addEventListener("submit", async (event) => {
  event.preventDefault();
  const state = await ask(event.target.action, { method: "POST", body: new FormData(event.target), headers: { Accept: "application/json" } });
  if (state) follow(state);
  tick();
});

dialog.querySelector("[data-session-check]").addEventListener("click", async () => {
  const state = await ask(dialog.dataset.state);
  const says = dialog.querySelector("[data-session-says]");
  if (state && follow(state)) tick();
  else says.textContent = says.dataset.notYet;
});

document.addEventListener("session:doubt", async (event) => {
  event.preventDefault();
  const state = await ask(dialog.dataset.state);
  event.detail(state ? follow(state) : !over);
  tick();
});

/* “Send now”: the dialog that cannot prolong anything steps aside until the end. */
let read = false;
dialog.querySelector("[data-session-close]").addEventListener("click", () => {
  read = true;
  dialog.close();
  clearTimeout(next);
  next = setTimeout(tick, left() * 1000 + 1000);
});

/* A computer that slept, a tab that comes back from signing in elsewhere. */
document.addEventListener("visibilitychange", async () => {
  if (document.visibilityState !== "visible") return;
  if (over) {
    const state = await ask(dialog.dataset.state);
    if (state?.signed_in) {
      follow(state);
      tick();
    }
  } else if (!read || left() === 0) tick();
});

dialog.addEventListener("cancel", (event) => {
  if (over) event.preventDefault();
});

tick();
