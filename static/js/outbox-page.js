// The list of what is only on this phone, by visit, drawn from the phone's own store: it needs no network.
(function () {
  "use strict";
  var STATES = window.outboxRules.STATES;
  var SURE = "确定放弃", SIGNED = /\/record(\/field-\w+)?$/, STEP = /\/(arrival|introduction|scene|stop)$/;
  var list = document.getElementById("waiting"), line = document.getElementById("waiting-line"), none = document.getElementById("waiting-none");
  var others = document.getElementById("waiting-others"), drawing = 0, sure = new Set(), told = "";

  function copy(id) { return document.getElementById(id).content.firstElementChild.cloneNode(true); }
  function two(number) { return String(number).padStart(2, "0"); }
  function when(at) {
    var moment = new Date(at);
    return (moment.getMonth() + 1) + "月" + moment.getDate() + "日 " + two(moment.getHours()) + ":" + two(moment.getMinutes());
  }

  // Where the choice is: at the signatures, at the photo, at the step, at the item.
  function there(entry, all) {
    if (SIGNED.test(entry.url)) return "/visits/" + entry.visit + "/record/field";
    return window.outboxRules.photoPage(entry.url, all) || (STEP.test(entry.url) ? entry.url : "/visits/" + entry.visit + "/checklist");
  }

  function row(entry, all) {
    var made = copy("waiting-one"), badge = made.querySelector(".badge"), words = STATES[entry.state] || STATES.here;
    made.dataset.entry = entry.id;
    made.querySelector(".item__title").textContent = entry.label || "一项内容";
    made.querySelector(".item__text").textContent = entry.state === "trouble" && entry.sentence ? entry.sentence : when(entry.at);
    badge.textContent = words[0];
    badge.classList.add("badge--" + words[1]);
    if (entry.state !== "trouble") return made;
    made.querySelector(".waiting__ways").hidden = false;
    if (sure.has(entry.id)) made.querySelector("[data-give-up]").textContent = SURE;
    if (entry.visit) made.querySelector("[data-there]").href = there(entry, all); else made.querySelector("[data-there]").remove();
    return made;
  }

  function group(visit, entries) {
    var made = copy("waiting-visit"), named = entries.find(function (one) { return one.unit; });
    made.querySelector("h2").textContent = (named ? named.unit : visit ? "检查" : "其他") + "，" + entries.length + "项";
    entries.forEach(function (entry) { made.querySelector("ul").append(row(entry, entries)); });
    return made;
  }

  function draw() {
    drawing = 0;
    return Promise.all([window.outbox.entries(), self.store.counts().catch(function () { return { others: 0 }; })]).then(function (both) {
      var all = both[0], visits = Array.from(new Set(all.map(function (one) { return one.visit; })));
      var bad = all.filter(function (one) { return one.state === "trouble"; }).length;
      list.replaceChildren.apply(list, visits.map(function (visit) {
        return group(visit, all.filter(function (one) { return one.visit === visit; }));
      }));
      none.hidden = all.length > 0;
      if (!all.length) told = "";
      line.textContent = told || (all.length ? "有" + all.length + "项还没有送达" + (bad ? "，其中" + bad + "项需要处理" : "") + "。" : "");
      others.hidden = !both[1].others;
      others.querySelector("b").textContent = both[1].others;
      document.querySelectorAll("[name=save], [name=now]").forEach(function (one) { one.disabled = !all.length; });
    });
  }

  // A queue that empties tells of every entry: the list is drawn once for all that came in one moment.
  function soon() { if (!drawing) drawing = setTimeout(draw, 60); }

  document.addEventListener("click", function (event) {
    var one = event.target.closest("[data-entry]"), button = event.target.closest("button");
    if (!button) return;
    told = "";
    if (button.name === "now") { line.textContent = "正在上传…"; window.outbox.resume().then(soon); }
    if (button.name === "save") save(button);
    if (one && button.matches("[data-retry]")) window.outbox.retry(one.dataset.entry).then(soon);
    if (one && button.matches("[data-give-up]")) giveUp(button, one.dataset.entry);
    else sure.clear();
  });

  function save(button) {
    button.disabled = true;
    line.textContent = "正在存成文件…";
    window.outboxFile.make().then(window.outboxFile.hand).then(function (files) {
      line.textContent = told = files.length > 1 ? "存成了" + files.length + "个文件，请按编号逐个提交，一个都不要少。" : "已存成1个文件。";
    }).catch(function () { line.textContent = told = "没有存成文件。请重新登录后再试。"; }).finally(function () { button.disabled = false; });
  }

  // What is given up is gone for good: the first tap only asks. The list may be drawn anew before the second.
  function giveUp(button, id) {
    if (!sure.has(id)) { sure.add(id); button.textContent = SURE; return; }
    window.outbox.giveUp(id).then(soon);
  }

  window.outbox.listen(soon);
  soon();
  if (new URLSearchParams(window.location.search).has("now")) window.outbox.resume();
})();
