// What is drawn over a photo, and whether it is used at all, said with or without a network: a drawing is kept stroke
// by stroke, goes by way of the outbox, and waits for a photo that has not arrived itself.
(function () {
  "use strict";
  var rules = window.outboxRules, outbox = window.outbox, store = self.store, given = new Set(), writing = Promise.resolve();
  var forms = Array.from(document.querySelectorAll("form[data-act]")), marks = document.getElementById("marks-form");
  // `drawing`: marks that were drawn and not given yet.
  var drawing = null, words = document.getElementById("photo-form");
  if (!marks || !words || !outbox || !window.marking || !window.crypto.subtle) return;

  function url(form) { return form.getAttribute("action"); }
  function value(entry, name) { return (entry.pairs.find(function (pair) { return pair[0] === name; }) || ["", ""])[1]; }

  function show(form, entry) {
    var badge = form.querySelector("[data-state]"), said = entry.detail.unsafe ? ["没有存到手机", "danger"] : rules.STATES[entry.state];
    badge.hidden = !said[0];
    badge.className = "badge badge--" + said[1];
    badge.textContent = said[0];
    badge.dataset.now = entry.state;
  }

  function quiet(form) {
    form.querySelectorAll(".check__refusal, .summary").forEach(function (old) { old.remove(); });
    delete form.dataset.instead;
  }

  function say(form, sentence) {
    quiet(form);
    form.prepend(rules.refusal(sentence));
    form.querySelector(".check__refusal").focus();
  }

  // --- the drawing in progress: one version after the other, the newest stays

  function keep() {
    writing = writing.then(function () { return store.pageId(url(marks)); }).then(function (id) {
      if (drawing === null) return store.drop("drafts", id);
      return store.save("drafts", id, { url: url(marks), values: { marks: [drawing] }, version: seen(marks) });
    }).catch(function () { /* the page still has it */ });
  }

  function seen(form) { return form.elements.version ? form.elements.version.value : null; }

  function recallDrawing() {
    return store.pageId(url(marks)).then(function (id) { return store.load("drafts", id); }).then(function (kept) {
      if (!kept || drawing !== null) return;
      drawing = kept.values.marks[0];
      if (kept.version !== null && marks.elements.version) marks.elements.version.value = kept.version;
      window.marking.put(JSON.parse(drawing));
    }).catch(function () { /* nothing was kept */ });
  }

  // --- giving

  function give(form) {
    var place = document.getElementById("photo-words"), about = document.getElementById("photo-form"), sent = drawing, entry;
    if (form.elements.why && form.elements.why.value.trim().length < 2) { say(form, "请写明不采用的原因，至少两个字。"); return; }
    entry = outbox.send({
      key: about.dataset.outbox, url: url(form), pairs: rules.pairsOf(form), base: seen(form), visit: place.dataset.visit,
      label: about.dataset.label.replace("说明", form.dataset.word), unit: place.dataset.unit, instead: form.dataset.instead
    });
    given.add(entry.id);
    quiet(form);
    show(form, entry);
    Promise.resolve(entry.stored).then(function (safe) {
      if (!safe) return;
      if (form !== marks) { window.location.assign(document.querySelector(".back").href); return; }
      // Whoever drew on meanwhile keeps that as well.
      if (drawing === sent) { drawing = null; keep(); }
    });
  }

  // --- what came back

  function heard(entry) {
    var form = forms.find(function (one) { return url(one) === entry.url; });
    if (!form || (entry.state === "held" && outbox.waiting("", entry.url))) return;
    if (entry.state === "gone") quiet(form);
    else if (entry.state !== "held") recall(form, entry);
    if (entry.state === "held") { renew(form, entry); quiet(form); }
    if (entry.state === "trouble") refused(form, entry);
    show(form, entry);
  }

  // What waits here since an earlier page stands on this one again.
  function recall(form, entry) {
    if (given.has(entry.id)) return;
    given.add(entry.id);
    if (form === marks && drawing === null) window.marking.put(JSON.parse(value(entry, "marks")));
    if (form !== marks && !form.elements.why.value) form.elements.why.value = value(entry, "why");
    if (entry.base !== null && entry.state !== "trouble" && form.elements.version) form.elements.version.value = entry.base;
  }

  function renew(form, entry) {
    var version = rules.versionIn(entry.detail.html, entry.url);
    if (version !== null && form.elements.version) form.elements.version.value = version;
  }

  // The other one drew first: what both drew is shown, and saved when it is given once more.
  function refused(form, entry) {
    var holder = document.createElement("template"), both;
    holder.innerHTML = entry.detail.html || "";
    both = holder.content.querySelector("#marks-form [name=marks]");
    say(form, entry.detail.sentence || entry.sentence);
    form.dataset.instead = entry.id;
    if (form !== marks || !both || entry.status !== 409) return;
    window.marking.put(JSON.parse(both.value));
    drawing = both.value;
    renew(form, entry);
    keep();
  }

  document.addEventListener("submit", function (event) {
    if (forms.indexOf(event.target) < 0) return;
    event.preventDefault();
    if (url(event.target) && event.target.reportValidity()) give(event.target);
  }, true);

  // Called when it is known which photo this is: of one that waits here only the phone knows.
  window.photoActs = {
    begin: function (here) {
      forms.forEach(function (form) { if (here) form.setAttribute("action", here + "/" + form.dataset.act); });
      window.marking.listen(function (drawn) { drawing = JSON.stringify(drawn); keep(); });
      outbox.ready.then(recallDrawing).then(function () { outbox.listen(heard); });
    }
  };
})();
