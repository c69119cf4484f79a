// 还差什么 as far as this phone knows: the server's list, and what still waits here put on top of it.
(function () {
  "use strict";
  var place = document.getElementById("gaps"), parts = document.getElementById("gap-parts");
  if (!place || !window.outbox || !window.field) return;
  var here = "/visits/" + place.dataset.visit, record = here + "/record/field", frame = null;

  function frameIn(html) {
    var holder = new DOMParser().parseFromString(html, "text/html").getElementById("frame");
    return holder ? JSON.parse(holder.dataset.frame || holder.textContent) : null;
  }

  function taken() {
    return self.store.pageId(record).then(function (id) { return self.store.load("pages", id); }).then(function (bytes) { return bytes ? new TextDecoder().decode(bytes) : ""; });
  }

  // What the server knows of the visit: from itself, or as it was when the visit was downloaded.
  function known() {
    if (frame) return Promise.resolve(frame);
    return fetch(record, { credentials: "same-origin", redirect: "error" }).then(function (answer) {
      return answer.ok && answer.headers.get("X-Served") === "anpei" ? answer.text() : taken();
    }, taken).then(function (html) { frame = frameIn(html); return frame; });
  }

  function listed(card, open) {
    var row = card.querySelector("li"), rows = open.map(function (gap) {
      var one = row.cloneNode(true);
      one.querySelector("a").setAttribute("href", here + "/checklist#q-" + gap.position);
      one.querySelector(".item__title").textContent = gap.sentence;
      return one;
    });
    row.parentNode.replaceChildren.apply(row.parentNode, rows);
    return card;
  }

  function draw(open) {
    var fresh = parts.content.cloneNode(true), cards = fresh.querySelectorAll(".card"), finish = document.getElementById("finish");
    var blocking = open.filter(function (gap) { return gap.blocks; }), left = open.filter(function (gap) { return !gap.blocks; });
    var shown = open.length ? [] : [fresh.querySelector(".alert")];
    if (blocking.length) shown.push(listed(cards[0], blocking));
    if (left.length) shown.push(listed(cards[1], left));
    place.replaceChildren.apply(place, shown);
    if (finish) finish.remove();
    document.querySelector(".dock").replaceChildren(fresh.querySelector(blocking.length ? "[data-back] > a" : "[data-sign] > a"));
  }

  function close(told) {
    place.replaceChildren(told.querySelector(".alert").cloneNode(true));
    document.querySelectorAll("#finish, main > .button").forEach(function (one) { one.remove(); });
    document.querySelector(".dock").replaceChildren(told.querySelector("a").cloneNode(true));
  }

  // Where something waits, or there is no network, the signing goes by way of the phone.
  function look() {
    return window.outbox.entries(place.dataset.visit).then(function (entries) {
      var closed = document.getElementById(window.outboxRules.closedBy(entries));
      if (closed && closed.id === "stopped") { close(closed.content); return null; }
      if (!entries.length && !document.body.dataset.prepared) return null;
      return known().then(function (told) { if (told) draw(window.field.gaps(window.field.gather(told, entries))); });
    });
  }

  look();
})();
