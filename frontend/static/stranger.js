// The stranger's page: offers to send one position, asked for only after the box was ticked.
const box = document.querySelector("#position");
const near = document.querySelector("#near");
if (box && near && navigator.geolocation) {
  near.hidden = false;
  box.addEventListener("change", () => {
    const put = (lat, lng) => {
      document.querySelector("[name=lat]").value = lat;
      document.querySelector("[name=lng]").value = lng;
    };
    if (!box.checked) return put("", "");
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => put(coords.latitude, coords.longitude),
      () => (box.checked = false),
      { enableHighAccuracy: true, timeout: 15000 },
    );
  });
}
