// What a photo shows, said with or without a network: kept on this phone first, its state at the photo, and words
// that somebody else changed meanwhile beside one's own until one chooses. Also the page of a photo that has not
// arrived itself: its words wait for it.
(function () {
  "use strict";
  var HALF = "材料复制件要写明核对情况和原件保管人。请补齐后再保存。";
  var rules = window.outboxRules, outbox = window.outbox, page = document.getElementById("waiting-photo");
  var wanted = page ? new URLSearchParams(window.location.search).get("id") : "", given = new Set(), asked = false;
  if (!document.getElementById("photo-words") || !outbox || !window.crypto.subtle) return;

  function place() { return document.getElementById("photo-words"); }
  function form() { return document.getElementById("photo-form"); }
  function url() { return form().getAttribute("action"); }
  function fields() { return Array.from(form().elements).filter(function (one) { return one.matches(".input"); }); }
  function value(pairs, name) { return (pairs.find(function (pair) { return pair[0] === name; }) || ["", ""])[1]; }

  function show(entry) {
    var badge = place().querySelector("[data-state]"), words = entry.detail.unsafe ? ["没有存到手机", "danger"] : rules.STATES[entry.state];
    badge.hidden = !words[0];
    badge.className = "badge badge--" + words[1];
    badge.textContent = words[0];
    badge.dataset.now = entry.state;
  }

  function say(sentence) {
    place().querySelectorAll(".check__refusal").forEach(function (old) { old.remove(); });
    place().querySelector(".card__head").after(rules.refusal(sentence));
  }

  // --- giving

  function half() {
    var told = [form().elements.statement.value, form().elements.keeper.value].map(function (one) { return one.trim(); });
    return ("copied" in place().dataset || told[0] || told[1]) && !(told[0] && told[1]);
  }

  function give() {
    var one = form(), entry, sent = url();
    if (half()) {
      one.querySelector("details").open = true;
      say(HALF);
      place().querySelector(".check__refusal").focus();
      return;
    }
    entry = outbox.send({
      key: one.dataset.outbox, url: sent, pairs: rules.pairsOf(one), base: one.elements.version.value, visit: place().dataset.visit,
      label: one.dataset.label, unit: place().dataset.unit, instead: one.dataset.instead
    });
    given.add(entry.id);
    settled();
    show(entry);
    // Whoever typed on meanwhile keeps that as well.
    Promise.resolve(entry.stored).then(function (safe) {
      if (safe && fields().every(function (one) { return one.value === value(entry.pairs, one.name); })) window.drafts.clear(sent);
    });
  }

  // Sent anew: what was said against the words of before is done with.
  function settled() {
    place().querySelectorAll(".check__refusal, .clash, .summary").forEach(function (old) { old.remove(); });
    delete form().dataset.instead;
  }

  // --- what came back

  function held(entry) {
    var version = rules.versionIn(entry.detail.html, entry.url);
    if (version !== null) form().elements.version.value = version;
    if (!outbox.waiting("", entry.url)) settled();
  }

  // Refused: the server's own part of the page with both texts, and in its fields what stands in them now.
  function refused(entry) {
    var holder = document.createElement("template"), typed = fields().map(function (one) { return one.value; }), fresh;
    holder.innerHTML = entry.detail.html || "";
    fresh = holder.content.getElementById("photo-words");
    if (fresh) { place().replaceWith(fresh); fields().forEach(function (one, number) { one.value = typed[number]; }); } else say(entry.detail.sentence || entry.sentence);
    form().dataset.instead = entry.id;
    if (fresh) place().querySelector("[role=alert]").focus();
    // Kept from an earlier page without the other text: it is asked for again, and overwrites nothing.
    if (!fresh && entry.status === 409 && !asked && navigator.onLine) { asked = true; outbox.retry(entry.id); }
  }

  // What waits here since an earlier page stands in the form again.
  function recall(entry) {
    if (given.has(entry.id)) return;
    given.add(entry.id);
    fields().forEach(function (one) { if (one.value === one.defaultValue) one.value = value(entry.pairs, one.name); });
    form().querySelector("details").open = Boolean(form().elements.statement.value || "copied" in place().dataset);
    if (entry.base !== null && entry.state !== "trouble") form().elements.version.value = entry.base;
  }

  function heard(entry) {
    if (page && entry.id === wanted) arrived(entry);
    if (entry.url !== url()) return;
    if (entry.state === "gone") { settled(); show(entry); return; }
    if (entry.state !== "held") recall(entry);
    if (entry.state === "held") held(entry);
    if (entry.state === "trouble") refused(entry);
    show(entry);
  }

  function closed(entries) {
    var told = document.getElementById(rules.closedBy(entries));
    if (!told) return;
    form().querySelector("fieldset").disabled = true;
    document.querySelectorAll("[data-marker], .fold").forEach(function (one) { if (!one.closest("#photo-form")) one.hidden = true; });
    place().before(told.content.querySelector(".alert").cloneNode(true));
  }

  // --- the page of a photo that is here only

  function arrived(entry) {
    var line = page.querySelector("[data-now]");
    line.textContent = { held: "已送达", trouble: "没有送达，请到待上传里处理", sending: "正在上传" }[entry.state] || "还在这部手机上";
    line.dataset.now = entry.state;
  }

  function fact(name, words) { document.querySelector("[data-fact=" + name + "]").textContent = words; }

  function fill(photo) {
    var item = JSON.parse(page.dataset.asked)[photo.key] || ["", ""], one = form(), at = new Date(photo.typed_at);
    one.setAttribute("action", "/visits/" + photo.visit + "/photos/" + photo.id);
    one.dataset.outbox = photo.key;
    one.dataset.label = "第" + item[0] + "项的照片说明";
    document.querySelector(".back").href += "#q-" + item[0];
    fact("item", "第" + item[0] + "项　" + item[1]);
    fact("origin", value(photo.pairs, "origin") === "GALLERY" ? "相册选取" : "现场拍摄");
    fact("at", new Intl.DateTimeFormat("zh-CN", { timeZone: "Asia/Shanghai", dateStyle: "long", timeStyle: "short", hour12: false }).format(at));
    fact("size", Math.round(photo.file.size / 1024) + "千字节");
    fact("sha256", photo.file.sha256.slice(0, 16));
    return outbox.file(photo.id).then(function (blob) { if (blob) document.getElementById("waiting-picture").src = URL.createObjectURL(blob); });
  }

  // It has arrived since: then it has a page of its own.
  function known() {
    if (!page) return Promise.resolve(true);
    return outbox.entries(place().dataset.visit).then(function (all) {
      var photo = all.find(function (one) { return one.id === wanted && one.file; });
      if (!photo) { window.location.replace("/visits/" + place().dataset.visit + "/photos/" + wanted); return false; }
      fill(photo);
      return true;
    });
  }

  document.addEventListener("submit", function (event) {
    if (event.target !== form()) return;
    event.preventDefault();
    if (url() && form().reportValidity()) give();
  }, true);
  document.addEventListener("click", function (event) {
    if (!event.target.closest("[data-keep-theirs]") || !form().dataset.instead) return;
    event.preventDefault();
    window.drafts.clear(url());
    outbox.giveUp(form().dataset.instead).then(function () { window.location.reload(); });
  });
  known().then(function (here) {
    if (!here) return null;
    outbox.listen(heard);
    if (window.photoActs) window.photoActs.begin(page ? url() : "");
    window.drafts.start();
    return outbox.entries(place().dataset.visit).then(closed);
  });
})();
