// The text of a record on a phone without network: the frame that lay in the prepared page, and what waits in the
// outbox, become the very words that the server makes of the same things once they have arrived. Nothing here is
// believed by the server: it makes them anew and compares.
(function () {
  "use strict";
  var judging = window.judging, PART = 12, LONGEST = 1000, SHORTEST = 4;
  var FACTS = { host: "现场负责人", place: "检查场所", time: "检查时间", witness: "见证人" };

  // --- canonical text, byte for byte as the server's -----------------------------------------------------------
  function plain(value) {
    if (typeof value === "string") return value.normalize("NFC");
    if (typeof value === "number") return Number.isInteger(value) ? value : String(value);
    if (Array.isArray(value)) return value.map(plain);
    if (value === null || typeof value !== "object") return value;
    var made = {};
    Object.keys(value).forEach(function (key) { made[key.normalize("NFC")] = plain(value[key]); });
    return made;
  }

  function written(value) {
    if (Array.isArray(value)) return "[" + value.map(written).join(",") + "]";
    if (value === null || typeof value !== "object") return JSON.stringify(value);
    return "{" + Object.keys(value).sort().map(function (key) { return JSON.stringify(key) + ":" + written(value[key]); }).join(",") + "}";
  }

  function text(value) { return written(plain(value)); }

  function sha256(value) {
    return crypto.subtle.digest("SHA-256", new TextEncoder().encode(text(value))).then(function (buffer) {
      return Array.prototype.map.call(new Uint8Array(buffer), function (byte) { return byte.toString(16).padStart(2, "0"); }).join("");
    });
  }

  // What follows from the hash of a file is no word of the paper.
  function bare(value) {
    if (Array.isArray(value)) return value.map(bare);
    if (value === null || typeof value !== "object") return value;
    var made = {}, file = typeof value.sha256 === "string";
    Object.keys(value).forEach(function (key) {
      if (!file || (key !== "width" && key !== "height" && key !== "held")) made[key] = bare(value[key]);
    });
    return made;
  }

  function field(frame, values, slots) {
    return sha256({
      form: frame.form, kind: frame.kind, title: frame.title, office: frame.office, unit: frame.unit, about: frame.about,
      values: bare(values), slots: slots
    });
  }

  function parts(values, slots) {
    var named = Object.assign({}, bare(values), { slots: slots }), names = Object.keys(named), made = {};
    return Promise.all(names.map(function (name) {
      var listed = Array.isArray(named[name]) ? named[name] : [named[name]];
      return Promise.all(listed.map(sha256)).then(function (digests) {
        made[name] = digests.map(function (one) { return one.slice(0, PART); });
      });
    })).then(function () { return made; });
  }

  function code(hash) { return (hash.slice(0, 4) + " " + hash.slice(4, 8)).toUpperCase(); }

  // --- what waits in the outbox, put where the server will put it ----------------------------------------------
  function first(pairs, name) {
    var found = pairs.find(function (pair) { return pair[0] === name; });
    return found ? String(found[1]) : "";
  }

  function every(pairs, name) {
    return pairs.filter(function (pair) { return pair[0] === name; }).map(function (pair) { return String(pair[1]); });
  }

  // Microseconds as the server writes them, so that texts sort as times do.
  function moment(entry) {
    var at = new Date(entry.typed_at || first(entry.pairs, "device_at") || entry.at);
    return at.toISOString().replace("Z", "000Z");
  }

  function Refused(words) { this.words = words; }

  function typed(entry, name, lines, most) {
    var given = first(entry.pairs, name), cleaned = judging.clean(given, lines);
    if (!judging.readable(given) || judging.length(cleaned) > (most || LONGEST)) throw new Refused("有一处文字不能保存");
    return cleaned;
  }

  function judged(question, verdict, value, note, words) {
    var none = { verdict: verdict, typed: "", note: note, said: "" };
    if (question.answer === "TEXT" && verdict !== "NOT_APPLICABLE") return { verdict: verdict || "UNCHECKED", typed: value, note: note, said: "" };
    if (verdict === "NOT_APPLICABLE" || verdict === "UNCHECKED") return none;
    if (question.answer === "NUMBER") {
      if (!value) return { verdict: "UNCHECKED", typed: "", note: note, said: "" };
      if (!question.threshold) return { verdict: verdict || "CONFORMS", typed: value, note: note, said: "" };
      var found = judging.judge(question.threshold, value, words.comparisons);
      if (!found) throw new Refused("第" + question.position + "项填写的不是数字");
      return { verdict: found.verdict, typed: value, note: note, said: found.sentence };
    }
    if (question.answer === "CHOICE") {
      if (!value) return { verdict: "UNCHECKED", typed: "", note: note, said: "" };
      var chosen = question.options.find(function (one) { return one.words === value; });
      if (!chosen) throw new Refused("第" + question.position + "项没有这个选项");
      return { verdict: chosen.verdict, typed: value, note: note, said: "" };
    }
    return { verdict: verdict || "UNCHECKED", typed: "", note: note, said: "" };
  }

  function answered(state, question, entry) {
    var found = judged(question, first(entry.pairs, "verdict"), typed(entry, "typed", true), typed(entry, "note", true), state.words);
    var same = ["verdict", "typed", "note"].every(function (name) { return question[name] === found[name]; });
    if (!same) Object.assign(question, found, { by: state.me.name, given: moment(entry) });
  }

  function wording(state, entry) {
    var words = typed(entry, "text", true), codes = every(entry.pairs, "codes").filter(Boolean);
    if (judging.length(words) < SHORTEST) throw new Refused("有一个问题没有写完整");
    var seen = dayOf(state.visit.arrived), act = first(entry.pairs, "act_date") || seen;
    if (!/^\d{4}-\d\d-\d\d$/.test(act) || act > seen) throw new Refused("有一个行为发生日期晚于检查当天");
    codes = codes.filter(function (one, place) { return codes.indexOf(one) === place; });
    return {
      text: words, place: typed(entry, "place", false, 120), severity: first(entry.pairs, "severity"), act: act,
      order: moment(entry), given: moment(entry),
      basis: codes.map(function (one) { return state.laws[one]; }).filter(function (law) {
        return law && law.from <= act && (!law.until || act <= law.until);
      }).map(function (law) { return law.line; })
    };
  }

  function found(state, question, entry) {
    if (question.verdict !== "FAILS") throw new Refused("第" + question.position + "项没有选“不符合”，却写了问题");
    if (by(question.findings, entry.id)) return;  // it was held, and only its receipt is still to come
    question.findings.push(Object.assign({ id: entry.id }, wording(state, entry)));
  }

  function about(entry) {
    return {
      what: typed(entry, "what", false, 200), place: typed(entry, "place", false, 120),
      statement: typed(entry, "statement", false, 200), keeper: typed(entry, "keeper", false, 40)
    };
  }

  // The same bytes at the same question are the same photo.
  function taken(state, question, entry) {
    var sha = first(entry.pairs, "sha256"), same = question.photos.find(function (one) { return one.sha256 === sha; });
    if (same) { same.also = (same.also || "") + " " + entry.id; return; }
    question.photos.push(Object.assign({
      id: entry.id, order: moment(entry), given: moment(entry), sha256: sha, source: source(state, entry), copy: first(entry.pairs, "origin") === "COPY",
      finding: first(entry.pairs, "finding_id"), marks: [], held: entry.id
    }, about(entry)));
  }

  // Where it comes from, by whom and when, and the time that the file itself tells.
  function source(state, entry) {
    var words = state.words.sources[first(entry.pairs, "origin")], told = [words[0], words[1] + state.me.name, words[2] + daytime(moment(entry))];
    var own = /^([12][0-9]{3}):([0-9]{2}):([0-9]{2}) ([0-9]{2}:[0-9]{2})/.exec(JSON.parse(first(entry.pairs, "told") || "{}").taken || "");
    if (own) told.push("照片自带时间" + own[1] + "年" + Number(own[2]) + "月" + Number(own[3]) + "日 " + own[4]);
    return told.join("，");
  }

  function marks(entry) {
    return JSON.parse(first(entry.pairs, "marks") || "[]").map(function (one) {
      var made = { kind: String(one.kind), words: judging.clean(Array.from(String(one.words || "")).slice(0, 40).join("")) };
      ["x1", "y1", "x2", "y2"].forEach(function (name) { made[name] = plain(Number(Number(one[name]).toFixed(4))); });
      return made;
    });
  }

  function told(state, entry) {
    var phone = first(entry.pairs, "host_phone"), kept = phone.indexOf("*") >= 0 ? state.visit.host_phone : judging.phone(phone);
    if (kept === null) throw new Refused("联系电话不正确");
    var made = {
      place: typed(entry, "place", false, 120), host_name: typed(entry, "host_name", false, 40),
      host_duty: typed(entry, "host_duty", false, 40), host_phone: kept,
      host_sex: first(entry.pairs, "host_sex"), host_id_check: first(entry.pairs, "host_id_check"),
      host_id_tail: typed(entry, "host_id_tail", false, 4).toUpperCase(), witness: typed(entry, "witness", false, 60)
    };
    if (made.host_id_tail && !/^[0-9]{3}[0-9X]$/.test(made.host_id_tail)) throw new Refused("证件号码后四位不正确");
    return made;
  }

  function met(state, entry) { Object.assign(state.visit, told(state, entry)); }

  // Whoever arrives later adds what nobody has told yet: papers of the same person, and the witness.
  function added(state, entry) {
    var visit = state.visit, made = told(state, entry), same = made.host_name === visit.host_name;
    if (state.state !== "ARRIVED" && state.state !== "CHECKING") return;
    var number = !visit.host_id_check || visit.host_id_check === made.host_id_check;
    [["witness", true], ["host_sex", same], ["host_id_tail", same && number], ["host_id_check", same]].forEach(function (one) {
      if (one[1] && !visit[one[0]]) visit[one[0]] = made[one[0]];
    });
  }

  function by(list, id) { return list.find(function (one) { return one.id === id; }); }

  // [address under the visit, what it does]; what is not listed changes no word of the record.
  var ACTS = [
    [/^arrival$/, function (state, entry) {
      if (state.visit.arrived) { added(state, entry); return; }
      met(state, entry);
      state.visit.arrived = moment(entry);
      state.state = "ARRIVED";
    }],
    [/^introduction$/, function (state) { if (state.state === "ARRIVED") state.state = "CHECKING"; }],
    [/^scene$/, function (state, entry) {
      met(state, entry);
      state.visit.situation = typed(entry, "situation", true, 2000);
    }],
    [/^answers\/([0-9a-f-]+)$/, function (state, entry, id) { answered(state, by(state.questions, id), entry); }],
    [/^answers\/([0-9a-f-]+)\/findings$/, function (state, entry, id) { found(state, by(state.questions, id), entry); }],
    [/^answers\/([0-9a-f-]+)\/photos$/, function (state, entry, id) { taken(state, by(state.questions, id), entry); }],
    [/^findings\/([0-9a-f-]+)$/, function (state, entry, id) { each(state, "findings", id, function (one) { Object.assign(one, wording(state, entry)); }); }],
    [/^findings\/([0-9a-f-]+)\/withdrawal$/, function (state, entry, id) { leave(state, "findings", id); }],
    [/^photos\/([0-9a-f-]+)$/, function (state, entry, id) {
      each(state, "photos", id, function (one) {
        var told = about(entry), copied = told.statement || told.keeper || one.copy;
        if (copied && !(told.statement && told.keeper)) throw new Refused("有一张复制件的说明没有写完整");
        Object.assign(one, told);
      });
    }],
    [/^photos\/([0-9a-f-]+)\/marks$/, function (state, entry, id) { each(state, "photos", id, function (one) { one.marks = marks(entry); }); }],
    [/^photos\/([0-9a-f-]+)\/finding$/, function (state, entry, id) {
      each(state, "photos", id, function (one) { one.finding = first(entry.pairs, "finding_id") || "none"; });
    }],
    [/^photos\/([0-9a-f-]+)\/aside$/, function (state, entry, id) { leave(state, "photos", id); }]
  ];

  // A photo that was sent twice is known by both ids.
  function called(one, id) { return one.id === id || (one.also || "").indexOf(id) >= 0; }

  function each(state, kind, id, act) {
    state.questions.forEach(function (question) { question[kind].filter(function (one) { return called(one, id); }).forEach(act); });
  }

  function leave(state, kind, id) {
    state.questions.forEach(function (question) { question[kind] = question[kind].filter(function (one) { return !called(one, id); }); });
  }

  function apply(state, entry) {
    var path = entry.url.split("/visits/" + state.about + "/")[1];
    if (path === undefined) return;
    ACTS.some(function (act) {
      var match = act[0].exec(path);
      if (match) act[1](state, entry, match[1]);
      return match;
    });
  }

  // The frame with everything that waits; `trouble`: what the server would send back.
  function gather(frame, entries) {
    var state = JSON.parse(JSON.stringify(frame));
    state.trouble = [];
    entries.forEach(function (entry) {
      try {
        if (entry.state === "trouble") throw new Refused("有一处没有被服务器接受");
        apply(state, entry);
      } catch (wrong) {
        state.trouble.push(wrong instanceof Refused ? wrong.words : "有一处内容在手机里读不出");
      }
    });
    state.questions.forEach(function (question) { question.findings.sort(asNoted); question.photos.sort(asNoted); });
    return state;
  }

  function asNoted(a, b) {
    if (a.order !== b.order) return a.order < b.order ? -1 : 1;
    return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
  }

  // --- the words -----------------------------------------------------------------------------------------------
  function daytime(iso) {
    var at = new Date(Date.parse(iso) + 8 * 3600000);
    function two(number) { return String(number).padStart(2, "0"); }
    return at.getUTCFullYear() + "年" + (at.getUTCMonth() + 1) + "月" + at.getUTCDate() + "日 " + two(at.getUTCHours()) + ":" + two(at.getUTCMinutes());
  }

  // The day in China, as a date field has it and as a paper writes it.
  function dayOf(iso) { return iso ? new Date(Date.parse(iso) + 8 * 3600000).toISOString().slice(0, 10) : ""; }
  function spoken(day) { return day.replace(/^(\d+)-0?(\d+)-0?(\d+)$/, "$1年$2月$3日"); }
  function host(state) {
    var visit = state.visit, papers = [state.words.checks[visit.host_id_check], visit.host_id_tail && "号码后四位" + visit.host_id_tail];
    var told = [
      ["性别", state.words.sexes[visit.host_sex]], ["职务", visit.host_duty], ["联系电话", visit.host_phone || "未提供"],
      ["证件核对", papers.filter(Boolean).join("，")]
    ];
    return [visit.host_name].concat(told.filter(function (one) { return one[1]; }).map(function (one) { return one.join("："); })).join("　");
  }

  // Making the record once more is no checking: once taken back, only what was given since moves its end.
  function endOf(state, now) {
    if (!state.visit.ended) return now;
    return state.questions.reduce(function (last, question) {
      return [question].concat(question.findings, question.photos).reduce(function (end, one) { return one.given > end ? one.given : end; }, last);
    }, state.visit.ended);
  }

  function facts(state, ended) {
    var visit = state.visit, told = {};
    told[FACTS.host] = host(state);
    told[FACTS.place] = visit.place;
    told[FACTS.time] = (visit.arrived ? daytime(visit.arrived) : "") + "至" + daytime(ended);
    var rows = state.facts.filter(function (row) { return row[0] !== FACTS.witness; });
    if (visit.witness) rows.push([FACTS.witness, visit.witness]);
    return rows.map(function (row) { return [row[0], row[0] in told ? told[row[0]] : row[1]]; });
  }

  function summary(state, problems) {
    var counts = Object.keys(state.words.verdicts).map(function (verdict) {
      return state.words.verdicts[verdict] + state.questions.filter(function (one) { return one.verdict === verdict; }).length + "项";
    });
    var head = "依据" + state.checklists.join("、") + "进行检查，共" + state.questions.length + "项：" + counts.join("、") + "。";
    if (problems.length) return head + "发现以下" + problems.length + "个问题：";
    var judged = state.questions.some(function (one) { return one.verdict === "CONFORMS" || one.verdict === "FAILS"; });
    return head + (judged ? state.nothing_found : state.nothing_judged);
  }

  function said(one) {
    return [one.said || one.typed, one.note].filter(Boolean).map(function (part) { return part.replace(/[。；]+$/, ""); }).join("；");
  }

  function photosOf(state) {
    var made = [];
    state.questions.forEach(function (question) {
      question.photos.forEach(function (one) {
        one.number = made.length + 1;
        made.push({
          number: one.number, sha256: one.sha256, what: one.what || question.text, place: one.place,
          source: one.source, statement: one.statement,
          keeper: one.keeper, marks: one.marks, item: question.position, held: one.held || "", width: one.width, height: one.height
        });
      });
    });
    return made;
  }

  function problemsOf(state) {
    var made = [];
    state.questions.forEach(function (question) {
      question.findings.forEach(function (one) {
        made.push({
          day: spoken(one.act), earlier: one.act < dayOf(state.visit.arrived), number: made.length + 1, text: one.text, place: one.place, severity: state.words.severities[one.severity],
          item: question.position, basis: one.basis, photos: question.photos.filter(function (photo) {
            return photo.finding === one.id || (!photo.finding && question.findings.length === 1);
          }).map(function (photo) { return photo.number; })
        });
      });
    });
    return made;
  }

  function values(state, ended) {
    var photos = photosOf(state), problems = problemsOf(state);
    return plain({
      facts: facts(state, ended), statement: state.statement, summary: summary(state, problems), problems: problems,
      situation: state.visit.situation,
      items: state.questions.map(function (one) {
        return { number: one.position, section: one.section, text: one.text, verdict: state.words.verdicts[one.verdict], said: said(one), by: one.by };
      }),
      unchecked: state.questions.filter(function (one) { return one.verdict === "UNCHECKED"; }).map(function (one) { return one.position; }),
      photos: photos, checklists: state.checklists,
      annexes: state.annexes.filter(function (name, place) { return [problems, state.questions, photos][place].length; })
    });
  }

  function slots(state) {
    var told = state.slots.filter(function (one) { return one.key !== "witness"; });
    if (state.visit.witness) told.push(Object.assign({}, state.witness, { name: state.visit.witness }));
    return told.map(function (one) { return one.key === "unit" ? Object.assign({}, one, { name: state.visit.host_name }) : one; });
  }

  // --- what is still missing before anybody signs --------------------------------------------------------------
  function wanted(force, verdict) { return (force === "ALWAYS" && verdict !== "NOT_APPLICABLE") || (force === "ON_FAILURE" && verdict === "FAILS"); }

  function gaps(state) {
    var open = [];
    state.questions.forEach(function (one) {
      function say(sentence, blocks) { open.push({ position: one.position, sentence: "第" + one.position + "项" + sentence, blocks: blocks }); }
      function gap(words, blocks) { say(words + "：" + one.text, blocks); }
      var failed = one.verdict === "FAILS", unchecked = one.verdict === "UNCHECKED";
      if (unchecked) gap("还没有检查", false);
      if (!failed && one.findings.length) say("已改为" + state.words.verdicts[one.verdict] + "，还有问题没有撤回。请撤回问题，或改回不符合。", true);
      if (unchecked) return;
      if (failed && !one.findings.length) gap("不符合，还没有写明问题", true);
      if (wanted(one.wants_note, one.verdict) && !one.note) gap("还差情况说明", true);
      if (wanted(one.wants_photo, one.verdict) && !one.photos.length) gap("还差照片", true);
    });
    return open;
  }

  // Everything of the record as it stands in this phone at this moment.
  function compose(frame, entries, now) {
    var state = gather(frame, entries), ended = endOf(state, now), said = frame.frozen || { values: values(state, ended), slots: slots(state) };
    return field(frame, said.values, said.slots).then(function (hash) {
      return parts(said.values, said.slots).then(function (digests) {
        return { state: state.state, trouble: state.trouble, gaps: gaps(state), values: said.values, slots: said.slots, field: hash, parts: digests };
      });
    });
  }

  window.field = { text: text, sha256: sha256, compose: compose, gather: gather, gaps: gaps, code: code, daytime: daytime };
})();
