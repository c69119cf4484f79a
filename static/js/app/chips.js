// A row of chips that is wider than the screen shows the chosen one.
(function () {
  "use strict";
  function show(root) {
    root.querySelectorAll(".chip[aria-current]").forEach(function (chip) {
      var row = chip.closest(".chips"), side = (row.clientWidth - chip.offsetWidth) / 2;
      row.scrollLeft = chip.parentElement.offsetLeft - row.offsetLeft - side;
    });
  }
  document.addEventListener("DOMContentLoaded", function () { show(document); });
  document.addEventListener("htmx:afterSettle", function (event) { show(event.target); });
})();
