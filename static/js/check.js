// Is the file in this phone the one that was sealed? Its hash is made here; the file goes nowhere.
(function () {
  "use strict";
  var box = document.getElementById("compare");
  if (!box) return;
  var answer = document.getElementById("answer"), input = box.querySelector("input[type=file]");

  function say(name) { answer.replaceChildren(document.getElementById(name).content.cloneNode(true)); }
  function hex(digest) {
    return Array.prototype.map.call(new Uint8Array(digest), function (one) { return one.toString(16).padStart(2, "0"); }).join("");
  }

  function compare() {
    var file = input.files[0];
    if (!file) return;
    function tell(name) { if (file === input.files[0]) say(name); }
    // Over plain http on a local net the browser offers no digest.
    if (!window.crypto || !window.crypto.subtle) { say("cannot"); return; }
    file.arrayBuffer()
      .then(function (bytes) { return window.crypto.subtle.digest("SHA-256", bytes); })
      .then(function (digest) { tell(hex(digest) === box.dataset.sha256 ? "same" : "other"); })
      .catch(function () { tell("cannot"); });
  }

  input.addEventListener("change", compare);
  compare();
})();
