// The page that is shown when there is no other: not taken along, locked, or somebody has left this phone and the
// server has not been told yet.
(function () {
  "use strict";
  var store = self.store;

  function show(name) {
    document.querySelectorAll("[data-shown]").forEach(function (part) { part.hidden = part.dataset.shown !== name; });
  }

  // Told to the server before anything else is opened; without a network again when there is one.
  function signOut() {
    fetch("/sign-outs", {
      method: "POST", credentials: "same-origin", redirect: "manual", headers: { "HX-Request": "true", "X-Op-Id": store.newId() }
    }).then(function (answer) {
      if (answer.headers.get("X-Served") !== "anpei" || (!answer.ok && answer.status !== 401)) return null;
      return store.left().then(function () { window.location.replace("/login"); });
    }).catch(function () { /* when the network is back */ });
  }

  store.leaving().then(function (owed) {
    if (owed) {
      show("leaving");
      window.addEventListener("online", signOut);
      signOut();
      return null;
    }
    return store.unlock().then(function (key) { if (!key) show("locked"); });
  });
})();
