// Steps of a visit leave by way of the phone: kept first, then told to the server, and one goes on even when nobody
// answers. What was entered stands in the form again as long as it waits here.
(function () {
  "use strict";
  var PATIENCE = 4000, going = 0;
  var rules = window.outboxRules, awaited = document.querySelector("[data-awaits]");
  var forms = Array.from(document.querySelectorAll("form[data-step]"));
  // One went on before the server had answered: the page that knows of it comes as soon as it does.
  if (awaited && window.outbox) window.outbox.listen(function (entry) { if (entry.state === "held" && entry.url === awaited.dataset.awaits) window.location.reload(); });
  if (!forms.length || !window.outbox || !window.crypto.subtle) return;

  function onward(form) {
    clearTimeout(going);
    window.location.assign(form.dataset.next);
  }

  // Refused: the form comes back with its sentences or with both texts, every word kept; sent again it takes the
  // place of the refused one.
  function refused(form, entry) {
    var holder = document.createElement("template"), fresh;
    holder.innerHTML = entry.detail.html || "";
    fresh = holder.content.getElementById(form.id);
    if (fresh && fresh.querySelector(".summary, [data-clash]")) { form.replaceChildren.apply(form, Array.from(fresh.childNodes)); } else { tell(form, entry); }
    form.dataset.instead = entry.id;
    release(form);
    form.querySelector("[role=alert]").focus();
  }

  function tell(form, entry) {
    form.querySelectorAll(".check__refusal").forEach(function (old) { old.remove(); });
    form.prepend(rules.refusal(entry.detail.sentence || "没有保存。请核对后再提交一次。"));
  }

  function busy(form) { form.querySelectorAll("[type=submit]").forEach(function (one) { one.disabled = true; }); form.setAttribute("aria-busy", "true"); }
  function release(form) { form.querySelectorAll("[type=submit]").forEach(function (one) { one.disabled = false; }); form.removeAttribute("aria-busy"); }

  // Corrected words of an arrival that still waits: where and when it was is what it was.
  function pairsOf(form) {
    var earlier = form.waits ? form.waits.pairs : [];
    return rules.pairsOf(form).map(function (pair) {
      var hidden = form.elements[pair[0]].type === "hidden";
      return hidden && earlier.find(function (one) { return one[0] === pair[0]; }) || pair;
    });
  }

  function take(form) {
    var entry = window.outbox.send({
      key: form.id, url: form.getAttribute("action"), pairs: pairsOf(form), rank: "step", label: form.dataset.step, instead: form.dataset.instead
    });
    form.dataset.entry = entry.id;
    busy(form);
    Promise.resolve(entry.stored).then(function (safe) {
      // Not on the disk: only this page knows, so it stays until the server does.
      if (safe === false) return;
      going = setTimeout(onward, navigator.onLine ? PATIENCE : 0, form);
    });
  }

  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (!form.matches("form[data-step]")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (!form.hasAttribute("aria-busy") && form.reportValidity()) take(form);
  }, true);

  window.outbox.listen(function (entry) {
    var form = forms.find(function (one) { return one.dataset.entry === entry.id; });
    if (!form) { arrivedAlready(entry); return; }
    if (entry.state === "held") onward(form);
    if (entry.state === "trouble") { clearTimeout(going); refused(form, entry); }
    if (entry.state === "parked") onward(form);
  });

  // An arrival that may have been taken in is not given once more: it would be a second one, and the first counts.
  function arrivedAlready(entry) {
    var form = document.getElementById("arrival-form"), place = document.getElementById("arrived");
    if (!form || entry.url !== form.getAttribute("action") || entry.state === "trouble" || entry.state === "gone") return;
    form.waits = entry;
    if (!rules.settled(entry) || form.hasAttribute("aria-busy") || !place) return;
    form.before(place.content.cloneNode(true));
    place.remove();
    form.querySelectorAll("[type=submit]").forEach(function (one) { one.disabled = true; });
  }

  function shown(field) {
    var chosen = field.options && (Array.from(field.options).find(function (one) { return one.defaultSelected; }) || field.options[0]);
    return chosen ? chosen.value : field.defaultValue;
  }

  // The last words for each field, where nobody has typed meanwhile; what is folded away is not overlooked.
  function restore(form, entries) {
    var last = {};
    entries.forEach(function (entry) { entry.pairs.forEach(function (pair) { last[pair[0]] = pair[1]; }); });
    Object.keys(last).forEach(function (name) {
      var field = form.elements[name], fold;
      if (!field || field.type === "hidden" || field.value === last[name] || field.value !== shown(field)) return;
      field.value = last[name];
      fold = field.closest("details");
      if (fold) fold.open = true;
    });
  }

  // What waits here from an earlier page.
  window.outbox.entries().then(function (entries) {
    forms.forEach(function (form) {
      var url = form.getAttribute("action"), visit = rules.visitOf(url), mine = entries.filter(function (one) { return one.visit === visit; });
      restore(form, mine.filter(function (one) { return one.url === url || (form.id === "scene-form" && rules.ARRIVAL.test(one.url)); }));
      if (rules.closedBy(mine) !== "stopped") return;
      form.querySelectorAll("[type=submit]").forEach(function (one) { one.disabled = true; });
      tell(form, { detail: { sentence: "检查已在这部手机上中止，不能再填写。" } });
    });
    entries.forEach(function (entry) {
      var form = forms.find(function (one) { return one.getAttribute("action") === entry.url; });
      var met = entry.pairs.find(function (pair) { return pair[0] === "host_name"; }), host = document.querySelector("[data-host]");
      if (met && host && window.location.pathname.indexOf(entry.visit) > 0) host.textContent = met[1];
      if (form && entry.state === "trouble") { form.dataset.instead = entry.id; tell(form, { detail: { sentence: entry.sentence } }); }
    });
  });
})();
