// 还差什么 as far as this phone knows: the server's list, and what still waits here put on top of it.
(function () {
  "use strict";
  var PATIENCE = 6000;
  var place = document.getElementById("gaps"), parts = document.getElementById("gap-parts");
  if (!place || !window.outbox || !window.field) return;
  var here = "/visits/" + place.dataset.visit, record = here + "/record/field", frame = null;
  var finish = document.getElementById("finish"), button = document.querySelector("button[form=finish]"), word = button && button.lastChild.textContent;
  var held = Boolean(finish);

  function frameIn(html) {
    var holder = new DOMParser().parseFromString(html, "text/html").getElementById("frame");
    return holder ? JSON.parse(holder.dataset.frame || holder.textContent) : null;
  }

  function taken() {
    return self.store.pageId(record).then(function (id) { return self.store.load("pages", id); }).then(function (bytes) { return bytes ? new TextDecoder().decode(bytes) : ""; })
      .catch(function () { return ""; });
  }

  // A link that a photo fills answers late or never: then what is on the phone must do, as without a network.
  function asked() {
    var stop = new AbortController(), clock = setTimeout(function () { stop.abort(); }, PATIENCE);
    return fetch(record, { credentials: "same-origin", redirect: "error", signal: stop.signal }).then(function (answer) {
      return answer.ok && answer.headers.get("X-Served") === "anpei" ? answer.text() : taken();
    }).catch(taken).finally(function () { clearTimeout(clock); });
  }

  // What the server knows of the visit: from itself, or as it was when the visit was downloaded.
  function known() {
    if (frame) return Promise.resolve(frame);
    return asked().then(function (html) { frame = frameIn(html); return frame; });
  }

  // --- a record is made without what still waits here, and the server takes nothing that comes after it: so not yet

  function why(entries) {
    var bad = entries.filter(function (one) { return one.state === "trouble"; }).length;
    var parked = entries.some(function (one) { return one.state === "parked"; });
    if (bad) return "有" + bad + "项没有被服务器接受，请到待上传里处理，处理后再生成检查记录。";
    return "还有" + entries.length + "项没有送达，" + (parked ? "请重新登录后上传" : navigator.onLine ? "正在上传" : "有网络后自动上传") + "。送达后再生成检查记录。";
  }

  function hold(entries) {
    var line = document.getElementById("finish-waits");
    if (!held && !entries.length) return;
    held = entries.length > 0;
    button.disabled = held;
    // A tap that is still asking whether there is a network does not wake it either.
    delete button.dataset.waiting;
    button.lastChild.textContent = held ? "还有内容没有送达" : word;
    line.hidden = !held;
    if (held) line.querySelector("[data-why]").textContent = why(entries);
  }

  function watch() {
    return window.outbox.entries(place.dataset.visit).then(function (entries) {
      document.querySelectorAll("#finish-early").forEach(function (line) { line.remove(); });
      if (finish && finish.isConnected) hold(entries);
      return entries;
    });
  }

  function listed(card, open, title, own) {
    var done = own.filter(function (one) { return one.verdict !== "UNCHECKED"; }).length;
    card.querySelector("h3").textContent = title;
    card.querySelector("[data-count]").textContent = "已查 " + done + "/" + own.length;
    card.querySelector("ul").setAttribute("aria-label", title);
    var row = card.querySelector("li"), rows = open.map(function (gap) {
      var one = row.cloneNode(true);
      one.querySelector("a").setAttribute("href", here + "/checklist#q-" + gap.position);
      one.querySelector(".item__title").textContent = gap.sentence;
      return one;
    });
    row.parentNode.replaceChildren.apply(row.parentNode, rows);
    return card;
  }

  // A card for each section of the checklist in which something is open.
  function bySection(part, open, questions) {
    var blank = part.querySelector(".card"), titles = Array.from(new Set(questions.map(function (one) { return one.section; })));
    titles.forEach(function (title) {
      var own = questions.filter(function (one) { return one.section === title; });
      var here = open.filter(function (gap) { return own.some(function (one) { return one.position === gap.position; }); });
      if (here.length) part.append(listed(blank.cloneNode(true), here, title, own));
    });
    blank.remove();
    return part;
  }

  function draw(open, questions) {
    var fresh = parts.content.cloneNode(true), two = fresh.querySelectorAll("[data-part]");
    var blocking = open.filter(function (gap) { return gap.blocks; }), left = open.filter(function (gap) { return !gap.blocks; });
    var shown = open.length ? [] : [fresh.querySelector(".alert")];
    if (blocking.length) shown.push(bySection(two[0], blocking, questions));
    if (left.length) shown.push(bySection(two[1], left, questions));
    place.replaceChildren.apply(place, shown);
    // Everything has arrived meanwhile: the button is awake, and may be under the thumb already.
    if (finish && !held && !document.body.dataset.prepared && !blocking.length) return;
    if (finish) finish.remove();
    document.querySelector(".dock").replaceChildren(fresh.querySelector(blocking.length ? "[data-back] > a" : "[data-sign] > a"));
  }

  function close(told) {
    place.replaceChildren(told.querySelector(".alert").cloneNode(true));
    document.querySelectorAll("#finish, main > .button").forEach(function (one) { one.remove(); });
    document.querySelector(".dock").replaceChildren(told.querySelector("a").cloneNode(true));
  }

  // Until this phone has been looked through, nobody knows that nothing waits. Where something does, or there is no
  // network, the signing goes by way of the phone.
  function look() {
    return watch().then(function (entries) {
      var closed = document.getElementById(window.outboxRules.closedBy(entries));
      if (closed && closed.id === "stopped") { close(closed.content); return null; }
      if (!entries.length && !document.body.dataset.prepared) return null;
      return known().then(function (told) {
        var state = told && window.field.gather(told, entries);
        if (state) draw(window.field.gaps(state), state.questions);
      });
    });
  }

  if (finish) {
    button.disabled = true;
    // Also by a key, and where the tap came before another tab gave something.
    finish.addEventListener("submit", function (event) { if (held) event.preventDefault(); });
    window.outbox.listen(function (entry) { if (entry.visit === place.dataset.visit) watch(); });
  }
  look();
})();
