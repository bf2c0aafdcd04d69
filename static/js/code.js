/* The page of a code: one that the phone fills in, or that is pasted, goes at once; one typed waits for its button. */

const box = document.querySelector("input[data-code]");

box?.addEventListener("input", ({ inputType }) => {
  const filledIn = !inputType || inputType === "insertReplacementText" || inputType === "insertFromPaste";
  if (filledIn && /^\d{6}$/.test(box.value.trim())) box.form.requestSubmit();
});

/* Where the browser can read the one SMS that names this site, it offers to type the code itself. */
if (box && "OTPCredential" in window) {
  const stop = new AbortController();
  box.form.addEventListener("submit", () => stop.abort());
  navigator.credentials
    .get({ otp: { transport: ["sms"] }, signal: stop.signal })
    .then((found) => {
      box.value = found.code;
      box.form.requestSubmit();
    })
    .catch(() => {});
}
