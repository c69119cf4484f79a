// Forms: nothing is sent twice by a double tap, a wait is told, and focus goes to what needs a look.
(function () {
  "use strict";
  var TELL_AFTER = 1000, SLOW_AFTER = 5000, RELEASE_AFTER = 20000, KNOCK_FOR = 15000;
  var timers = [];

  function buttonsOf(element) {
    var form = element.closest("form");
    if (!form) return element.matches("button") ? [element] : [];
    return Array.prototype.filter.call(form.elements, function (one) { return one.matches("button:not([type=button])"); });
  }

  function tell(words) {
    var line = document.getElementById("wait");
    if (!line) return;
    if (words) line.firstElementChild.textContent = words;
    line.hidden = !words;
  }

  function begin(element, get) {
    element.setAttribute("aria-busy", "true");
    if (!get) buttonsOf(element).forEach(function (one) { one.disabled = true; one.dataset.waiting = "yes"; });
    var line = document.getElementById("wait");
    var words = element.dataset.wait || (line && (get ? line.dataset.reading : line.dataset.saving));
    timers.push(setTimeout(tell, TELL_AFTER, words));
    timers.push(setTimeout(function () { if (line) tell(line.dataset.slow); }, SLOW_AFTER));
  }

  function end() {
    timers.splice(0).forEach(clearTimeout);
    tell("");
    document.querySelectorAll("[aria-busy=true]").forEach(function (one) { one.removeAttribute("aria-busy"); });
    document.querySelectorAll("[data-waiting]").forEach(function (one) { one.disabled = false; delete one.dataset.waiting; });
    document.querySelectorAll("form[data-sent]").forEach(function (one) { delete one.dataset.sent; });
  }

  function focusOn(root) {
    var wanted = root.querySelector("[data-focus]") || root.querySelector("[aria-invalid=true]");
    if (wanted) wanted.focus();
  }

  // A page that is sent without a connection is lost with everything typed on it, so the server is asked first.
  function knock() {
    var late = new Promise(function (_, give_up) { setTimeout(give_up, KNOCK_FOR); });
    return Promise.race([fetch("/healthz", { method: "HEAD", cache: "no-store" }), late]);
  }

  function send(form, submitter) {
    end();
    form.dataset.sent = "knocked";
    form.requestSubmit(submitter);
  }

  document.addEventListener("submit", function (event) {
    var form = event.target, knocked = form.dataset.sent === "knocked" || !form.requestSubmit;
    if (event.defaultPrevented || form.method !== "post") return;
    if (!knocked) event.preventDefault();
    if (form.dataset.sent && form.dataset.sent !== "knocked") { event.preventDefault(); return; }
    form.dataset.sent = "yes";
    if (knocked) {
      setTimeout(begin, 0, form, false);
      // An answer that is a download leaves the page as it is.
      timers.push(setTimeout(end, RELEASE_AFTER));
      return;
    }
    begin(form, false);
    knock().then(function () { send(form, event.submitter); }, function () {
      end();
      document.dispatchEvent(new Event("connection-lost"));
    });
  });
  window.addEventListener("pageshow", end);
  document.addEventListener("htmx:beforeRequest", function (event) {
    begin(event.detail.elt, event.detail.requestConfig.verb === "get");
  });
  document.addEventListener("htmx:afterRequest", end);
  document.addEventListener("htmx:afterSettle", function (event) {
    if (event.target.querySelector(".summary, [aria-invalid=true]")) focusOn(event.target);
  });

  function nameFiles(input) {
    var box = input.closest(".file");
    if (box) box.querySelector(".file__chosen").textContent = Array.prototype.map.call(input.files, function (one) { return one.name; }).join("、");
  }
  document.addEventListener("change", function (event) { if (event.target.files) nameFiles(event.target); });

  // By now every script of the page has run. What was chosen or typed before was seen by none of them.
  document.addEventListener("DOMContentLoaded", function () {
    document.documentElement.dataset.awake = "yes";
    if (document.activeElement === document.body) focusOn(document);
    document.querySelectorAll("input[type=file]").forEach(nameFiles);
    document.querySelectorAll("form[hx-trigger] input[type=search]").forEach(function (field) {
      if (field.value !== field.defaultValue) field.form.requestSubmit();
    });
  });
})();
