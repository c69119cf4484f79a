// Half-typed words survive a reload, a phone that closed the page to open its camera, or an empty battery: they lie
// sealed on this phone, for this person, until the server's receipt for them has come.
(function () {
  "use strict";
  var LEFT_OUT = ["hidden", "file", "submit", "button"];
  var cache = new Map(), writing = new Map(), known = false, later = [];

  function isAnswer(form) { return form.classList.contains("check__answer"); }
  function ticks(field) { return field.type === "radio" || field.type === "checkbox"; }
  function fields(form) {
    return Array.from(form.elements).filter(function (one) { return one.name && LEFT_OUT.indexOf(one.type) < 0; });
  }

  // The newest words win: while one version of them is being written, only the last of the next ones is kept waiting.
  function write(url) {
    if (writing.has(url)) { writing.set(url, true); return; }
    writing.set(url, false);
    self.store.pageId(url).then(function (id) {
      return cache.has(url) ? self.store.save("drafts", id, Object.assign({ url: url }, cache.get(url))) : self.store.drop("drafts", id);
    }).catch(function () { /* the page still has the words; the outbox tells when nothing can be kept */ }).then(function () {
      var again = writing.get(url);
      writing.delete(url);
      if (again) write(url);
    });
  }

  // Before it is known what was kept, typing stays in its fields: `start` finds it there.
  // With the version that was seen while typing, so that a change by the other officer is noticed later, too.
  function save(form) {
    if (!known) return;
    var values = {}, card = form.closest("[data-card]"), version = form.elements.version, url = form.getAttribute("action");
    fields(form).forEach(function (one) {
      values[one.name] = values[one.name] || [];
      if (!ticks(one) || one.checked) values[one.name].push(one.value);
    });
    cache.set(url, { values: values, version: isAnswer(form) ? card.dataset.version : version ? version.value : "" });
    write(url);
  }

  function clear(url) { if (cache.delete(url)) write(url); }

  function put(form, draft) {
    fields(form).forEach(function (one) {
      var values = draft.values[one.name] || [];
      if (ticks(one)) one.checked = values.indexOf(one.value) >= 0; else one.value = values.length ? values[0] : "";
    });
    for (var fold = form.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
    if (isAnswer(form)) form.closest("[data-card]").dataset.version = draft.version;
    else if (form.elements.version) form.elements.version.value = draft.version;
  }

  // An answer goes on its way at once, as it would have; a finding waits for its button.
  function restore(within, except) {
    if (!known) { later.push(function () { restore(within, except); }); return; }
    within.querySelectorAll("form[data-outbox]").forEach(function (form) {
      var url = form.getAttribute("action"), draft = fields(form).length && url !== except ? cache.get(url) : null;
      if (!draft) return;
      put(form, draft);
      if (isAnswer(form)) form.elements.note.dispatchEvent(new Event("change", { bubbles: true }));
    });
  }

  // What waits in the outbox is known first: the same words are not given twice.
  window.outbox.ready.then(function () { return self.store.all("drafts"); }).then(function (rows) {
    rows.forEach(function (row) { if (row.value && !cache.has(row.value.url)) cache.set(row.value.url, row.value); });
  }).catch(function () { /* nothing was kept */ }).then(function () {
    known = true;
    later.splice(0).forEach(function (one) { one(); });
  });

  function touched(one) {
    if (one.options) return Array.from(one.options).some(function (option) { return option.selected !== option.defaultSelected; });
    return ticks(one) ? one.checked !== one.defaultChecked : one.value !== one.defaultValue;
  }

  // What was tapped or typed before the scripts were there is the newest of all: it stands over an older draft,
  // and goes the same way as what was kept.
  function start() {
    if (!known) { later.push(start); return; }
    document.querySelectorAll("form[data-outbox]").forEach(function (form) {
      var early = fields(form).filter(touched).map(function (one) { return { field: one, checked: one.checked, value: one.value }; });
      var draft = early.length ? cache.get(form.getAttribute("action")) : null;
      if (draft) put(form, draft);
      early.forEach(function (one) { if (ticks(one.field)) one.field.checked = one.checked; else one.field.value = one.value; });
      if (early.length) save(form);
    });
    restore(document);
  }

  // What is ticked goes into the outbox at once, with the whole form: nothing half-typed is left to keep.
  function given(form, field) { return isAnswer(form) && ticks(field) && !cache.has(form.getAttribute("action")); }

  // Words were kept as they were typed. Their `change` is late: it comes from the field of a card that is replaced.
  ["input", "change"].forEach(function (name) {
    document.addEventListener(name, function (event) {
      var form = event.target.form, late = name === "change" && event.target.matches("textarea, input.input");
      if (form && form.matches("form[data-outbox]") && event.isTrusted && !late && !given(form, event.target)) save(form);
    });
  });
  window.drafts = { clear: clear, restore: restore, save: save, start: start };
})();
