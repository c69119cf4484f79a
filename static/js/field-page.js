// Signing where there is no network. The words are frozen when the first hand reads them; record and signatures
// leave through the outbox, one after the other. A number comes when they have arrived, a provisional mark stands
// here until then. With a network the very same happens, only faster.
(function () {
  "use strict";
  var holder = document.getElementById("frame"), dialog = document.getElementById("pad");
  if (!holder || !window.field || !window.outbox || !window.SignaturePad || !dialog.showModal) return;
  var frame = JSON.parse(holder.dataset.frame), visit = frame.about, here = "/visits/" + visit, record = here + "/record";
  var form = document.getElementById("field-sign"), outcome = document.getElementById("field-outcome");
  var ready = document.getElementById("have-read");
  var WORDS = { here: "在本机", sending: "上传中", parked: "请登录", trouble: "需处理" };
  var TONES = { "在本机": "warn", "上传中": "info", "已送达": "ok", "需处理": "danger", "待签": "open", "请登录": "warn", "待核对": "warn" };
  var DRAFT = "field:" + visit, SURE = "原来的签名不再采用，确定重签";
  // Nothing is signed any more at what is over; what comes late goes to the office as a file, and is not thrown away.
  var OVER = !frame.frozen && { SEALED: "检查记录已经封存", STOPPED: "检查已中止" }[frame.state], KEEP = /另存为文件/;
  // `kept`: what was frozen in this phone: {paper, left, record: entry id, signed: {slot: {id, word, objection, at, held}}}
  // `since`: what was held after this page was made; its frame does not know of it. `newer`: of signatures neither.
  var kept = null, paper = null, signing = null, drawn = null, troubles = {}, heard = {}, since = [], newer = false, sure = false;

  function by(list, key) { return list.find(function (one) { return one.key === key; }); }
  function all(selector, act) { document.querySelectorAll(selector).forEach(act); }
  function put(tag, kind, words) {
    var made = document.createElement(tag);
    if (kind) made.className = kind;
    if (words !== undefined) made.textContent = words;
    return made;
  }

  function button(words, kind, act) {
    var made = put("button", "button button--" + kind, words);
    made.type = "button";
    made.addEventListener("click", act);
    return made;
  }

  // --- what lies in this phone ---------------------------------------------------------------------------------
  function waiting() {
    if (window.outbox.entries) return window.outbox.entries(visit);
    return Promise.resolve(Object.keys(heard).map(function (id) { return heard[id]; }).filter(function (one) { return one.state !== "held"; }));
  }

  function remember() {
    if (!window.store) return Promise.resolve();
    return (kept ? window.store.save("drafts", DRAFT, kept, { visit: visit }) : window.store.drop("drafts", DRAFT)).catch(function () { /* this page still knows */ });
  }

  function recall() {
    if (kept || !window.store) return Promise.resolve(kept);
    return window.store.unlock().then(function () { return window.store.load("drafts", DRAFT); }).catch(function () { return null; });
  }

  // Everything has arrived and this page was made after it: what stands is what its frame says, also where the record
  // was taken back since. A copy may be older than the hands.
  function overtaken(entries) {
    var made = Date.parse(document.body.dataset.prepared) || performance.timeOrigin;
    var signed = Object.keys(kept.signed).map(function (key) { return kept.signed[key].at; });
    if (newer || entries.some(ours)) return false;
    return Boolean(frame.frozen && frame.frozen.field === kept.paper.field) || made > Math.max.apply(null, signed.concat(kept.held || 0));
  }

  function ours(entry) { return entry.url === record || entry.url.indexOf(record + "/field-") === 0; }

  function now() {
    var arrived = Date.parse(frame.visit.arrived || 0);
    return Math.max(Date.now(), arrived ? arrived + 1 : 0);
  }

  function composed(entries, at) {
    return window.field.compose(frame, since.concat(entries.filter(function (one) { return !ours(one); })), new Date(at).toISOString()).then(function (made) {
      made.ended = at;
      return made;
    });
  }

  // --- the page ------------------------------------------------------------------------------------------------
  function show(step) {
    all("[data-step]", function (one) { one.hidden = one.dataset.step !== step; });
    // In a stranger's hand there is nothing else to tap.
    document.body.classList.toggle("body--signing", step !== "home");
    window.scrollTo(0, 0);
  }

  function home() {
    signing = drawn = null;
    show("home");
    return look();
  }

  // A look that was begun before somebody read and signed must not change the words under their hand.
  function look() {
    return Promise.all([waiting(), recall()]).then(function (found) {
      var entries = found[0];
      if (signing) return null;
      kept = found[1] && found[1].paper && frame.state !== "SEALED" ? found[1] : null;
      if (kept && overtaken(entries)) { kept = null; remember(); }
      return (kept ? Promise.resolve(kept.paper) : composed(entries, now())).then(function (made) {
        if (signing) return;
        paper = made;
        render(entries);
      });
    });
  }

  function render(entries) {
    var open = !kept && !frame.frozen, blocking = open ? paper.gaps.filter(function (one) { return one.blocks; }) : [];
    var left = open ? paper.gaps.filter(function (one) { return !one.blocks; }) : [];
    var wrong = troubles.words || entries.some(function (one) { return ours(one) && one.state === "trouble"; });
    var stopped = window.outboxRules.closedBy(entries) === "stopped";
    var fit = !wrong && !stopped && !OVER && (!open || (paper.state === "CHECKING" && !paper.trouble.length && !blocking.length));
    document.getElementById("field-mark").textContent = mark();
    document.getElementById("field-left").hidden = !left.length || !fit;
    gaps(blocking.concat(left));
    signers(fit, entries);
    say(entries, stopped, blocking);
  }

  // What is signed has its number already where the server made these words before this page.
  function number() { return (frame.frozen && (!kept || kept.paper.field === frame.frozen.field) && frame.frozen.number) || ""; }

  function mark() {
    if (number()) return number() + "　现场内容码 " + window.field.code(paper.field);
    return "暂编 " + visit.slice(0, 6).toUpperCase() + (kept ? "　现场内容码 " + window.field.code(paper.field) : "　签字时生成内容码");
  }

  function gaps(listed) {
    var list = document.getElementById("field-gaps");
    list.hidden = !listed.length;
    list.replaceChildren.apply(list, listed.map(function (one) {
      var link = put("a", "item"), row = put("li");
      link.href = here + "/checklist#q-" + one.position;
      link.append(put("span", "item__body", one.sentence));
      row.append(link);
      return row;
    }));
  }

  // What is not here any more may have been given up or cleared away: delivered is what the server was heard to hold.
  function isHeld(one) { return Boolean(one.held || (heard[one.id] && heard[one.id].state === "held")); }

  function stateOf(key, entries) {
    var ended = frame.frozen && frame.frozen.ended[key], mine = kept && kept.signed[key];
    if (!mine) return { word: ended || "待签", open: !ended };
    var entry = entries.find(function (one) { return one.id === mine.id; }), word = entry && WORDS[entry.state];
    if (entry && entry.state === "here" && !entry.durable) word = "没有存到手机";
    return { word: isHeld(mine) ? "已送达" : entry ? word || "在本机" : "待核对", said: mine.word + (mine.objection ? "　异议：" + mine.objection : ""), open: false };
  }

  function signers(fit, entries) {
    var list = document.getElementById("field-signers");
    list.replaceChildren.apply(list, paper.slots.map(function (slot) {
      var row = put("li", "signer"), head = put("div", "row row--between"), who = put("p", "grow"), now = stateOf(slot.key, entries);
      who.append(put("span", "name signer__name", slot.name), put("br"), put("span", "muted small", slot.role));
      head.append(who, put("span", "badge badge--" + (TONES[now.word] || "plain"), now.word));
      row.append(head);
      if (now.said) row.append(put("p", "muted small pre", now.said));
      if (now.open) acts(slot, fit).forEach(function (one) { row.append(one); });
      return row;
    }));
  }

  function acts(slot, fit) {
    if (OVER) return [];
    if (slot.party === "OFFICER" && slot.person_id !== frame.me.id) return [put("p", "muted small", "由" + slot.name + "用自己的账号签名，可以在有网络后签。")];
    if (!fit) return [];
    if (slot.party === "OFFICER") return [button("我来阅读并签名", stateOf("unit", []).open ? "secondary" : "primary", function () { begin(slot, "read"); })];
    return [
      button("请对方签字", "primary", function () { begin(slot, "hand"); }),
      button("拒签、不在场或不能书写", "quiet", function () { begin(slot, "outcome"); })
    ];
  }

  function note(kind, title, words, buttons) {
    var box = put("div", "alert alert--" + kind), body = put("div", "alert__body"), row = put("div", "buttons");
    if (kind === "danger") box.setAttribute("role", "alert");
    body.append(put("p", "alert__title", title), put("p", "", words));
    (buttons || []).forEach(function (one) { row.append(one); });
    if (buttons) body.append(row);
    box.append(body);
    return box;
  }

  function say(entries, stopped, blocking) {
    var place = document.getElementById("field-say"), mine = entries.filter(ours), wrong = mine.find(function (one) { return one.state === "trouble"; });
    var told = [];
    if (OVER) told.push(over(wrong ? mine.length : 0));
    else if (wrong || troubles.words) told.push(note("danger", "现场签字需要处理", troubles.words || "服务器没有接受现场签字。请核对后再处理。", choices(wrong)));
    else if (stopped) told.push(note("warn", "检查已中止", "检查已在这部手机上中止，不能再请人签字。已经记下的内容都会保留。", [link("返回检查", here)]));
    else if (kept && mine.length) told.push(note("info", "已签，等网络送达", "签字存在这部手机里，还有" + mine.length + "份没有送达。请不要清除浏览器数据。"));
    else if (kept && !Object.keys(kept.signed).every(function (key) { return isHeld(kept.signed[key]); })) told.push(note("warn", "请核对签字", "签字已经不在这部手机上，是否送达还不清楚。请连上网络后刷新本页；没有送达的，请重新签字。"));
    else if (kept) told.push(note("ok", "已全部送达", "检查记录已正式编号。另一名执法人员签名后可以封存。", [link("查看检查文书", record)]));
    else if (paper.trouble.length) told.push(note("danger", "先处理没有保存的内容", paper.trouble[0] + "。请回到检查表处理，再请对方签字。", [link("回到检查表", here + "/checklist")]));
    else if (!frame.frozen && frame.state === "SIGNING") told.push(note("warn", "还没有可以签字的检查记录", "原来的记录已作废。请在检查文书里重新生成，再请对方签字。", [link("查看检查文书", record)]));
    else if (!frame.frozen && paper.state !== "CHECKING") told.push(note("warn", "还不能签字", "请先记录到场、出示证件，再开始检查。", [link("回到检查", here)]));
    else if (blocking.length) told.push(note("warn", "签字前还差" + blocking.length + "处", "请补齐下面的内容，再请对方签字。"));
    place.replaceChildren.apply(place, told);
  }

  function over(count) {
    if (count) return note("danger", OVER, "现场签字还有" + count + "份没有送达，服务器不再接受。请在“待上传”里另存为文件，交科室负责人核对。", [link("打开待上传", "/outbox")]);
    if (frame.state === "SEALED") return note("ok", OVER, "不能再在这里签字。可以在检查文书里查看和送达。", [link("查看检查文书", record)]);
    return note("warn", OVER, "不能再请人签字。已经记下的内容都会保留。", [link("返回检查", here)]);
  }

  function link(words, url) {
    var made = put("a", "button button--secondary", words);
    made.href = url;
    return made;
  }

  // --- reading and signing -------------------------------------------------------------------------------------
  function begin(slot, step) {
    var left = document.querySelector("[name=leave_unchecked]");
    if (!document.getElementById("field-left").hidden && !left.checked) {
      document.getElementById("field-say").replaceChildren(note("warn", "还有没检查的项目", "请查完，或勾选“其余项目本次未查”。"));
      left.focus();
      return;
    }
    (kept || frame.frozen ? Promise.resolve(paper) : waiting().then(function (entries) { return composed(entries, now()); })).then(function (made) {
      // The second tap of two comes after somebody reads already; an old button, after its slot was signed.
      if (signing || (kept && kept.signed[slot.key])) return;
      paper = made;
      // A turn of its own: whoever comes again is not who went back.
      signing = Object.assign({ busy: false }, by(paper.slots, slot.key));
      drawn = null;
      readable();
      ready.disabled = true;
      ready.textContent = ready.dataset.unread;
      all("[data-who]", function (one) { one.textContent = signing.name; });
      all("[data-role]", function (one) { one.textContent = signing.role; });
      document.querySelector("[data-sentence]").textContent = "“" + signing.sentence + "”";
      form.reset();
      outcome.reset();
      all("#field-outcome .file__chosen", function (one) { one.textContent = ""; });
      needed();
      pad.clear();
      window.reading(document.getElementById("reading"), frame, paper, picture, number());
      others();
      show(step);
      end.again();
    });
  }

  function picture(one) {
    if (one.held && window.outbox.file) return window.outbox.file(one.held).then(function (blob) { return blob ? URL.createObjectURL(blob) : here + "/photos/" + one.held + "/screen"; });
    var found = "";
    frame.questions.forEach(function (question) {
      question.photos.forEach(function (photo) { if (photo.sha256 === one.sha256) found = here + "/photos/" + photo.id + "/screen"; });
    });
    return found;
  }

  // What a colleague's phone has put on record, as this page knows it.
  function ends() { return (frame.frozen && frame.frozen.ends) || { sha256: "", told: [] }; }

  function told(who, what, objection, reason, witness) {
    return put("p", "", who + "：" + what + (objection ? "。异议：" + objection : "") + (reason ? "。原因：" + reason : "") + (witness ? "。见证人：" + witness : ""));
  }

  function others() {
    var place = document.getElementById("field-others"), signed = kept ? Object.keys(kept.signed) : [];
    place.replaceChildren.apply(place, signed.map(function (key) {
      var slot = by(paper.slots, key), mine = kept.signed[key];
      return told(slot.role + slot.name, mine.word, mine.objection, mine.reason);
    }));
    ends().told.forEach(function (one) {
      if (signed.indexOf(one.key) < 0) place.append(told(one.who, one.what, "", one.reason, one.witness));
    });
    if (ends().to_confirm && signing.party === "OFFICER") place.append(put("p", "", "您签名即确认以上登记属实。如不属实，请先不要签名。"));
  }

  document.getElementById("start").addEventListener("click", function () { show("read"); end.again(); });
  all("[data-home]", function (one) { one.addEventListener("click", home); });
  var end = window.readToEnd({ end: document.getElementById("end"), button: ready, within: document.getElementById("reading"), open: function () { return Boolean(signing); } });
  ready.addEventListener("click", function () { show("agree"); });
  var pad = window.signingPad({
    dialog: dialog, opener: document.getElementById("open-pad"), ink: document.getElementById("ink"),
    keep: function (made) { drawn = { strokes: JSON.stringify(made), ended: String(Date.now()) }; }
  });

  // --- on its way ----------------------------------------------------------------------------------------------
  function send(asked) {
    return window.outbox.send(Object.assign({ visit: visit, rank: "step", base: null, seen: function () { return null; } }, asked));
  }

  function freeze() {
    if (kept) return;
    var left = document.querySelector("[name=leave_unchecked]").checked;
    kept = { paper: paper, left: left, record: "", signed: {} };
    if (frame.frozen) return;
    kept.record = send({
      key: "record", url: record, label: "现场检查记录",
      pairs: [["field_sha256", paper.field], ["ended_at", String(paper.ended)], ["parts", JSON.stringify(paper.parts)]].concat(left ? [["leave_unchecked", "on"]] : [])
    }).id;
  }

  function give(turn, kind, label, pairs, told, file) {
    freeze();
    newer = true;
    var entry = send({
      key: "sign-" + turn.key, url: record + "/field-" + kind, label: label + "：" + turn.role + turn.name, file: file,
      pairs: [["slot", turn.key], ["field_sha256", paper.field], ["person", frame.me.id]].concat(pairs)
    });
    kept.signed[turn.key] = Object.assign({ id: entry.id, at: Date.now() }, told);
    return entry.stored;
  }

  // A turn gives one entry: while that is on its way its buttons do nothing, and when it lies here only the hand that
  // gave it is led home, not the next one. What failed can be given again.
  function deliver(turn, kind, label, pairs, told, file) {
    turn.busy = true;
    return Promise.resolve().then(function () { return give(turn, kind, label, pairs, told, file); }).then(function (safe) { return safe === false ? null : remember(); }).then(function () {
      return signing === turn ? home() : null;
    }, function () {
      turn.busy = false;
      document.getElementById("field-say").replaceChildren(note("danger", "手机存不下", "签名没有存好。请清理手机空间，再签一次。"));
    });
  }

  form.addEventListener("submit", function (event) {
    event.preventDefault();
    event.stopImmediatePropagation();
    if (!signing || signing.busy || !form.reportValidity()) return;
    if (!drawn) { document.getElementById("open-pad").click(); return; }
    var objection = form.elements.objection.value.trim();
    deliver(signing, "signatures", "签名", [
      ["strokes", drawn.strokes], ["ended", drawn.ended], ["read_to_end", "yes"], ["agreed", "on"], ["objection", objection],
      ["ends_sha256", ends().sha256]
    ], { word: objection ? "签名并有异议" : "已签名", objection: objection });
  }, true);

  // Before the browser judges the form: a photo that another choice needed must not hold up this one.
  function needed() { outcome.elements.photo.required = Boolean(outcome.querySelector("[value=CANNOT_WRITE]:checked")); }
  outcome.addEventListener("change", needed);

  function readable() { all("#field-outcome > .check__refusal", function (one) { one.remove(); }); }

  function unreadable() {
    var said = window.outboxRules.refusal("照片读不出来。请重新拍照，再登记一次。");
    outcome.prepend(said);
    said.focus();
  }

  // A big photo takes a moment to be read: whoever goes back meanwhile has given nothing.
  outcome.addEventListener("submit", function (event) {
    event.preventDefault();
    event.stopImmediatePropagation();
    if (!signing || signing.busy) return;
    var turn = signing, chosen = outcome.querySelector("[name=outcome]:checked"), file = outcome.elements.photo.files[0], reason = outcome.elements.reason.value;
    if (!outcome.reportValidity()) return;
    var word = chosen.closest("label").querySelector(".choice__text").firstChild.textContent.trim();
    var pairs = [["outcome", chosen.value], ["reason", reason], ["witness", outcome.elements.witness.value], ["ended", String(Date.now())]];
    turn.busy = true;
    readable();
    (file ? file.arrayBuffer().then(window.outbox.digest) : Promise.resolve("")).then(function (sha256) {
      if (signing === turn) deliver(turn, "outcomes", "签署结果", pairs, { word: word, reason: reason }, file ? { name: "photo", blob: file, sha256: sha256 } : undefined);
    }, function () {
      turn.busy = false;
      if (signing === turn) unreadable();
    });
  }, true);

  form.elements.agreed.required = true;
  all("#field-outcome [name=outcome]", function (one) { one.required = true; });

  // --- what came back ------------------------------------------------------------------------------------------
  function choices(entry) {
    if (KEEP.test(troubles.words || "")) return [link("打开待上传", "/outbox")];
    var again = button(sure ? SURE : "重新请对方签字", "primary", function () {
      if (sure) { startOver(); return; }
      // What arrives between the two taps makes the button anew: the first one still counts.
      sure = true;
      again.textContent = SURE;
    });
    return [again].concat(entry && window.outbox.retry ? [button("再试一次", "quiet", function () { troubles = {}; sure = false; window.outbox.retry(entry.id); })] : []);
  }

  // The old signatures leave this phone only here, on purpose; the fresh page knows what the server holds.
  function startOver() {
    waiting().then(function (entries) {
      return Promise.all(entries.filter(ours).map(function (one) { return window.outbox.giveUp ? window.outbox.giveUp(one.id) : null; }));
    }).then(function () {
      kept = null;
      return remember();
    }).then(function () { window.location.reload(); });
  }

  function sentence(html) {
    var box = document.createElement("template");
    box.innerHTML = html || "";
    var said = box.content.querySelector(".alert__body, [role=alert]");
    return said ? said.textContent.trim().replace(/\s+/g, " ") : "";
  }

  window.outbox.listen(function (entry) {
    if (!ours(entry)) { if (entry.state === "held" && entry.visit === visit) since.push(entry); return; }
    heard[entry.id] = entry;
    if (entry.state === "held") {
      newer = true;
      if (kept) {
        Object.keys(kept.signed).forEach(function (key) { if (kept.signed[key].id === entry.id) kept.signed[key].held = true; });
        kept.held = Date.now();
        remember();
      }
    }
    if (entry.state === "trouble") troubles.words = troubles.words || entry.sentence || sentence(entry.detail && entry.detail.html) || "服务器没有接受现场签字。请核对后再处理。";
    if (!signing) look();
  });
  home();
})();
