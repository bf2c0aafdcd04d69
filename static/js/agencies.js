/* “Near me”: the place of the telephone, rounded to about a kilometre, goes into the search and nowhere else. */

const live = document.querySelector("[data-live]");
const rounded = (degrees) => degrees.toFixed(2);

for (const button of document.querySelectorAll("[data-locate]")) {
  button.hidden = !("geolocation" in navigator);
  button.addEventListener("click", () => {
    button.disabled = true;
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        const form = button.form;
        form.elements.lat.value = rounded(coords.latitude);
        form.elements.lon.value = rounded(coords.longitude);
        form.elements.town.value = "";
        form.requestSubmit();
      },
      () => {
        button.disabled = false;
        live.textContent = button.dataset.refused;
      },
      { maximumAge: 600000, timeout: 10000 },
    );
  });
}
