// The visit's first page, as far as this phone knows: a step that still waits here has been taken, and the next one is
// offered. The server's word stands as soon as it has been told.
(function () {
  "use strict";
  var ORDER = ["PREPARED", "ARRIVED", "CHECKING", "SIGNING", "SEALED", "STOPPED"], LEADS = { "/arrival": "ARRIVED", "/introduction": "CHECKING", "/record": "SIGNING", "/stop": "STOPPED" };
  var steps = document.getElementById("steps"), shown = "", counted = new Set(), store = self.store;

  // The findings of the last visit stand here without a network, too: out of their own page, which was taken along.
  function earlier() {
    var place = document.getElementById("earlier"), link = place && place.querySelector("a");
    if (!link || !document.body.dataset.prepared || !store) return;
    store.pageId(link.getAttribute("href")).then(function (id) { return store.load("pages", id); }).then(function (bytes) {
      var found = bytes && new DOMParser().parseFromString(new TextDecoder().decode(bytes), "text/html").getElementById("earlier");
      if (found) place.replaceWith(document.adoptNode(found));
    }).catch(function () { /* the link leads there */ });
  }

  earlier();
  if (!steps || !window.outbox) return;

  function reached(entries) {
    return entries.reduce(function (state, entry) {
      var next = entry.rank === "step" && entry.state !== "trouble" ? LEADS[entry.url.replace(/^\/visits\/[^/]+/, "")] : "";
      if (next) counted.add(entry.id);
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

  // Whom one met is corrected on its own page as soon as the arrival lies here.
  function offer(state) {
    var scene = document.getElementById("scene-waits");
    if (scene) scene.hidden = state !== "ARRIVED" && state !== "CHECKING";
  }

  function isStop(entry) { return /\/stop$/.test(entry.url) && entry.state !== "trouble"; }

  function say(stop) {
    var title = document.querySelector("#ended .alert__title");
    if (title) title.textContent = "检查已中止，" + window.outboxRules.STATES[stop.state][0];
  }

  // Ended early: the reason stands where the steps were, and nothing is offered that would be refused.
  function end(entries) {
    var stop = entries.find(isStop), line = document.querySelector(".steps");
    if (!stop || !line) return;
    var told = steps.content.querySelector(".alert").cloneNode(true);
    told.querySelector(".alert__body > p:last-child").textContent = stop.pairs.find(function (pair) { return pair[0] === "reason"; })[1];
    told.id = "ended";
    line.replaceWith(told);
    say(stop);
    document.querySelectorAll(["stop", "plan", "scene", "consent", "officers/new"].map(function (one) { return 'main a[href$="/' + one + '"], aside a[href$="/' + one + '"]'; }).join()).forEach(function (one) {
      (one.closest("li") || one).hidden = true;
    });
  }

  function look() {
    window.outbox.entries(steps.dataset.visit).then(function (entries) {
      put(reached(entries));
      offer(reached(entries));
      end(entries);
    });
  }

  // What was shown as done was refused after all: the page as it stands without it.
  window.outbox.listen(function (entry) {
    if (counted.has(entry.id) && (entry.state === "trouble" || entry.state === "gone")) window.location.reload(); else look();
    if (counted.has(entry.id) && isStop(entry) && entry.state !== "gone") say(entry);
  });
  look();
})();
