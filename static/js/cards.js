/* The cards of a page: one box ticks them all. Without JavaScript each is ticked by itself. */

const form = document.querySelector("[data-cards]");
const boxes = [...(form?.querySelectorAll("input[name=card]") ?? [])];
const all = form?.querySelector("[data-all]");

function count() {
  const ticked = boxes.filter((box) => box.checked).length;
  all.checked = ticked === boxes.length;
  all.indeterminate = ticked > 0 && ticked < boxes.length;
}

if (all) {
  all.closest("[hidden]").hidden = false;
  all.addEventListener("change", () => boxes.forEach((box) => { box.checked = all.checked; }));
  form.addEventListener("change", count);
}
