// What is still on this phone stands on the page again: answers, findings with their corrections, photos. A page that
// was taken along or grew old shows the visit as its officer left it; the server's own card takes over once it holds it.
(function () {
  "use strict";
  var wanted = new Set(), coming = null;
  var value = function (entry, name) { return window.verdicts.value(entry.pairs, name); };

  function stateOf(entry) { return window.outboxRules.STATES[entry.state][0]; }
  function tail(entry) { return entry.url.replace(/^\/visits\/[^/]+/, ""); }

  // --- answers

  function answer(card, entry) {
    var form = card.querySelector(".check__answer"), focus = document.activeElement;
    if (!form || card.dataset.keeping || entry.state === "trouble" || (form.contains(focus) && focus.matches("textarea, input.input"))) return;
    Array.from(form.elements).forEach(function (one) {
      if (!one.name || one.type === "hidden") return;
      if (one.type === "radio" || one.type === "checkbox") one.checked = entry.pairs.some(function (pair) { return pair[0] === one.name && pair[1] === one.value; });
      else one.value = value(entry, one.name);
    });
    if (value(entry, "note")) form.querySelector(".check__note").open = true;
    window.verdicts.paint(card, window.verdicts.of(form, entry.pairs));
  }

  // --- findings: the same block as the server's, its form a copy of the one that wrote it

  function line(kind, words) {
    var made = document.createElement("p");
    made.className = kind;
    made.textContent = words;
    return made;
  }

  function lawOf(card, entry) {
    return Array.from(card.querySelectorAll(".finding__new [name=codes]")).filter(function (box) {
      return entry.pairs.some(function (pair) { return pair[0] === "codes" && pair[1] === box.value; });
    }).map(function (box) { return box.closest("label").textContent.trim(); });
  }

  function words(card, block, entry) {
    var severity = card.querySelector('.finding__new [name=severity] option[value="' + value(entry, "severity") + '"]');
    var day = value(entry, "act_date"), other = day && day !== card.querySelector(".finding__new [name=act_date]").defaultValue;
    var about = [severity ? severity.textContent : "", value(entry, "place"), other ? day.replace(/^(\d+)-0?(\d+)-0?/, "行为发生于$1年$2月") + "日" : "", stateOf(entry)].filter(Boolean).join(" · ");
    block.querySelectorAll(":scope > p").forEach(function (old) { old.remove(); });
    var lines = [line("finding__text", value(entry, "text")), line("small muted", about)].concat(lawOf(card, entry).map(function (law) { return line("finding__basis small", law); }));
    if (other) lines.push(line("small muted", "法律依据在送达后按行为发生当天的规定确定。"));
    block.prepend.apply(block, lines);
  }

  function fill(form, entry) {
    ["text", "place", "act_date", "severity"].forEach(function (name) {
      var field = form.elements[name];
      field.value = value(entry, name);
      if (!field.options) field.defaultValue = field.value;
    });
    form.querySelectorAll("[name=codes]").forEach(function (box) { box.checked = entry.pairs.some(function (pair) { return pair[0] === "codes" && pair[1] === box.value; }); });
  }

  function once(form) { form.elements.op_id.value = self.store.newId(); }

  function pictures(card, entry) {
    var strip = document.createElement("div"), form = card.querySelector("[data-photo]").cloneNode(true);
    strip.className = "photos";
    strip.dataset.photos = "";
    form.id = "p-" + entry.id;
    form.insertAdjacentHTML("afterbegin", '<input type="hidden" name="finding_id" value="' + entry.id + '">');
    form.querySelectorAll("[data-heard]").forEach(function (input) { delete input.dataset.heard; });
    once(form);
    strip.append(form);
    return strip;
  }

  // Its id is the id the server will give it: it can be corrected or taken back before the server has heard of it.
  function changing(card, entry) {
    var fold = document.createElement("details"), title = document.createElement("summary"), here = "/visits/" + entry.visit + "/findings/" + entry.id;
    var form = card.querySelector(".finding__new form").cloneNode(true), back = document.getElementById("withdrawal-form").content.firstElementChild.cloneNode(true);
    title.textContent = "修改或撤回";
    form.id = "f-" + entry.id;
    form.action = here;
    form.setAttribute("action", here);
    form.insertAdjacentHTML("afterbegin", '<input type="hidden" name="version" value="1">');
    form.querySelector("[type=submit]").textContent = "保存修改";
    back.id = "w-" + entry.id;
    back.setAttribute("action", here + "/withdrawal");
    [form, back].forEach(function (one) { one.dataset.outbox = entry.key; once(one); });
    fill(form, entry);
    fold.append(title, form, back);
    return fold;
  }

  function finding(card, entry) {
    var block = document.getElementById("finding-" + entry.id), fresh = card.querySelector(".finding__new");
    if (!fresh) return;
    if (!block) {
      block = document.createElement("div");
      block.className = "finding";
      block.id = "finding-" + entry.id;
      block.dataset.finding = entry.id;
      block.dataset.pending = "yes";
      block.append(pictures(card, entry), changing(card, entry));
      fresh.before(block);
      fresh.querySelector("summary").textContent = "再写一个问题";
      window.verdicts.block(card);
    }
    words(card, block, entry);
  }

  function reworded(card, entry, id) {
    var block = document.getElementById("finding-" + id), fold = block && block.querySelector("details");
    if (!fold || entry.state === "trouble") return;
    words(card, block, entry);
    if (!fold.open) fill(fold.querySelector("form"), entry);
  }

  function withdrawn(card, entry, id) {
    var block = document.getElementById("finding-" + id);
    if (!block || entry.state === "trouble") return;
    block.classList.add("finding--back");
    block.querySelectorAll(".photos__one").forEach(function (photo) { card.querySelector("[data-photo]").before(photo); });
    block.replaceChildren();
    block.prepend(line("small muted", "已撤回一个问题 · " + stateOf(entry)));
  }

  // The photo is held; what is said of it, drawn on it or decided about it is still here.
  function described(card, entry, id, act) {
    var photo = card.querySelector('a.photos__one[href$="/photos/' + id + '"]');
    if (!photo) return;
    var words = photo.querySelector(".photos__state") || photo.appendChild(document.createElement("span"));
    words.className = "photos__state";
    words.textContent = ({ "/marks": "标注", "/aside": "不采用" }[act] || "说明") + stateOf(entry);
    photo.dataset.words = id;
    photo.dataset.now = entry.state;
  }

  function put(card, entry) {
    var path = tail(entry), said = /^\/photos\/([0-9a-f-]{36})(\/\w+)?$/.exec(path), changed = /^\/findings\/([0-9a-f-]{36})(\/withdrawal)?$/.exec(path);
    if (/^\/answers\/[^/]+$/.test(path)) answer(card, entry);
    else if (/\/findings$/.test(path)) finding(card, entry);
    else if (/\/photos$/.test(path)) window.camera.adopt(card, entry);
    else if (said) described(card, entry, said[1], said[2]);
    else if (changed && card.querySelector(".finding__new")) (changed[2] ? withdrawn : reworded)(card, entry, changed[1]);
  }

  // A block whose entry was given up is not there any more; a photo whose words have arrived is as any other.
  function clear(card, entries) {
    card.querySelectorAll("a[data-words]").forEach(function (photo) {
      if (entries.some(function (entry) { return tail(entry).split("/")[2] === photo.dataset.words; })) return;
      photo.querySelector(".photos__state").remove();
      photo.removeAttribute("data-words");
      photo.removeAttribute("data-now");
    });
    card.querySelectorAll(".finding[data-pending]").forEach(function (block) {
      if (!entries.some(function (entry) { return entry.id === block.dataset.finding; })) block.remove();
    });
  }

  function place(entries, keys) {
    var wide = Array.from(keys, function (key) { return '[data-card="' + key + '"]'; }).join();
    document.querySelectorAll(wide || "[data-card]").forEach(function (card) {
      var own = entries.filter(function (entry) { return entry.key === card.dataset.card; });
      clear(card, own);
      own.forEach(function (entry) { put(card, entry); });
    });
  }

  // Words that were read and signed on this phone do not change behind the signer's back: whatever card comes, it is
  // for reading.
  function close(entries) {
    var told = document.getElementById(window.outboxRules.closedBy(entries)), walk = document.getElementById("walk"), box = document.createElement("fieldset");
    if (!told) return;
    box.className = "plain";
    box.disabled = true;
    walk.replaceWith(box);
    box.append(walk);
    document.querySelector(".dock").replaceChildren(told.content.querySelector("a").cloneNode(true));
    box.before(told.content.querySelector(".alert").cloneNode(true));
    told.remove();
  }

  // The card of one question, or all of them; what is asked for at the same moment is done at once.
  function show(key) {
    var walk = document.getElementById("walk");
    if (!walk) return Promise.resolve();
    if (key && wanted) wanted.add(key);
    if (!key) wanted = null;
    if (!coming) coming = window.outbox.entries(walk.dataset.visit, key).then(function (entries) {
      var keys = wanted || new Set(), one = key && keys.size === 1;
      coming = null;
      wanted = new Set();
      if (one) { place(entries, keys); return null; }
      return (key ? window.outbox.entries(walk.dataset.visit) : Promise.resolve(entries)).then(function (all) {
        place(all, keys);
        if (!keys.size) close(all);
      });
    });
    return coming;
  }

  window.pending = { show: show };
})();
