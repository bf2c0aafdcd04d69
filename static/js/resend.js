/* Several codes on one page, each with its own wait before it is sent again.
   Without it the buttons work at once, and the server says how long is left. */

const clock = (seconds) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;

/* <div data-resend="30"> holds a button and <… data-left>, which counts down while the button rests. */
for (const resend of document.querySelectorAll("[data-resend]")) {
  const until = Date.now() + 1000 * Number(resend.dataset.resend);
  const button = resend.querySelector("button");
  const left = resend.querySelector("[data-left]");
  const tick = () => {
    const seconds = Math.ceil((until - Date.now()) / 1000);
    button.disabled = seconds > 0;
    left.parentElement.hidden = seconds <= 0;
    left.textContent = clock(Math.max(seconds, 0));
    if (seconds > 0) setTimeout(tick, 500);
  };
  tick();
}
