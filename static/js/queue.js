// The quiet chip in the top bar: how much is only on this phone. When the phone cannot keep something, or something
// has waited long, a sentence says so and what to do now.
(function () {
  "use strict";
  var HOUR = 3600000, LOOK_AGAIN = 600000, QUIET = 10000;
  var UNSAFE = {
    quota: "这部手机的存储空间已满，刚才填写的只在这个页面里。请不要关闭页面，连上网络上传，或删除手机里不用的照片。",
    blocked: "这个浏览器不能在手机上保存内容，刚才填写的只在这个页面里。请不要关闭页面，连上网络上传；以后请用系统自带的浏览器打开。",
    locked: "登录已失效，刚才填写的只在这个页面里。请不要关闭页面，在另一个页面重新登录后回到这里。"
  };
  var AGES = [
    [120, "danger", "有内容在这部手机上已超过五天，随时可能被手机清除。请马上连上网络上传，或另存为文件交给单位。"],
    [72, "danger", "有内容在这部手机上已超过三天，还没有送达。请今天连上网络上传，或另存为文件。"],
    [24, "warn", "有内容在这部手机上已超过一天，还没有送达。请连上网络打开本页上传。"]
  ];
  var chip = document.getElementById("queue"), warned = document.getElementById("queue-age"), unsafe = document.getElementById("queue-unsafe");
  if (!chip) return;

  function write(name, words) {
    var place = chip.querySelector(name);
    if (place.textContent !== words) place.textContent = words;
  }

  function count(told) {
    chip.hidden = !told.all;
    chip.classList.toggle("queue--trouble", told.trouble > 0);
    write("b", String(told.all));
    write("span", told.trouble ? "需处理" : "在本机");
    return told;
  }

  function age(told) {
    var hours = (Date.now() - told.oldest) / HOUR, words = AGES.find(function (one) { return hours >= one[0]; });
    warned.hidden = !words;
    if (!words) return;
    warned.className = "alert alert--" + words[1];
    warned.querySelector(".alert__body").textContent = words[2];
  }

  function look() { return window.outbox.tally().then(count).then(age); }

  document.addEventListener("outbox-unsafe", function (event) {
    unsafe.hidden = false;
    unsafe.querySelector(".alert__body").textContent = UNSAFE[event.detail];
  });
  // The pages that were taken along do not know what has arrived since: the worker fetches them anew, once there is a
  // pause at this visit, or at once when the phone is put away. What still waits is laid over them as over any page.
  var arrived = new Set(), pause = 0;
  function freshen() {
    var worker = navigator.serviceWorker && navigator.serviceWorker.controller;
    if (!worker) return;
    arrived.forEach(function (visit) { worker.postMessage({ arrived: visit }); });
    arrived.clear();
  }

  document.addEventListener("visibilitychange", function () { if (document.hidden) freshen(); });
  window.outbox.listen(function (entry) {
    look();
    if (entry.state !== "held" || !entry.visit) return;
    arrived.add(entry.visit);
    clearTimeout(pause);
    pause = setTimeout(freshen, QUIET);
  });
  setInterval(look, LOOK_AGAIN);
  look();
})();
