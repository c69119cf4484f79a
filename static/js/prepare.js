// 下载今日任务: each visit's pages and pictures one by one onto this phone, sealed; only what changed is sent again.
(function () {
  "use strict";
  var taking = self.taking, rules = self.prepareRules, button = document.querySelector("button[name=take]");
  var told = document.getElementById("prepared"), rows = new Map(), running = false;
  var index = { at: "", visits: [], held: {} };

  function say(words) { told.textContent = words; }
  function warn(names) { names.forEach(function (name) { document.querySelector("[data-unfit=" + name + "]").hidden = false; }); }

  // --- the list on the screen

  function missing(one) { return one.urls.filter(function (url) { return !index.held[url]; }).length; }
  function sizeOf(one) { return one.urls.reduce(function (sum, url) { return sum + (index.held[url] ? index.held[url].size : 0); }, 0); }
  function oldest(one) { return one.urls.map(function (url) { return index.held[url] ? index.held[url].at : ""; }).filter(Boolean).sort()[0]; }

  function draw(one, now) {
    var row = rows.get(one.visit), left = missing(one), of = one.urls.length;
    if (!row) {
      row = document.getElementById("taken-one").content.firstElementChild.cloneNode(true);
      document.getElementById("taken").append(row);
      rows.set(one.visit, row);
    }
    row.querySelector("[data-title]").textContent = one.title;
    row.querySelector("[data-bar]").max = of;
    row.querySelector("[data-bar]").value = now === undefined ? of - left : now;
    row.querySelector("[data-bar]").setAttribute("aria-label", one.title + "已下载的部分");
    row.querySelector("[data-text]").textContent = now !== undefined ? "已下载" + now + "/" + of + "页"
      : left === of ? "共" + of + "页，还没有下载" : (of - left) + "/" + of + "页，" + rules.sizeInWords(sizeOf(one)) + "，" + rules.momentInWords(oldest(one));
    row.querySelector("[data-mark]").replaceChildren(document.getElementById(now !== undefined ? "mark-now" : !left ? "mark-complete" : left === of ? "mark-none" : "mark-partly").content.cloneNode(true));
  }

  function drawAll() {
    index.visits.forEach(function (one) { draw(one); });
    rows.forEach(function (row, visit) { if (!index.visits.some(function (one) { return one.visit === visit; })) { row.remove(); rows.delete(visit); } });
    document.getElementById("nothing").hidden = index.visits.length !== 1;
  }

  function summary() {
    var size = index.visits.reduce(function (sum, one) { return sum + sizeOf(one); }, 0), left = index.visits.filter(missing).length;
    if (!index.at) return "这部手机上还没有下载。";
    return left ? "还有" + left + "部分没有下载完。已下载的都能用，连上网络后可以继续下载。"
      : "已备好，共" + rules.sizeInWords(size) + "，" + rules.momentInWords(index.at) + "下载。没有网络也能检查。";
  }

  // --- fetching

  function takeVisit(one) {
    return taking.inOrder(one.urls.slice(), function (url, place) {
      draw(one, place);
      say("正在下载：" + one.title + "，第" + (place + 1) + "页，共" + one.urls.length + "页");
      return taking.take(index, one, url);
    }).then(function () { draw(one); return taking.remember(index); });
  }

  function why(error) {
    if (error.why === "quota") return "这部手机的存储空间已满，没有下载完。请删除不用的照片或应用，再继续下载。";
    if (error.why === "locked" || error.message === "signed out") return "登录已失效，没有下载完。请重新登录，再继续下载。";
    if (error.why === "blocked") return "这个浏览器不能在手机上保存内容，没有下载。请换用手机自带的浏览器。";
    return "网络断了，没有下载完。已下载的都能用，连上网络后可以继续下载。";
  }

  function lasting() {
    if (!navigator.storage || !navigator.storage.persist) return Promise.resolve();
    return navigator.storage.persist().then(function (granted) { if (!granted) warn(["evictable"]); }).catch(function () { /* nothing to be done */ });
  }

  function start() {
    if (running) return;
    running = button.disabled = true;
    taking.ask(taking.LIST, {}).then(function (answer) {
      if (answer.status !== 200) throw new Error("busy");
      return answer.json();
    }).then(function (visits) {
      index.visits = visits;
      drawAll();
      return taking.inOrder(visits, takeVisit).then(function () { return taking.forgetOld(index); });
    }).then(function () {
      index.at = new Date().toISOString();
      if (navigator.serviceWorker && navigator.serviceWorker.controller) navigator.serviceWorker.controller.postMessage("sweep");
      return taking.remember(index);
    }).then(function () { drawAll(); say(summary()); return lasting(); }, function (error) { drawAll(); say(why(error)); return taking.remember(index).catch(function () { /* the sentence stands */ }); })
      .finally(function () { running = button.disabled = false; });
  }

  function room() { return navigator.storage && navigator.storage.estimate ? navigator.storage.estimate().catch(function () { return null; }) : Promise.resolve(null); }

  // Not before it is known what is here: a download that begins earlier would take that for what it has fetched.
  button.addEventListener("click", start);
  room().then(function (found) { warn(rules.unfit(navigator.userAgent, window.isSecureContext, Boolean(navigator.serviceWorker), found)); });
  taking.recall().then(function (kept) { index = kept; }).catch(function () { /* nothing is here */ }).then(function () { drawAll(); say(summary()); button.disabled = false; });
})();
