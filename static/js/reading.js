// The record set for the screen by the phone itself: the same parts in the same order as the page of the server.
// Every word goes in as text, never as markup.
(function () {
  "use strict";
  var SVG = "http://www.w3.org/2000/svg", RED = "#d9201a";

  function put(tag, kind, inside) {
    var made = document.createElement(tag);
    if (kind) made.className = kind;
    (Array.isArray(inside) ? inside : inside === undefined ? [] : [inside]).forEach(function (one) { made.append(one); });
    return made;
  }

  function cell(tag, words, kind, span) {
    var made = put(tag, kind, Array.isArray(words) ? words : String(words));
    if (span) made.colSpan = span;
    return made;
  }

  function table(heads, rows) {
    var head = put("thead", "", put("tr", "", heads.map(function (one) { return cell("th", one[0], one[1]); })));
    return put("table", "paper-table", [head, put("tbody", "", rows)]);
  }

  function dated(one) { return one.day ? [one.text, put("br"), "行为发生日期：" + one.day] : one.text; }

  function row(words) { return put("tr", "", words.map(function (one) { return cell("td", one); })); }

  function facts(values) {
    var rows = values.facts.map(function (one) { return put("tr", "", [cell("th", one[0]), cell("td", one[1], "name")]); });
    return put("table", "paper-facts", put("tbody", "", rows));
  }

  // 1, 2, 3, 5 → 1—3、5
  function ranges(numbers) {
    var runs = [];
    numbers.forEach(function (number) {
      var last = runs[runs.length - 1];
      if (last && last[1] === number - 1) last[1] = number;
      else runs.push([number, number]);
    });
    return runs.map(function (run) { return run[1] - run[0] > 1 ? run[0] + "—" + run[1] : run[0] === run[1] ? run[0] : run[0] + "、" + run[1]; }).join("、");
  }

  function body(values) {
    var told = [], correction = values.correction;
    if (correction) told.push(put("p", "paper-label", "更正说明："), put("p", "", correction.line + correction.reason), put("p", "", correction.changes));
    told.push(put("p", "", values.statement), put("p", "paper-label", "检查情况："), put("p", "", values.summary));
    values.problems.forEach(function (one) {
      var about = [one.place, one.earlier ? "行为发生于" + one.day : ""].filter(Boolean).join("，");
      told.push(put("p", "", one.number + "." + one.text.replace(/。+$/, "") + (about ? "（" + about + "）" : "") + "。"));
    });
    if (values.unchecked.length) told.push(put("p", "", "本次未查的项目：第" + ranges(values.unchecked) + "项。"));
    values.situation.split("\n").filter(Boolean).forEach(function (line) { told.push(put("p", "", line)); });
    if ((values.annexes || []).length) told.push(put("p", "", "附：" + values.annexes.map(function (name, place) { return place + 1 + "." + name; }).join("　")));
    return put("section", "paper-section", told);
  }

  function slots(listed, office) {
    return put("ol", "reading__slots", listed.map(function (one) {
      var who = put("p", "muted", [one.role + "：", put("span", "name", one.name || "（待定）")]);
      if (one.certificate && one.organisation && one.organisation !== office) who.append("　", put("span", "name", one.organisation));
      if (one.certificate) who.append("　", put("span", "nowrap", "执法证号 " + one.certificate));
      return put("li", "", [put("p", "", one.sentence), who]);
    }));
  }

  function annex(title, inside) { return put("section", "paper-annex", [put("h2", "annex", title)].concat(inside)); }

  function problems(values) {
    var heads = [["序号", "w-number"], ["发现的问题"], ["部位", "w-place"], ["程度", "w-grade"], ["依据", "w-basis"], ["照片", "w-photo"]];
    return table(heads, values.problems.map(function (one) {
      return row([one.number, dated(one), one.place || "—", one.severity, one.basis.join("；") || "见附件2第" + one.item + "项", ranges(one.photos) || "—"]);
    }));
  }

  // Questions of one section stand together, in the order of their first number.
  function items(values) {
    var heads = [["序号", "w-number"], ["检查项目"], ["结果", "w-result"], ["说明", "w-said"]], sections = new Map(), rows = [];
    values.items.forEach(function (one) {
      if (!sections.has(one.section)) sections.set(one.section, []);
      sections.get(one.section).push(one);
    });
    sections.forEach(function (listed, section) {
      rows.push(put("tr", "paper-table__section", cell("td", section, "", 4)));
      listed.forEach(function (one) { rows.push(row([one.number, one.text, one.verdict, one.said])); });
    });
    return table(heads, rows);
  }

  function drawn(name, told) {
    var made = document.createElementNS(SVG, name);
    Object.keys(told).forEach(function (one) { made.setAttribute(one, String(told[one])); });
    return made;
  }

  function mark(one, width, height) {
    var x1 = one.x1 * width, y1 = one.y1 * height, x2 = one.x2 * width, y2 = one.y2 * height, line = width / 160;
    if (one.kind === "text") {
      var words = drawn("text", { x: x1, y: y1, "font-size": width / 22, fill: RED });
      words.textContent = one.words;
      return [words];
    }
    if (one.kind === "box") return [drawn("path", { d: "M" + x1 + " " + y1 + "H" + x2 + "V" + y2 + "H" + x1 + "Z", fill: "none", stroke: RED, "stroke-width": line })];
    return [
      drawn("path", { d: "M" + x1 + " " + y1 + "L" + x2 + " " + y2, stroke: RED, "stroke-width": line }),
      drawn("circle", { cx: x2, cy: y2, r: width / 80, fill: RED })
    ];
  }

  // Over the picture, as large as the picture turns out to be.
  function marks(one, picture, stage) {
    picture.addEventListener("load", function () {
      var width = picture.naturalWidth, height = picture.naturalHeight;
      var sheet = drawn("svg", { viewBox: "0 0 " + width + " " + height, preserveAspectRatio: "xMidYMid meet", "class": "photo-page__marks" });
      one.marks.forEach(function (told) { sheet.append.apply(sheet, mark(told, width, height)); });
      stage.append(sheet);
    });
  }

  function photo(one, source) {
    var picture = put("img"), stage = put("div", "photo-page__stage", picture);
    picture.alt = "照片" + one.number;
    if (one.marks.length) marks(one, picture, stage);
    Promise.resolve(source(one)).then(function (address) { if (address) picture.src = address; });
    var words = ["照片" + one.number + "（第" + one.item + "项）：" + one.what + (one.place ? "，" + one.place : ""), put("br"), one.source || [one.origin, one.by, one.at].join("，")];
    if (one.statement) words.push(put("br"), (one.source ? "材料复制件：" : "") + one.statement + "，原件保管人：" + one.keeper);
    words.push(put("br"), put("span", "mono photo-page__hash", one.sha256));
    return put("figure", "photo-page", [stage, put("figcaption", "", words)]);
  }

  function pairs(photos, source) {
    var rows = [];
    photos.forEach(function (one, place) {
      if (place % 2 === 0) rows.push(put("div", "photo-row"));
      rows[rows.length - 1].append(photo(one, source));
    });
    return rows;
  }

  // `source(photo)` gives the address of a picture, or a promise of it; `number` is that of a record that has one.
  window.reading = function (place, frame, paper, source, number) {
    var values = paper.values, count = 0;
    var parts = [
      put("p", "reading__heading", frame.heading), put("h2", "reading__title", frame.title), facts(values), body(values),
      put("p", "reading__office", frame.office), slots(paper.slots, frame.office)
    ];
    if (values.problems.length) parts.push(annex("附件" + (count += 1) + "　问题清单", problems(values)));
    parts.push(annex("附件" + (count += 1) + "　检查项目及结果", items(values)));
    if (values.photos.length) {
      parts.push(annex("附件" + (count += 1) + "　现场照片", pairs(values.photos, source)));
    }
    parts.push(put("p", "reading__code", ["现场内容码 ", put("b", "", window.field.code(paper.field)), "　" + (number || "暂编 " + frame.about.slice(0, 6).toUpperCase() + "，送达后正式编号")]));
    place.replaceChildren.apply(place, parts);
  };
})();
