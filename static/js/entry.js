/* The sheet of typed wages: totals that follow the typing, rows added, Enter that goes down the column.
   Without it the same sheet works: the server computes the totals and adds the rows. */

const sheet = document.querySelector("[data-sheet]");
const ceiling = Number(sheet.dataset.ceiling);
const grouped = (digits) => digits.replace(/\B(?=(\d{3})+$)/g, "\u00a0");
const amount = (value) => `${grouped(String(Math.trunc(value / 100)))},${String(value % 100).padStart(2, "0")}`;

/* The digits of either script; integers, so that sums never drift. */
const western = (typed) =>
  typed.replace(/[٠-٩]/g, (digit) => "٠١٢٣٤٥٦٧٨٩".indexOf(digit)).replace(/[\s\u00a0\u202f٬]/g, "").replace(/[,٫]/, ".");
const days = (typed) => (/^\d+$/.test(western(typed)) ? Number(western(typed)) : 0);
const centimes = (typed) => {
  const written = /^(\d*)(?:\.(\d{0,2}))?$/.exec(western(typed));
  return written ? Number(`${written[1] || "0"}${(written[2] ?? "").padEnd(2, "0")}`) : 0;
};

const rows = () => [...sheet.querySelectorAll("tr[data-row]")];
const counts = (row) => "person" in row.dataset || [...row.querySelectorAll("input")].some((input) => input.value.trim());

const total = () => {
  const sum = { people: 0, days: 0, real: 0, capped: 0 };
  for (const row of rows().filter(counts)) {
    const wage = centimes(row.querySelector("[data-wage]").value);
    sum.people += 1;
    sum.days += days(row.querySelector("[data-days]").value);
    sum.real += wage;
    sum.capped += Math.min(wage, ceiling);
  }
  for (const output of sheet.querySelectorAll("[data-sum]")) {
    const value = sum[output.dataset.sum];
    output.textContent = ["real", "capped"].includes(output.dataset.sum) ? amount(value) : grouped(String(value));
  }
};

/* A situation without work empties the days and the wage; choosing another one gives them back. */
const follow = (select) => {
  const without = "withoutWork" in select.selectedOptions[0].dataset;
  for (const input of select.closest("tr").querySelectorAll("[data-days], [data-wage]")) {
    if (without && !("kept" in input.dataset)) {
      input.dataset.kept = input.value;
      input.value = "0";
    } else if (!without && "kept" in input.dataset) {
      input.value = input.dataset.kept;
      delete input.dataset.kept;
    }
  }
};

const add = () => {
  const count = sheet.querySelector("[data-entrants]");
  const pattern = sheet.querySelector("[data-pattern]");
  const row = pattern.cloneNode(true);
  row.innerHTML = row.innerHTML.replaceAll("__place__", count.value);
  row.hidden = false;
  delete row.dataset.pattern;
  row.dataset.row = "";
  count.value = Number(count.value) + 1;
  pattern.before(row);
  row.querySelector("input").focus();
};

sheet.addEventListener("input", total);
sheet.addEventListener("change", ({ target }) => {
  if (target.matches("[data-situation]")) follow(target);
  total();
});
sheet.addEventListener("click", (event) => {
  if (!event.target.closest("[name=act][value=add]")) return;
  event.preventDefault();
  add();
});
sheet.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !event.target.matches("input")) return;
  event.preventDefault();
  const column = event.target.closest("td").cellIndex;
  const next = event.target.closest("tr").nextElementSibling;
  if (next && "row" in next.dataset) next.cells[column].querySelector("input")?.select();
});
total();
