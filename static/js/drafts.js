// Half-typed words survive a reload, or a phone that closed the page to open its camera: they are kept in this
// tab, for this person, until the server's receipt for them has come.
(function () {
  "use strict";
  var LEFT_OUT = ["hidden", "file", "submit", "button"];

  function isAnswer(form) { return form.classList.contains("check__answer"); }

  function keyOf(url) {
    var walk = document.getElementById("walk");
    return "draft:" + (walk ? walk.dataset.person : "") + ":" + url;
  }

  function fields(form) {
    return Array.from(form.elements).filter(function (one) { return one.name && LEFT_OUT.indexOf(one.type) < 0; });
  }

  function ticks(field) { return field.type === "radio" || field.type === "checkbox"; }

  // With the version that was seen while typing, so that a change by the other officer is noticed later, too.
  function save(form) {
    var values = {}, card = form.closest("[data-card]"), version = form.elements.version;
    fields(form).forEach(function (one) {
      values[one.name] = values[one.name] || [];
      if (!ticks(one) || one.checked) values[one.name].push(one.value);
    });
    var kept = { values: values, version: isAnswer(form) ? card.dataset.version : version ? version.value : "" };
    try { sessionStorage.setItem(keyOf(form.getAttribute("action")), JSON.stringify(kept)); } catch (full) { /* nothing to be done */ }
  }

  function kept(url) {
    try { return JSON.parse(sessionStorage.getItem(keyOf(url))); } catch (unreadable) { return null; }
  }

  function clear(url) { sessionStorage.removeItem(keyOf(url)); }

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
    within.querySelectorAll("form[data-outbox]").forEach(function (form) {
      var url = form.getAttribute("action"), draft = fields(form).length && url !== except ? kept(url) : null;
      if (!draft) return;
      put(form, draft);
      if (isAnswer(form)) form.elements.note.dispatchEvent(new Event("change", { bubbles: true }));
    });
  }

  function touched(one) {
    if (one.options) return Array.from(one.options).some(function (option) { return option.selected !== option.defaultSelected; });
    return ticks(one) ? one.checked !== one.defaultChecked : one.value !== one.defaultValue;
  }

  // What was tapped or typed before the scripts were there is the newest of all: it stands over an older draft,
  // and goes the same way as what was kept.
  function start() {
    document.querySelectorAll("form[data-outbox]").forEach(function (form) {
      var early = fields(form).filter(touched).map(function (one) { return { field: one, checked: one.checked, value: one.value }; });
      var draft = early.length ? kept(form.getAttribute("action")) : null;
      if (draft) put(form, draft);
      early.forEach(function (one) { if (ticks(one.field)) one.field.checked = one.checked; else one.field.value = one.value; });
      if (early.length) save(form);
    });
    restore(document);
  }

  ["input", "change"].forEach(function (name) {
    document.addEventListener(name, function (event) {
      var form = event.target.form;
      if (form && form.matches("form[data-outbox]") && event.isTrusted) save(form);
    });
  });
  window.drafts = { clear: clear, restore: restore, save: save, start: start };
})();
