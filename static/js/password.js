/* The eye beside a password: shows what was typed, hides it again before the form leaves. */

const set = (button, shown) => {
  button.parentElement.querySelector("input").type = shown ? "text" : "password";
  button.setAttribute("aria-pressed", String(shown));
};

document.addEventListener("click", ({ target }) => {
  const button = target.closest("[data-show-password]");
  if (button) set(button, button.getAttribute("aria-pressed") !== "true");
});

/* A browser remembers a password only where it sees a password field. */
document.addEventListener("submit", ({ target }) => {
  for (const button of target.querySelectorAll("[data-show-password]")) set(button, false);
});
