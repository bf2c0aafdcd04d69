// The screen of the QR code asks every two seconds what the phone did, and shows the page again when that changed.
const status = document.querySelector("[data-watch]");
const left = document.querySelector("[data-left] bdi");

async function look() {
  let told;
  try {
    told = await (await fetch(status.dataset.watch, { headers: { Accept: "application/json" } })).json();
  } catch {
    return setTimeout(look, 4000);
  }
  if (told.state !== status.dataset.state) return location.reload();
  left.textContent = told.seconds;
  return setTimeout(look, 2000);
}

setTimeout(look, 2000);
