/* Fingerprint or face. The server gives the options and checks the answer; every word comes from the page. */

const webauthn = Boolean(window.PublicKeyCredential && navigator.credentials);
const REARMED = 4 * 60 * 1000; /* the server forgets its question after five minutes */

/* base64url by hand, for browsers without PublicKeyCredential.parse…FromJSON. */
const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const descriptors = (list = []) => (list ?? []).map((each) => ({ ...each, id: bytes(each.id) }));

const toCreate = (json) =>
  PublicKeyCredential.parseCreationOptionsFromJSON?.(json) ?? {
    ...json,
    challenge: bytes(json.challenge),
    user: { ...json.user, id: bytes(json.user.id) },
    excludeCredentials: descriptors(json.excludeCredentials),
  };
const toGet = (json) =>
  PublicKeyCredential.parseRequestOptionsFromJSON?.(json) ?? {
    ...json,
    challenge: bytes(json.challenge),
    allowCredentials: descriptors(json.allowCredentials),
  };
const written = (credential) => {
  const { response } = credential;
  const said = { clientDataJSON: text(response.clientDataJSON) };
  for (const name of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (response[name]) said[name] = text(response[name]);
  }
  return { id: text(credential.rawId), rawId: text(credential.rawId), type: credential.type, response: said };
};

class Refused extends Error {
  constructor(answer) {
    super(answer.error);
    this.answer = answer;
  }
}
class Elsewhere extends Error {} /* the server wants another page first: a proof, or to sign in again */

const token = () => document.querySelector("input[name=csrfmiddlewaretoken]")?.value ?? "";
const post = async (address, body = {}) => {
  const answer = await fetch(address, {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": token() },
    body: JSON.stringify(body),
  });
  if (answer.redirected) {
    location.assign(answer.url);
    throw new Elsewhere();
  }
  if (!answer.headers.get("Content-Type")?.includes("json")) throw new TypeError("not an answer of ours");
  const said = await answer.json();
  if (!answer.ok) throw new Refused(said);
  return said;
};
const finish = (button) => {
  const { finish: address, next } = button.dataset;
  return next ? `${address}?next=${encodeURIComponent(next)}` : address;
};

const say = (part, words, wayOut) => {
  const says = part.querySelector("[data-passkey-says]");
  says.textContent = words;
  if (!wayOut) return;
  const link = document.createElement("a");
  link.href = wayOut.url;
  link.textContent = wayOut.text;
  says.append(" ", link);
};
const explain = (part, error) => {
  if (error instanceof Elsewhere || error.name === "AbortError") return;
  if (error instanceof Refused) say(part, error.message, error.answer.way_out);
  else if (error.name === "NotAllowedError") say(part, part.dataset.cancelled);
  else if (error.name === "InvalidStateError") say(part, part.dataset.already);
  else if (error instanceof TypeError) say(part, part.dataset.offline);
  else say(part, part.dataset.failed);
};

/* A passkey that the server no longer knows: the phone may forget it too. */
const forget = async (options, credential, error) => {
  if (error.answer?.code !== "passkey-unknown") return;
  await PublicKeyCredential.signalUnknownCredential?.({ rpId: options.rpId, credentialId: text(credential.rawId) });
};

let refused; /* the last refusal of a passkey on this page, whether the button or the autofill had asked */
const signIn = async (button, more = {}) => {
  const options = await post(button.dataset.options);
  const credential = await navigator.credentials.get({ publicKey: toGet(options), ...more });
  try {
    const said = await post(finish(button), { credential: written(credential) });
    location.assign(said.next);
  } catch (error) {
    if (error instanceof Refused) refused = error;
    await forget(options, credential, error).catch(() => {});
    throw error;
  }
};

const make = async (button) => {
  const options = await post(button.dataset.options);
  const credential = await navigator.credentials.create({ publicKey: toCreate(options) });
  const name = document.querySelector("[data-passkey-name]")?.value ?? "";
  const said = await post(finish(button), { credential: written(credential), name });
  location.assign(button.dataset.next || said.next);
};

/* Autofill: the field autocomplete="username webauthn" offers the passkeys of the device by itself. */
let waiting; /* what stops the offer, and its end: true when it let somebody in */
const offer = async (button) => {
  if (!document.querySelector("[autocomplete~=webauthn]")) return;
  if (!(await PublicKeyCredential.isConditionalMediationAvailable?.())) return;
  const stop = new AbortController();
  const again = setTimeout(() => {
    stop.abort();
    offer(button);
  }, REARMED);
  const entered = signIn(button, { mediation: "conditional", signal: stop.signal }).then(
    () => true,
    (error) => {
      if (error instanceof Refused) explain(button.closest("[data-passkey]"), error);
      return false;
    },
  );
  waiting = { stop, entered };
  entered.then(() => stop.signal.aborted || clearTimeout(again));
};

/* One question at a time: the server keeps the last one only. */
const press = async (button, act) => {
  const part = button.closest("[data-passkey]");
  const before = refused;
  button.disabled = true;
  say(part, part.dataset.waiting);
  try {
    waiting?.stop.abort();
    if (await waiting?.entered) return;
    if (refused !== before) throw refused; /* the finger had answered the autofill just before the press */
    await act(button);
  } catch (error) {
    /* The phone forgot the passkey that was refused, and has none left to offer: nobody cancelled anything. */
    const none = error.name === "NotAllowedError" && refused?.answer.code === "passkey-unknown";
    explain(part, none ? refused : error);
  } finally {
    button.disabled = false;
  }
};

for (const part of document.querySelectorAll("[data-passkey]")) part.hidden = !webauthn;
for (const absent of document.querySelectorAll("[data-passkey-absent]")) absent.hidden = webauthn;
if (webauthn) {
  document.addEventListener("click", ({ target }) => {
    const entering = target.closest("[data-passkey-sign-in]");
    const making = target.closest("[data-passkey-new]");
    if (entering) press(entering, signIn);
    if (making) press(making, make);
  });
  const door = document.querySelector("[data-passkey-sign-in]");
  if (door) offer(door);
}
