// A page that was taken along says so: what is filled in stays on this phone until there is a network.
(function () {
  "use strict";
  document.addEventListener("DOMContentLoaded", function () {
    var words = document.getElementById("taken-along"), at = document.body.dataset.prepared;
    if (!words || !at) return;
    words.querySelector("time").textContent = new Intl.DateTimeFormat("zh-CN", {
      timeZone: "Asia/Shanghai", month: "long", day: "numeric", hour: "2-digit", minute: "2-digit", hour12: false
    }).format(new Date(at));
    words.hidden = false;
  });
})();
