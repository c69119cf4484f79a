// Leaving a phone that others use, too: what has not been sent is asked about first, the key is forgotten, and
// without a network the server is told as soon as there is one.
(function () {
  "use strict";
  var LEAVE = "/sign-outs", PATIENCE = 8000, store = self.store;
  var ask = document.getElementById("leaving");

  function signOut() {
    var stop = new AbortController(), clock = setTimeout(function () { stop.abort(); }, PATIENCE);
    return fetch(LEAVE, {
      method: "POST", credentials: "same-origin", redirect: "manual", signal: stop.signal,
      headers: { "HX-Request": "true", "X-Op-Id": store.newId() }
    }).then(function (answer) {
      if (answer.headers.get("X-Served") !== "anpei" || (!answer.ok && answer.status !== 401)) throw new Error("not told");
    }).finally(function () { clearTimeout(clock); });
  }

  function gone() { window.location.replace("/login"); }

  // Nothing of this person stays on the screen, even where there is no page to go to.
  function blank() {
    var words = document.getElementById("left-offline").content.cloneNode(true);
    document.title = "安培督查";
    document.body.removeAttribute("data-person");
    document.body.replaceChildren(words);
  }

  function leave() {
    return signOut().then(function () { return store.lock().then(store.left).then(gone); }, function () { return store.leave().then(blank); });
  }

  function count() { return window.outbox.entries().then(function (all) { return all.length; }); }

  function choose(waiting) {
    if (!waiting) return leave();
    ask.querySelector("b").textContent = waiting;
    ask.showModal();
    return null;
  }

  document.addEventListener("submit", function (event) {
    if (event.target.getAttribute("action") !== LEAVE || !ask) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    count().then(choose);
  }, true);
  if (ask) ask.addEventListener("click", function (event) {
    var choice = event.target.closest("button");
    if (!choice) return;
    ask.close();
    if (choice.value === "leave") leave();
    if (choice.value === "send") window.location.assign("/outbox?now=1");
  });

  // Another tab left, or another person signed in; or the page comes back out of the browser's memory.
  document.addEventListener("store-closed", gone);
  window.addEventListener("pageshow", function (event) {
    if (event.persisted && store.person()) store.unlock().then(function (key) { if (!key) window.location.reload(); });
  });

  if (!store.person()) { store.lock(true).then(store.left); return; }
  store.leaving().then(function (owed) { if (owed) leave(); });
})();
