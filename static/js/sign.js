// Reading to the end, then a signature on the glass.
(function () {
  "use strict";
  var form = document.getElementById("sign-form"), dialog = document.getElementById("pad");
  if (!form || !dialog || !dialog.showModal || !window.SignaturePad || !window.signingPad) return;
  var opener = document.getElementById("open-pad"), ready = document.getElementById("have-read");

  function show(step) {
    document.querySelectorAll("[data-step]").forEach(function (one) { one.hidden = one.dataset.step !== step; });
    window.scrollTo(0, 0);
  }

  // --- reading -----------------------------------------------------------------------------------------------
  var start = document.getElementById("start");
  if (start) start.addEventListener("click", function () { show("read"); });
  window.readToEnd({ end: document.getElementById("end"), button: ready, within: document.querySelector(".reading"), all: true, open: function () { return true; } });
  ready.addEventListener("click", function () { form.elements.read_to_end.value = "yes"; show("agree"); });

  // --- the pad -----------------------------------------------------------------------------------------------
  window.signingPad({
    dialog: dialog, opener: opener, ink: document.getElementById("ink"),
    keep: function (drawn) {
      form.elements.strokes.value = JSON.stringify(drawn);
      form.elements.ended.value = String(Date.now());
    }
  });
  form.addEventListener("submit", function (event) {
    if (form.elements.strokes.value) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    opener.focus();
    opener.click();
  }, true);

  // Only now may anybody tap: before its listener stands, a tap would be lost without a word.
  if (start) { start.disabled = false; start.textContent = start.dataset.ready; }
  ready.textContent = ready.dataset.unread;
  document.querySelectorAll(".late").forEach(function (one) { one.classList.add("late--over"); });
})();
