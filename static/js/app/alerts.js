// The alert area: lost connections, closing a message, quiet successes that leave by themselves.
(function () {
  "use strict";
  var QUIET_FOR = 6000;
  function area() { return document.getElementById("alerts"); }

  function leaveQuietly(root) {
    root.querySelectorAll(".alert--ok").forEach(function (alert) {
      setTimeout(function () { alert.remove(); }, QUIET_FOR);
    });
  }

  function showLost() {
    var words = document.getElementById("lost-connection");
    if (words && area()) area().replaceChildren(words.content.cloneNode(true));
  }

  document.addEventListener("click", function (event) {
    var close = event.target.closest("[data-close]");
    if (close) close.closest(".alert").remove();
  });
  document.addEventListener("htmx:sendError", showLost);
  document.addEventListener("htmx:timeout", showLost);
  document.addEventListener("connection-lost", showLost);
  document.addEventListener("htmx:beforeRequest", function () { if (area()) area().replaceChildren(); });
  document.addEventListener("htmx:oobAfterSwap", function () { if (area()) leaveQuietly(area()); });
})();
