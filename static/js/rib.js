/* The number of a bank account, checked while it is typed: how many digits, then whether the key holds. */

const DIGITS = 24;
const box = document.querySelector("input[data-rib]");
const says = document.querySelector("[data-rib-says]");

/* Digits of either script, without spaces; a Moroccan IBAN gives its RIB. */
const bare = (typed) =>
  typed
    .replace(/[٠-٩]/g, (digit) => String(digit.charCodeAt(0) - 0x0660))
    .replace(/[\s.\-_/:\u200e\u200f\u2066-\u2069]/g, "")
    .toUpperCase()
    .replace(/^(IBAN|RIB)/, "")
    .replace(/^MA\d{2}(?=\d{24}$)/, "");

const remainder = (digits) => [...digits].reduce((rest, digit) => (rest * 10 + Number(digit)) % 97, 0);
const isolated = (number) => `\u2066${number}\u2069`;

const check = () => {
  const typed = bare(box.value);
  const whole = /^\d{24}$/.test(typed);
  const right = whole && remainder(typed) === 0;
  says.hidden = typed === "" || typed.startsWith("MA");
  says.classList.toggle("rib-right", right);
  says.classList.toggle("rib-wrong", whole && !right);
  if (whole) {
    says.textContent = right ? says.dataset.right : says.dataset.wrong;
  } else {
    const words = says.dataset.counting.replace("{count}", isolated(typed.length));
    says.textContent = words.replace("{all}", isolated(DIGITS));
  }
};

box?.addEventListener("input", check);
if (box?.value) check();
