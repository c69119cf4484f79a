// The walk on the phone: answers leave through the outbox the moment they are given, the state stands at the
// item, and what the other officer does appears within seconds without moving what is being typed.
(function () {
  "use strict";
  var LOOK_EVERY = 4000, TYPED_AFTER = 800, DOUBLE_TAP = 700;
  // `turn` counts what is asked for and what is answered; `answered`: when each card last heard of its own answer.
  var typing = new Map(), answered = new Map(), turn = 0, taken = 0, pairsOf = window.outboxRules.pairsOf;

  function cardOf(element) { return element.closest("[data-card]"); }
  // Kept up to date by the browser: no tap searches the whole page for its card.
  var cards = document.getElementsByClassName("check");
  function cardBy(id) { return Array.from(cards).find(function (card) { return card.dataset.card === id; }); }
  function write(place, words) { if (place.textContent !== words) place.textContent = words; }

  function isAnswer(form) { return form.classList.contains("check__answer"); }

  function give(form) {
    clearTimeout(typing.get(form));
    typing.delete(form);
    // What is for reading only gives nothing: its fields would come out empty.
    if (form.closest("fieldset:disabled")) return;
    var key = form.dataset.outbox, card = cardOf(form), typedVersion = form.elements.version, pairs = pairsOf(form);
    if (isAnswer(form)) judge(form, pairs);
    var entry = window.outbox.send({
      key: key, url: form.getAttribute("action"), pairs: pairs, label: labelOf(card), instead: form.dataset.instead,
      base: isAnswer(form) ? (cardBy(key) || card).dataset.version : typedVersion ? typedVersion.value : null
    });
    // From this moment on it is no longer what was delivered.
    show(card, entry.state);
    if (isAnswer(form)) beingKept(card, entry);
    else Promise.resolve(entry.stored).then(function (safe) {
      var fold = form.closest("details");
      if (!safe) return;
      if (fold) fold.dataset.sent = entry.id;
      if (!typedOn(form, entry)) window.drafts.clear(form.getAttribute("action"));
      setTimeout(putAway, DOUBLE_TAP, entry);
    });
  }

  // At once, while it is typed: nothing moves later, when the thumb is somewhere else.
  function judge(form, pairs) {
    window.verdicts.paint(cardOf(form), window.verdicts.of(form, pairs));
    count();
  }

  // What is being written to the disk is newer than what lies there.
  function beingKept(card, entry) {
    var mark = entry.id + Math.random();
    card.dataset.keeping = mark;
    Promise.resolve(entry.stored).then(function (safe) {
      if (card.dataset.keeping === mark) delete card.dataset.keeping;
      if (safe && !beingTyped(entry.url)) window.drafts.clear(entry.url);
    });
  }

  // It stands in the card as a finding now: the form is for the next one. Not before a second tap would have come;
  // and only the form that was sent, wherever it stands by now: not one that was unfolded for the next finding.
  function putAway(entry) {
    var form = document.querySelector('[data-sent="' + entry.id + '"] form[action="' + entry.url + '"]');
    if (!form || entry.state === "trouble" || typedOn(form, entry)) return;
    var fold = form.closest("details");
    if (!form.elements.version) form.reset();
    fold.open = false;
    fold.dataset.sent = "";
  }

  // Whoever is quick has begun the next one in the same form: other words than those that were sent.
  function typedOn(form, entry) {
    var fold = form.closest("details");
    return !isAnswer(form) && form.getAttribute("action") === entry.url && (fold && fold.open && fold.dataset.sent === "" || Array.from(form.elements).some(function (one) {
      return one.matches("textarea, input.input") && one.value !== one.defaultValue && one.value !== window.verdicts.value(entry.pairs, one.name);
    }));
  }

  function labelOf(card) {
    return "第" + card.querySelector(".check__number").textContent.trim() + "项：" + card.querySelector(".check__text").textContent.trim();
  }

  function show(card, state, unsafe) {
    var line = card && card.querySelector("[data-state]");
    if (!line) return;
    line.dataset.now = state;
    line.textContent = unsafe ? "没有存到手机" : window.outboxRules.STATES[state][0];
  }

  function beingTyped(url) {
    return Array.from(typing.keys()).some(function (form) { return form.getAttribute("action") === url; });
  }

  // A refusal that knows nothing of the card: its sentence stands in the card, and every word stays.
  function refuse(card, html, sentence) {
    var old = card.querySelector(".check__refusal");
    if (old) old.remove();
    card.querySelector(".check__ways").after(window.outboxRules.refusal(html ? window.outboxRules.sentenceIn(html) : sentence || "没有保存。请刷新页面后再试。"));
    return card;
  }

  function settle(card, html, done, refused) {
    var holder = document.createElement("template");
    holder.innerHTML = html || "";
    var fresh = holder.content.querySelector("[data-card]");
    if (!fresh) return null;
    keepOpen(card, fresh, done);
    card.replaceWith(fresh);
    window.drafts.restore(fresh, refused ? done : "");
    return fresh;
  }

  // What was unfolded stays unfolded, but for the form that has just done its work.
  function keepOpen(card, fresh, done) {
    card.querySelectorAll("details[open]").forEach(function (old) {
      var twin = fresh.querySelector(foldName(old)), form = old.querySelector("form");
      if (!twin || form && form.getAttribute("action") === done && old.dataset.sent !== "") return;
      twin.open = true;
      if ("sent" in old.dataset) twin.dataset.sent = old.dataset.sent;
    });
  }

  function foldName(fold) {
    var finding = fold.closest("[data-finding]");
    return finding ? '[data-finding="' + finding.dataset.finding + '"] details' : "details." + fold.className;
  }

  // Words in another form of the card that have not been sent yet must not vanish with a new card.
  function halfTyped(card, entry) {
    return Array.from(card.querySelectorAll("form")).some(function (form) {
      return (form.getAttribute("action") !== entry.url || typedOn(form, entry)) && Array.from(form.elements).some(function (one) {
        return one.matches("textarea, input.input") && one.value !== one.defaultValue;
      });
    });
  }

  // The keyboard is up in this card: for an answer that is still being written, or in a form other than what was sent.
  function typesIn(card, entry) {
    var focus = document.activeElement;
    if (!card.contains(focus) || !focus.matches(".input")) return false;
    return isAnswer(focus.form) || focus.form.getAttribute("action") !== entry.url || typedOn(focus.form, entry);
  }

  function count() {
    var bar = document.querySelector("#progress progress"), how = {};
    if (!bar || Number(bar.max) !== cards.length) return;
    document.querySelectorAll(".walk__section").forEach(function (section) {
      var own = Array.from(section.getElementsByClassName("check")), open = 0;
      own.forEach(function (card) {
        var verdict = card.dataset.verdict;
        how[verdict] = (how[verdict] || 0) + 1;
        open += verdict === "UNCHECKED";
      });
      write(section.querySelector("b"), own.length - open + "/" + own.length);
    });
    bar.value = cards.length - (how.UNCHECKED || 0);
    write(document.querySelector("#progress b"), bar.value + "/" + cards.length);
    document.querySelectorAll('.chip[href*="only="]').forEach(function (chip) {
      write(chip.querySelector(".chip__count"), String(how[chip.href.split("only=")[1]] || 0));
    });
  }

  function summary(waiting) {
    var line = document.getElementById("outbox");
    if (!line) return;
    line.textContent = waiting ? "还有" + waiting + "项没有送达，" + (navigator.onLine ? "正在上传。" : "有网络后自动上传。") : "";
  }

  window.outbox.listen(function (entry, waiting) {
    var card = cardBy(entry.key);
    summary(waiting);
    if (entry.state === "held" || entry.state === "trouble") answered.set(entry.key, turn += 1);
    if (!card) return;
    if (entry.file) { window.camera.tell(entry); if (entry.state !== "held") return; }
    if (entry.file && isShort(entry.detail.html)) { hang(card, entry.detail.html); show(card, entry.state); if (!window.outbox.waiting(entry.key)) catchUp(card); return; }
    var next = entry.state === "held" && Array.from(card.querySelectorAll("form[data-outbox]")).some(function (form) { return typedOn(form, entry); });
    if (entry.state === "held" && !next && !beingTyped(entry.url) && !window.outbox.waiting(entry.key, entry.url)) window.drafts.clear(entry.url);
    if (entry.state === "held" && !window.outbox.waiting(entry.key)) {
      if (typesIn(card, entry) || halfTyped(card, entry) || isShort(entry.detail.html)) refresh(card, entry.detail.html, entry.url); else card = settle(card, entry.detail.html, entry.url) || card;
      count();
    } else if (entry.state === "held") {
      // A finding that has arrived stands in the card at once: its photos may be still on their way.
      if (isShort(entry.detail.html)) adopt(card, entry.detail.html);
      else { refresh(card, entry.detail.html, entry.url); card.dataset.behind = ""; }
    } else if (entry.state === "trouble") {
      // Refused on another page: asked once more, for both texts.
      if (!entry.detail.html && entry.status === 409 && entry.base && navigator.onLine) { window.outbox.retry(entry.id); return; }
      card = settle(card, entry.detail.html, entry.url, true) || refuse(card, entry.detail.html, entry.detail.sentence);
      insteadOf(card, entry);
      if (entry.detail.html && !document.activeElement.matches(".input")) card.querySelector("[role=alert]").focus();
    }
    // 已送达 only when nothing that was said here later is still on its way.
    show(card, entry.state === "held" && window.outbox.waiting(entry.key, entry.url) ? "sending" : entry.state, entry.detail.unsafe);
    window.pending.show(entry.key);
  });

  // The card shows what was saved already: the server told its version only.
  function isShort(html) { return Boolean(html) && html.indexOf("data-saved") > 0 && html.length < 1000; }

  // A photo has arrived: it hangs where its small picture was. Nothing else in the card is touched.
  function hang(card, html) {
    var holder = document.createElement("template");
    holder.innerHTML = html;
    var told = holder.content.querySelector("[data-adds]"), photo = told && told.querySelector("a");
    var form = told && (document.getElementById("p-" + told.dataset.finding) || card.querySelector("[data-photo]")), strip = form && form.parentNode;
    if (!photo || !strip || card.querySelector('a[href="' + photo.getAttribute("href") + '"]')) return;
    photo.querySelector("img").alt += strip.querySelectorAll("a.photos__one").length + 1;
    strip.insertBefore(photo, strip.querySelector(".photos__one--waiting, form"));
    var stamp = card.dataset.stamp.split("-");
    card.dataset.stamp = stamp[0] + "-" + (Number(stamp[1]) + Number(told.dataset.adds)) % 4294967296;
  }

  // What was refused is sent again from the same form: then it takes the place of what was refused.
  function insteadOf(card, entry) {
    card.querySelectorAll("form[data-outbox]").forEach(function (form) {
      if (form.getAttribute("action") === entry.url || form.dataset.takes === entry.url) form.dataset.instead = entry.id;
    });
  }

  // The version moves on while somebody still types in the card: only the marks change, no word is touched.
  function adopt(card, html) {
    var holder = document.createElement("template");
    holder.innerHTML = html || "";
    var fresh = holder.content.querySelector("[data-card]");
    if (!fresh) return null;
    ["version", "verdict"].forEach(function (name) { card.dataset[name] = fresh.dataset[name]; });
    card.dataset.stamp = fresh.dataset.stamp || card.dataset.stamp.replace(/^\d+/, fresh.dataset.version);
    return fresh;
  }

  function unrefuse(card) {
    card.removeAttribute("data-refused");
    card.querySelectorAll(".check__refusal").forEach(function (line) { line.remove(); });
  }

  // A photo arrived while an answer was on its way: the card is fetched, as this answer does not bring it along.
  function catchUp(card) {
    if (!("behind" in card.dataset)) return;
    delete card.dataset.behind;
    card.dataset.stamp = "";
    look(true);
  }

  function refresh(card, html, url) {
    var fresh = adopt(card, html);
    if (!fresh) return;
    card.className = fresh.className;
    var old = card.querySelector(".check__said"), said = fresh.querySelector(".check__said");
    if (old) old.remove();
    if (said) card.querySelector(".check__typed").after(said);
    if (fresh.hasAttribute("data-saved")) { unrefuse(card); catchUp(card); return; }
    fresh.querySelectorAll(".finding").forEach(function (one) {
      var here = document.getElementById(one.id), form = card.querySelector(".finding__new");
      if (here) renew(here, one, url); else if (form) form.before(one);
    });
    pictures(card, fresh);
    window.verdicts.block(card);
  }

  // The server holds it now. Whoever is correcting it meanwhile goes on in the same field.
  function renew(here, one, url) {
    var fold = here.querySelector("details[open]");
    if (!fold || !(fold.contains(document.activeElement) || halfTyped(here, { url: "" }))) { keepOpen(here, one, url); here.replaceWith(one); return; }
    here.querySelectorAll(":scope > p").forEach(function (line) { line.remove(); });
    here.prepend.apply(here, one.querySelectorAll(":scope > p"));
    pictures(here, one);
    if (url.indexOf(one.dataset.finding) > 0) here.querySelectorAll("[name=version]").forEach(function (field) { field.value = one.querySelector("[name=version]").value; });
    delete here.dataset.pending;
  }

  // Those that the server holds stand first, in its order; what is still on its way stays behind them.
  function pictures(card, fresh) {
    var strip = card.querySelector("[data-photos]"), held = fresh.querySelectorAll("[data-photos] > a");
    if (!strip) return;
    strip.querySelectorAll("a.photos__one").forEach(function (old) { old.remove(); });
    strip.prepend.apply(strip, held);
  }

  document.addEventListener("change", function (event) {
    var form = event.target.form;
    if (!form || !form.matches(".check__answer")) return;
    takeBack(event.target, form);
    if (event.target.matches("[type=checkbox][name=verdict]") && !event.target.checked && !form.elements.typed) return;
    give(form);
  });
  document.addEventListener("input", function (event) {
    var form = event.target.form;
    if (!form || !form.matches(".check__answer") || !event.target.matches("textarea, input.input")) return;
    takeBack(event.target, form);
    judge(form, pairsOf(form));
    clearTimeout(typing.get(form));
    typing.set(form, setTimeout(give, TYPED_AFTER, form));
  });
  // Whoever fills in a number or chooses after all, takes 不适用 and 未查 back; 未查 takes back what was chosen.
  function takeBack(field, form) {
    var none = form.querySelector("[type=checkbox][name=verdict]"), open = field.value === "UNCHECKED";
    if (!none || field.name === "note") return;
    if (open || (field.name === "typed" && field.value)) none.checked = false;
    if (open) form.querySelectorAll("[name=typed]").forEach(function (one) { if (one.type === "radio") one.checked = false; else one.value = ""; });
    else form.querySelector("[value=UNCHECKED]").checked = false;
  }

  document.addEventListener("submit", function (event) {
    if (!event.target.matches("[data-outbox]")) return;
    event.preventDefault();
    if (event.target.reportValidity()) give(event.target);
  }, true);
  document.addEventListener("click", function (event) {
    var wording = event.target.closest("[data-wording]"), theirs = event.target.closest("[data-keep-theirs]");
    if (wording) { wording.form.elements.text.value = wording.dataset.wording; window.drafts.save(wording.form); }
    if (theirs) { event.preventDefault(); keepTheirs(theirs.closest("[data-card]"), theirs.dataset.keepTheirs); }
    if (event.target.closest("[data-next-open]")) { event.preventDefault(); jump(); }
  });

  function keepTheirs(card, given) {
    var url = given || card.querySelector(".check__answer").getAttribute("action");
    window.drafts.clear(url);
    window.outbox.entries().then(function (all) {
      all.forEach(function (one) { if (one.url === url && one.state === "trouble") window.outbox.giveUp(one.id); });
    });
    card.removeAttribute("data-refused");
    card.dataset.stamp = "";
    look(true);
  }

  function jump() {
    var cards = Array.from(document.querySelectorAll('[data-card][data-verdict="UNCHECKED"]'));
    var below = cards.find(function (card) { return card.getBoundingClientRect().top > 160; }) || cards[0];
    if (!below) return;
    below.scrollIntoView({ block: "start" });
    var first = below.querySelector("input:not([type=hidden]), textarea");
    if (first) first.focus({ preventScroll: true });
  }

  function look(all) {
    var walk = document.getElementById("walk");
    if (!walk || (document.hidden && !all)) return;
    var asked = turn += 1;
    fetch(walk.dataset.changes + "?since=" + encodeURIComponent(all ? "2000-01-01T00:00:00+00:00" : walk.dataset.now), { headers: { "HX-Request": "true" }, credentials: "same-origin" })
      .then(function (response) { return response.ok ? response.text() : ""; })
      .then(function (text) { if (all || asked > taken) take(walk, text, asked); })
      .catch(function () { /* the next look tries again; what was typed waits in the outbox */ });
  }

  function take(walk, text, asked) {
    var holder = document.createElement("template");
    holder.innerHTML = text;
    var found = holder.content.getElementById("changes");
    if (!found) return;
    var skipped = false;
    taken = Math.max(taken, asked);
    found.querySelectorAll("[data-card]").forEach(function (fresh) {
      var card = cardBy(fresh.dataset.card), focus = document.activeElement;
      if (!card || card.dataset.stamp === fresh.dataset.stamp) return;
      // What one is typing, sending or deciding about stays, and what was answered since this was asked for is newer:
      // it is looked for again the next time.
      if (answered.get(fresh.dataset.card) > asked || card.hasAttribute("data-refused") || window.outbox.waiting(fresh.dataset.card) || card.contains(focus) && focus.matches("textarea, input, select")) { skipped = true; return; }
      keepOpen(card, fresh);
      if (!card.dataset.stamp && card.querySelector('[data-now="held"]')) show(fresh, "held");
      card.replaceWith(fresh);
      window.drafts.restore(fresh);
      window.pending.show(fresh.dataset.card);
    });
    if (!skipped) walk.dataset.now = found.dataset.now;
    count();
  }

  document.querySelectorAll(".check__answer .input[name=typed]").forEach(function (field) {
    if (field.value !== field.defaultValue) takeBack(field, field.form);
  });
  window.outbox.ready.then(function () { return window.pending.show(); }).then(count);
  window.drafts.start();
  document.querySelectorAll("#early").forEach(function (line) { line.remove(); });
  setInterval(look, LOOK_EVERY, false);
})();
