// The service worker keeps the shell and opens prepared pages without a network; every page may bring it along.
(function () {
  "use strict";
  if (!navigator.serviceWorker || !window.isSecureContext) return;
  window.addEventListener("load", function () {
    navigator.serviceWorker.register("/sw.js", { scope: "/" }).catch(function () { /* the pages work without it */ });
  });
})();
