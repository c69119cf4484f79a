// The outbox: every write of the walk goes through here. One entry is one post with its own id; it counts as
// delivered only when the server's receipt names this id and the same content. The store is the page's memory;
// a durable store may take its place without the page noticing.
(function () {
  "use strict";
  var FIRST_WAIT = 1000, LONGEST_WAIT = 30000, GIVE_UP_AFTER = 20000;
  var entries = [], listeners = [];
  // Words and photos leave side by side: a slow photo never holds up an answer.
  var lanes = { words: { busy: false, timer: 0, failures: 0 }, photos: { busy: false, timer: 0, failures: 0 } };

  function receiptOf(entry) {
    var parts = entry.file ? Promise.resolve([[entry.file.name, entry.file.sha256]]) : Promise.resolve([]);
    return parts.then(function (files) { return digest(new TextEncoder().encode(content(entry.pairs.concat(files)))); });
  }

  function bodyOf(entry) {
    if (!entry.file) return new URLSearchParams(entry.pairs);
    var body = new FormData();
    entry.pairs.forEach(function (pair) { body.append(pair[0], pair[1]); });
    body.append(entry.file.name, entry.file.blob, "photo");
    return body;
  }

  // What the server digests too: pairs sorted by name, without the id, as JSON.
  function content(pairs) {
    var kept = pairs.filter(function (pair) { return pair[0] !== "op_id"; });
    kept.sort(function (a, b) { return a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0; });
    return JSON.stringify(kept);
  }

  function digest(bytes) {
    return crypto.subtle.digest("SHA-256", bytes).then(function (buffer) {
      return Array.prototype.map.call(new Uint8Array(buffer), function (byte) { return byte.toString(16).padStart(2, "0"); }).join("");
    });
  }

  function tell(entry) { listeners.forEach(function (listener) { listener(entry, waiting()); }); }

  function move(entry, state, detail) {
    entry.state = state;
    entry.detail = detail || {};
    tell(entry);
  }

  function waiting(key, url) {
    return entries.filter(function (entry) { return (!key || entry.key === key) && (!url || entry.url === url); }).length;
  }

  function forget(entry) { entries.splice(entries.indexOf(entry), 1); }

  // A newer answer to the same question takes the place of one that has not left yet.
  function replaceable(entry) {
    return entries.find(function (other) {
      return !other.file && !entry.file && other.key === entry.key && other.url === entry.url && other.state === "here" && other.tries === 0;
    });
  }

  function wordsOf(pairs) {
    return content(pairs.filter(function (pair) { return pair[0] !== "version" && pair[0] !== "device_at"; }));
  }

  // A second tap on the same button: the same words to the same address, and nothing else in between.
  function secondTap(asked) {
    var last = entries.filter(function (other) { return other.url === asked.url; }).pop();
    return last && !asked.file && !last.file && wordsOf(last.pairs) === wordsOf(asked.pairs) ? last : null;
  }

  function send(asked) {
    var first = secondTap(asked);
    if (first) return first;
    var entry = {
      id: crypto.randomUUID(), key: asked.key, url: asked.url, pairs: asked.pairs, seen: asked.seen, file: asked.file,
      lane: asked.file ? "photos" : "words", tries: 0, state: "here"
    };
    var older = replaceable(entry);
    if (older) { older.pairs = entry.pairs; entry = older; } else { entries.push(entry); }
    move(entry, "here");
    drain(entry.lane);
    return entry;
  }

  function next(lane) {
    var blocked = {};
    return entries.find(function (entry) {
      if (entry.lane !== lane || blocked[entry.key]) return false;
      blocked[entry.key] = !entry.file;
      return entry.state !== "trouble" && entry.state !== "parked";
    });
  }

  function drain(name) {
    var entry = next(name), lane = lanes[name];
    if (lane.busy || !entry) return;
    lane.busy = true;
    clearTimeout(lane.timer);
    post(entry).then(function (again) {
      lane.busy = false;
      if (!again) { lane.failures = 0; drain(name); return; }
      lane.failures += 1;
      var wait = Math.min(FIRST_WAIT * Math.pow(2, lane.failures - 1), LONGEST_WAIT);
      lane.timer = setTimeout(drain, wait * (0.75 + Math.random() / 2), name);
    });
  }

  // Version and device time are filled in when the entry leaves for the first time; then it never changes.
  function freeze(entry) {
    if (entry.tries) return;
    var version = entry.seen();
    entry.pairs = entry.pairs.filter(function (pair) { return pair[0] !== "version" && pair[0] !== "device_at"; });
    if (version !== null && version !== undefined) entry.pairs.push(["version", String(version)]);
    entry.pairs.push(["device_at", new Date().toISOString()]);
  }

  function post(entry) {
    freeze(entry);
    entry.tries += 1;
    move(entry, "sending");
    var stop = new AbortController(), clock = setTimeout(function () { stop.abort(); }, entry.file ? 3 * GIVE_UP_AFTER : GIVE_UP_AFTER);
    return receiptOf(entry).then(function (sha256) {
      return fetch(entry.url, {
        method: "POST", body: bodyOf(entry), signal: stop.signal, credentials: "same-origin", redirect: "manual",
        headers: { "X-Op-Id": entry.id, "HX-Request": "true" }
      }).then(function (response) { return response.text().then(function (text) { return judge(entry, sha256, response, text); }); });
    }).catch(function () {
      move(entry, "here", { lost: true });
      return true;
    }).finally(function () { clearTimeout(clock); });
  }

  function judge(entry, sha256, response, text) {
    if (response.ok && response.headers.get("X-Receipt") === entry.id + " " + sha256) {
      forget(entry);
      move(entry, "held", { html: text });
      return false;
    }
    if (response.status === 401 || response.type === "opaqueredirect") { move(entry, "parked"); return false; }
    if (response.status >= 400 && response.status < 500 && response.status !== 429 && response.status !== 408) {
      forget(entry);
      if (response.status === 409) holdBack(entry);
      move(entry, "trouble", { status: response.status, html: text });
      return false;
    }
    // A busy server, or a page that is not ours answering with 200: not a receipt.
    move(entry, "here", { lost: true });
    return true;
  }

  // Somebody was faster: what was typed meanwhile was typed over the same old version and meets the same refusal.
  function holdBack(refused) {
    var version = refused.pairs.find(function (pair) { return pair[0] === "version"; });
    entries.forEach(function (other) {
      if (version && !other.tries && other.url === refused.url) other.seen = function () { return version[1]; };
    });
  }

  function resume() {
    entries.forEach(function (entry) { if (entry.state === "parked") entry.state = "here"; });
    Object.keys(lanes).forEach(function (name) { lanes[name].failures = 0; drain(name); });
  }

  window.addEventListener("online", resume);
  document.addEventListener("visibilitychange", function () { if (!document.hidden) resume(); });
  window.addEventListener("beforeunload", function (event) { if (waiting()) event.preventDefault(); });
  window.outbox = { send: send, digest: digest, waiting: waiting, resume: resume, listen: function (listener) { listeners.push(listener); } };
})();
