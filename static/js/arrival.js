// Where the phone believes to be: evidence when there is some, never a condition.
(function () {
  "use strict";
  var form = document.getElementById("arrival-form"), line = document.getElementById("position");
  if (!form) return;
  form.addEventListener("submit", function () { form.elements.device_at.value = new Date().toISOString(); });

  function none(words) {
    form.elements.no_position.value = words;
    line.textContent = words + "，可以继续。";
  }

  if (!navigator.geolocation) { none("这部手机不提供位置"); return; }
  line.textContent = "正在取位置，可以先填写。";
  navigator.geolocation.getCurrentPosition(function (found) {
    ["latitude", "longitude", "accuracy"].forEach(function (name) { form.elements[name].value = found.coords[name]; });
    line.textContent = "已取得位置，精度约" + Math.round(found.coords.accuracy) + "米。只作为佐证。";
  }, function (error) {
    none(error.code === 1 ? "没有允许使用位置" : "没有取到位置");
  }, { enableHighAccuracy: true, timeout: 15000, maximumAge: 60000 });
})();
