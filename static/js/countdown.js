/* How long before another code can be sent. The server says it in words; here the seconds pass.
   <p data-countdown="30"> holds <span data-seconds>; when none is left, <… data-when-over> takes its place,
   and the buttons of <form data-after-countdown> wake up. Without this they work, and the server says how long is left. */

const count = document.querySelector("[data-countdown]");
const shown = count?.querySelector("[data-seconds]");

if (shown) {
  const until = Date.now() + 1000 * Number(count.dataset.countdown);
  const over = document.querySelector("[data-when-over]");
  const buttons = document.querySelectorAll("[data-after-countdown] button");
  const tick = () => {
    const seconds = Math.max(0, Math.ceil((until - Date.now()) / 1000));
    shown.textContent = seconds;
    count.hidden = seconds === 0;
    if (over) over.hidden = seconds > 0;
    for (const button of buttons) button.disabled = seconds > 0;
    if (seconds) setTimeout(tick, 500);
  };
  tick();
}
