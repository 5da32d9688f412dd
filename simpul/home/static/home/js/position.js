// Two kindnesses for the page of what films nearby; without this file it works all the same.
// The position is rounded to about a hundred metres before it leaves the phone.
const ROUND = 1000;

function around(form) {
  const button = form.querySelector("[data-position]");
  const say = form.querySelector("[role=status]");
  if (!button || !navigator.geolocation) return;
  button.hidden = false;
  button.addEventListener("click", () => {
    say.textContent = say.dataset.asking;
    button.disabled = true;
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        form.elements.lat.value = Math.round(coords.latitude * ROUND) / ROUND;
        form.elements.lon.value = Math.round(coords.longitude * ROUND) / ROUND;
        form.elements.wilayah.value = "";
        form.elements.jalan.value = "";
        form.submit();
      },
      () => {
        say.textContent = say.dataset.refused;
        button.disabled = false;
      },
      { timeout: 10000, maximumAge: 60000 },
    );
  });
}

// Whoever picks a day means that day; whoever asks for a street or an area no longer means here.
function follow(form) {
  const { tanggal, hari, lat, lon, wilayah, jalan } = form.elements;
  tanggal.addEventListener("change", () => {
    if (tanggal.value) hari.value = "tanggal";
  });
  for (const field of [wilayah, jalan])
    field.addEventListener("input", () => {
      lat.value = "";
      lon.value = "";
    });
}

for (const form of document.querySelectorAll("form[data-nearby]")) {
  around(form);
  follow(form);
}
