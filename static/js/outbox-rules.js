// The rules of the outbox, without store and network: what an entry is, what its receipt must say, which entry may
// leave now, and how entries written by earlier releases are read.
(function () {
  "use strict";
  var FORMAT = 2, LEFT_OUT = ["version", "device_at", "op_id"], ARRIVAL = /\/arrival$/;
  // How an entry stands, in the words and the tone it is shown in everywhere.
  var STATES = {
    saving: ["正在存入手机", "info"], here: ["在本机", "warn"], sending: ["上传中", "info"], held: ["已送达", "ok"],
    trouble: ["需处理", "danger"], parked: ["请重新登录", "warn"], gone: ["", ""]
  };

  // Each release that changes an entry adds how one of the release before becomes one of its own.
  var UPGRADES = {
    1: function (old) {
      return Object.assign({}, old, { base: old.seen === undefined ? null : old.seen, visit: visitOf(old.url), rank: "free", label: old.label || "" });
    }
  };

  function upgraded(entry, format) {
    for (var from = format; from < FORMAT; from += 1) entry = UPGRADES[from](entry);
    return entry;
  }

  function visitOf(url) {
    var found = /^\/visits\/([0-9a-f-]{36})(\/|$)/.exec(url);
    return found ? found[1] : "";
  }

  function own(pairs) { return pairs.filter(function (pair) { return LEFT_OUT.indexOf(pair[0]) < 0; }); }

  // A browser ends lines its own way where a photo goes with the words: both sides count every end as one. Half a
  // character it sends as an unknown one.
  function lines(value) { return String(value).replace(/\r\n?/g, "\n").replace(/[\ud800-\udfff]/gu, "\ufffd"); }

  // What the server digests too: pairs sorted by name, without the id, as JSON.
  function content(pairs) {
    var kept = pairs.filter(function (pair) { return pair[0] !== "op_id"; }).map(function (pair) { return [pair[0], lines(pair[1])]; });
    kept.sort(function (a, b) { return a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0; });
    return JSON.stringify(kept);
  }

  function digest(bytes) {
    return crypto.subtle.digest("SHA-256", bytes).then(function (buffer) { return self.store.hex(new Uint8Array(buffer)); });
  }

  // The pairs as they leave: what was typed, the version it was typed over, and when.
  function leaving(entry) {
    var pairs = entry.pairs.slice();
    if (entry.base !== null && entry.base !== undefined) pairs.push(["version", String(entry.base)]);
    pairs.push(["device_at", entry.typed_at]);
    return pairs;
  }

  function receiptOf(entry) {
    var pairs = leaving(entry);
    if (entry.file) pairs.push([entry.file.name, entry.file.sha256]);
    return digest(new TextEncoder().encode(content(pairs)));
  }

  // Visits do not wait for each other. In a visit a step leaves after everything given before it, and nothing given
  // after it leaves before it. Words of one item keep their order; what lies under an address that another entry
  // makes waits for that entry. What failed least goes first.
  function sendable(entries, lane) {
    var before = {}, step = {}, keys = {}, ids = {}, first = null;
    entries.forEach(function (entry) {
      var visit = entry.visit, later = entry.state === "trouble";
      var blocked = (visit && (step[visit] || (entry.rank === "step" && before[visit]))) || (!entry.file && keys[entry.key]) ||
        (entry.parts || (entry.parts = entry.url.split("/"))).some(function (part) { return ids[part]; });
      if (visit) { before[visit] = true; step[visit] = step[visit] || entry.rank === "step"; }
      if (!entry.file && !later) keys[entry.key] = true;
      ids[entry.id] = true;
      if (!blocked && entry.state === "here" && (entry.file ? "photos" : "words") === lane && (!first || (entry.failed || 0) < (first.failed || 0))) first = entry;
    });
    return first;
  }

  // A newer answer takes the place of one that was typed over the same version and has not left yet; so does a
  // corrected arrival: two of them would be two arrivals.
  function replaced(entries, entry) {
    return entries.find(function (other) {
      return !other.file && !entry.file && other.key === entry.key && other.url === entry.url && other.state === "here" && !settled(other) &&
        (other.rank === "free" ? other.base !== null : ARRIVAL.test(other.url));
    });
  }

  // From the first try on, or once it is in a file, it stays as it is: it may have been taken in.
  function settled(entry) { return entry.frozen || entry.filed || entry.state === "sending" || entry.state === "held"; }

  // Taking a finding back is done to the version that its last correction makes.
  function thing(url) { return url.replace(/\/withdrawal$/, ""); }

  // The own words that these were typed over: what they become is what these change.
  function typedOver(entries, entry) {
    if (entry.base === null || entry.file) return null;
    var last = entries.filter(function (other) { return other.url === thing(entry.url) && other.base !== null && !other.file && other.state !== "trouble"; }).pop();
    return last ? last.id : null;
  }

  // What must have been taken in before this one can be, as it would leave the phone.
  function needs(entries, entry) {
    return entries.slice(0, entries.indexOf(entry)).filter(function (other) {
      return other.id === entry.after || entry.url.split("/").indexOf(other.id) >= 0 ||
        (entry.visit && other.visit === entry.visit && (entry.rank === "step" || other.rank === "step"));
    }).map(function (other) { return other.id; });
  }

  // A second tap on the same button: the same words to the same address. What was corrected or taken back since is
  // written anew.
  function secondTap(entries, entry) {
    var last = entries.filter(function (other) { return other.url === entry.url; }).pop();
    if (!last || entry.file || last.file || last.state === "trouble") return null;
    if (entries.some(function (other) { return other.url.indexOf(last.id) >= 0; })) return null;
    return content(last.pairs) === content(entry.pairs) ? last : null;
  }

  // The version after an own save is what the next own words were typed over.
  function versionIn(html, url) {
    var holder = document.createElement("template");
    holder.innerHTML = html || "";
    var form = Array.from(holder.content.querySelectorAll("form[action]")).find(function (one) {
      return one.getAttribute("action") === url && one.querySelector("input[name=version]");
    });
    var saved = holder.content.querySelector("[data-saved][data-version]");  // an answer that is told by its version alone
    return form ? form.querySelector("input[name=version]").value : saved ? saved.dataset.version : null;
  }

  // A form as it is given: what the server compares, too.
  function pairsOf(form) {
    return Array.from(new FormData(form)).map(function (pair) { return [pair[0], lines(pair[1])]; });
  }

  // The line that says in the page itself why something was not taken.
  function refusal(sentence) {
    var line = document.createElement("p");
    line.className = "check__refusal";
    line.setAttribute("role", "alert");
    line.tabIndex = -1;
    line.textContent = sentence;
    return line;
  }

  // What was signed or stopped on this phone is for reading from then on, whatever the server knows of it.
  function closedBy(entries) {
    if (entries.some(function (entry) { return /\/stop$/.test(entry.url) && entry.state !== "trouble"; })) return "stopped";
    return entries.some(function (entry) { return entry.key === "record"; }) ? "signed" : "";
  }

  // The page of a photo; of one that is here only, the page on which the phone puts it.
  function photoPage(url, entries) {
    var found = /^(\/visits\/[^/]+\/photos\/)([0-9a-f-]{36})$/.exec(url);
    if (!found) return "";
    return entries.some(function (entry) { return entry.id === found[2]; }) ? found[1] + "waiting?id=" + found[2] : url;
  }

  function sentenceIn(html) {
    var holder = document.createElement("template");
    holder.innerHTML = html || "";
    var said = holder.content.querySelector(".alert__body, [role=alert]");
    return said ? said.textContent.trim() : "服务器没有收下这一项。请核对后再试。";
  }

  window.outboxRules = {
    FORMAT: FORMAT, STATES: STATES, upgraded: upgraded, visitOf: visitOf, own: own, digest: digest, leaving: leaving, receiptOf: receiptOf,
    sendable: sendable, thing: thing, replaced: replaced, settled: settled, ARRIVAL: ARRIVAL, secondTap: secondTap, versionIn: versionIn, sentenceIn: sentenceIn,
    typedOver: typedOver, needs: needs, pairsOf: pairsOf, refusal: refusal, closedBy: closedBy, photoPage: photoPage
  };
})();
