// What an answer amounts to, shown the moment it is given: the colour of the card, the sentence on a number, and the
// form for the finding as soon as something does not conform. The server judges again by the same rules.
(function () {
  "use strict";
  var TAPPED = ["NOT_APPLICABLE", "UNCHECKED"];

  function thresholdOf(field) {
    if (!field.dataset.comparison) return null;
    return { comparison: field.dataset.comparison, low: field.dataset.low, high: field.dataset.high, unit: field.dataset.unit };
  }

  function titles(field) {
    var named = {};
    named[field.dataset.comparison] = field.dataset.asks;
    return named;
  }

  function value(pairs, name) {
    var found = pairs.filter(function (pair) { return pair[0] === name; }).pop();
    return found ? String(found[1]) : "";
  }

  function number(field, typed, tapped) {
    if (!typed) return { verdict: "UNCHECKED", said: "" };
    var threshold = thresholdOf(field), judged = threshold ? window.judging.judge(threshold, typed, titles(field)) : null;
    if (!threshold) return { verdict: tapped || "CONFORMS", said: "" };
    return judged ? { verdict: judged.verdict, said: judged.sentence } : null;
  }

  // {verdict, said}, or null where the server has to say what is wrong with it.
  function of(form, pairs) {
    var tapped = value(pairs, "verdict"), typed = window.judging.clean(value(pairs, "typed"), true), field = form.elements.typed;
    if (TAPPED.indexOf(tapped) >= 0) return { verdict: tapped, said: "" };
    if (field && field.inputMode === "decimal") return number(field, typed, tapped);
    var options = Array.from(form.querySelectorAll("[data-means]"));
    if (options.length) {
      var chosen = options.find(function (one) { return one.value === value(pairs, "typed"); });
      return { verdict: chosen ? chosen.dataset.means : "UNCHECKED", said: "" };
    }
    return { verdict: tapped || "UNCHECKED", said: "" };
  }

  function say(card, found) {
    var old = card.querySelector(".check__said"), line = document.createElement("p");
    if (old) old.remove();
    if (!found.said) return;
    line.className = "check__said check__said--" + found.verdict;
    line.textContent = found.said;
    card.querySelector(".check__typed").after(line);
  }

  // The usual wording, with the sentence on the number: as the server would propose it.
  function propose(form, said) {
    var words = form && form.elements.text;
    if (!words || !said || words.value !== words.defaultValue) return;
    var base = words.dataset.base || words.defaultValue.replace(/。$/, "");
    words.dataset.base = base;
    words.defaultValue = words.value = base + "。" + said;
  }

  function block(card) {
    var findings = card.querySelector(".findings"), fresh = card.querySelector(".finding__new");
    if (!findings || !fresh) return;
    fresh.hidden = card.dataset.verdict !== "FAILS";
    findings.hidden = fresh.hidden && !card.querySelector(".finding");
  }

  function paint(card, found) {
    if (!found) return;
    card.classList.remove("check--" + card.dataset.verdict);
    card.dataset.verdict = found.verdict;
    card.classList.add("check--" + found.verdict);
    if (card.querySelector(".check__typed [data-comparison]")) say(card, found);
    if (found.verdict === "FAILS") propose(card.querySelector(".finding__new form"), found.said);
    block(card);
  }

  window.verdicts = { of: of, paint: paint, block: block, value: value };
})();
