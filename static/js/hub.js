// The visit's first page, as far as this phone knows: a step that still waits here has been taken, and the next one is
// offered. The server's word stands as soon as it has been told.
(function () {
  "use strict";
  var ORDER = ["PREPARED", "ARRIVED", "CHECKING", "SIGNING", "SEALED"], LEADS = { "/arrival": "ARRIVED", "/introduction": "CHECKING", "/record": "SIGNING" };
  var steps = document.getElementById("steps"), shown = "";
  if (!steps || !window.outbox) return;

  function reached(entries) {
    return entries.reduce(function (state, entry) {
      var next = entry.rank === "step" && entry.state !== "trouble" ? LEADS[entry.url.replace(/^\/visits\/[^/]+/, "")] : "";
      return next && ORDER.indexOf(next) > ORDER.indexOf(state) ? next : state;
    }, steps.dataset.state);
  }

  function put(state) {
    var next = steps.content.querySelector("[data-for=" + state + "]"), dock = document.querySelector(".dock");
    if (!next || state === shown || state === steps.dataset.state) return;
    shown = state;
    dock.replaceChildren(next.querySelector("a").cloneNode(true));
    document.querySelector(".top__state").replaceChildren(next.querySelector(".badge").cloneNode(true));
    document.querySelectorAll(".steps .step").forEach(function (one, place) {
      one.classList.toggle("step--done", place + 1 < Number(next.dataset.at));
      if (place + 1 === Number(next.dataset.at)) one.setAttribute("aria-current", "step"); else one.removeAttribute("aria-current");
    });
  }

  function look() { window.outbox.entries(steps.dataset.visit).then(function (entries) { put(reached(entries)); }); }
  window.outbox.listen(look);
  look();
})();
