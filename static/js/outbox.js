// The outbox: every write of the walk goes through here. One entry is one post with its own id; it lies sealed on
// the phone before it is tried, and leaves the phone only when the server's receipt has been compared.
(function () {
  "use strict";
  var FIRST_WAIT = 1000, LONGEST_WAIT = 30000, SIDE_BY_SIDE = { words: 1, photos: 2 };
  var KEPT = ["id", "key", "url", "pairs", "base", "visit", "rank", "label", "unit", "file", "typed_at", "after", "frozen", "filed", "person", "state", "status", "sentence", "next"];
  var rules = window.outboxRules, store = self.store;
  var entries = [], listeners = [], done = new Set(), lanes = { words: lane(), photos: lane() };
  var parked = false, locking = Promise.resolve(), holding = false, release = null;
  var channel = window.BroadcastChannel ? new BroadcastChannel("inspectapp-outbox") : { postMessage: function () { /* one tab only */ } };

  function lane() { return { busy: 0, timer: 0, failures: 0, rests: 0, resting: false }; }
  function pending(entry) { return entry.state !== "trouble"; }
  function waiting(key, url) {
    return entries.filter(function (entry) { return pending(entry) && (!key || entry.key === key) && (!url || entry.url === url); }).length;
  }
  function find(id) { return entries.find(function (entry) { return entry.id === id; }); }
  function tell(entry) { listeners.forEach(function (listener) { listener(entry, waiting()); }); }
  function announce(kind, entry) { channel.postMessage({ kind: kind, person: entry.person, id: entry.id, state: entry.state, detail: entry.detail }); }

  function move(entry, state, detail) {
    entry.state = state;
    entry.detail = detail || {};
    announce("moved", entry);
    tell(entry);
  }

  // --- on the disk

  function write(entry) {
    var value = {};
    KEPT.forEach(function (name) { value[name] = entry[name]; });
    value.state = entry.state === "trouble" ? "trouble" : "here";
    return store.save("entries", entry.id, value, { visit: entry.visit, rank: entry.rank, size: entry.file ? entry.file.size : 0 });
  }

  // A photo lies on the disk before its entry does: an entry without its photo never comes to be.
  function persist(entry) {
    var photo = entry.blob ? entry.blob.arrayBuffer().then(function (bytes) { return store.save("files", entry.id, bytes, { visit: entry.visit }); }) : Promise.resolve();
    return photo.then(function () { return write(entry); }).then(function () {
      entry.durable = true;
      delete entry.blob;
      return true;
    }).catch(function (error) {
      entry.durable = false;
      document.dispatchEvent(new CustomEvent("outbox-unsafe", { detail: error.why || "blocked" }));
      return false;
    });
  }

  // Two tabs know the same entry: the words that lie in the store are the last ones said in either of them. What could
  // not be written or read is known in this page alone.
  function fresh(entry) {
    if (!entry.durable || entry.frozen || entry.ahead) return Promise.resolve();
    return store.load("entries", entry.id).catch(function () { return null; }).then(function (value) { if (value && entry.state !== "saving") adopt(entry, value); });
  }

  function adopt(entry, value) {
    ["pairs", "base", "typed_at", "label", "after"].forEach(function (name) { if (name in value) entry[name] = value[name]; });
    entry.frozen = entry.frozen || value.frozen;
    entry.filed = entry.filed || value.filed;
  }

  function change(entry, act) {
    return alone(function () {
      return fresh(entry).then(function () {
        act(entry);
        return entry.durable ? write(entry).catch(function () { entry.ahead = true; }) : null;
      });
    });
  }

  // Newer words take the place of earlier ones unless another tab sends those or has them in a file: then they are an
  // entry of their own, typed over them; or for themselves, where the earlier ones have left the phone.
  function replace(entry) {
    return alone(function () {
      return (entry.durable && !entry.ahead ? store.load("entries", entry.id) : Promise.reject()).then(function (value) {
        var earlier = Object.assign({}, entry, { state: "here", detail: {} }), settled = value && (value.frozen || value.filed);
        if (value && "base" in value) Object.assign(entry, { base: earlier.base = value.base, after: earlier.after = value.after });
        if (settled) { adopt(earlier, value); entries.splice(entries.indexOf(entry), 0, earlier); }
        if (settled || !value) Object.assign(entry, { id: store.newId(), durable: false, after: settled && entry.base !== null ? earlier.id : null });
      }).catch(function () { /* known in this page alone */ }).then(function () { return persist(entry); });
    });
  }

  function forget(entry) {
    done.add(entry.id);
    entries.forEach(function (later) {
      if (later.after === entry.id) change(later, function (one) { one.after = entry.after || null; });
    });
    if (entries.indexOf(entry) >= 0) entries.splice(entries.indexOf(entry), 1);
    return clear(entry);
  }

  function leaves(entry) {
    announce("gone", entry);
    return forget(entry);
  }

  function clear(entry) {
    return store.drop("entries", entry.id).then(function () { return entry.file ? store.drop("files", entry.id) : null; }).catch(function () { /* it was never there */ });
  }

  // What another tab or an earlier page has given is taken up. What the store does not have any more was cleared
  // away by somebody: as long as this page knows it, it is not lost, and certainly not held.
  function refresh() {
    var known = entries.filter(function (entry) { return entry.durable; });
    var here = new Set(entries.map(function (entry) { return entry.id; }));
    return store.all("entries", function (id) { return here.has(id) || done.has(id); }).then(function (rows) {
      var kept = new Set(rows.map(function (row) { return row.id; }));
      var place = 0;
      rows.forEach(function (row) {
        if (row.value && row.value.url && !find(row.id) && !done.has(row.id)) take(row, place);
        place = Math.max(place, entries.indexOf(find(row.id)) + 1);
      });
      return Promise.all(known.map(function (entry) {
        if (kept.has(entry.id) || entry.state === "sending" || !find(entry.id)) return null;
        return persist(entry);
      }));
    }).catch(function () { /* without a store the page's own memory is all there is */ });
  }

  // In the order of the store: a clock that was set back would put first what was given last.
  function take(row, place) {
    var entry = Object.assign({ typed_at: new Date(row.at).toISOString(), person: row.owner, file: null }, rules.upgraded(row.value, row.format));
    Object.assign(entry, { id: row.id, at: row.at, durable: true, detail: { sentence: entry.sentence }, state: entry.state === "trouble" ? "trouble" : parked ? "parked" : "here" });
    entries.splice(place, 0, entry);
    tell(entry);
  }

  // --- giving

  function unitHere() {
    var line = document.querySelector(".walk__unit");
    return line ? line.textContent.trim() : "";
  }

  function send(asked) {
    var file = asked.file ? { name: asked.file.name, sha256: asked.file.sha256, size: asked.file.blob.size, type: asked.file.blob.type } : null;
    var entry = {
      id: store.newId(), key: asked.key, url: asked.url, pairs: rules.own(asked.pairs), base: asked.base === undefined ? null : asked.base, file: file,
      blob: asked.file ? asked.file.blob : null, visit: asked.visit || rules.visitOf(asked.url), rank: asked.rank || "free", label: asked.label || "", unit: asked.unit || unitHere(), next: asked.next || null,
      typed_at: new Date().toISOString(), at: Date.now(), person: store.person(), frozen: false, durable: false, state: "saving", detail: {}
    };
    if (find(asked.instead)) leaves(find(asked.instead));
    entry.after = rules.typedOver(entries, entry);
    var same = rules.secondTap(entries, entry), older = same ? null : rules.replaced(entries, entry);
    if (same) return same;
    // A corrected arrival is as early as it was.
    if (older) { Object.assign(older, { pairs: entry.pairs, typed_at: (older.rank === "step" ? older : entry).typed_at, label: entry.label, state: "saving" }); entry = older; } else { entries.push(entry); }
    entry.stored = ready.then(function () { return older ? replace(entry) : persist(entry); }).then(function (safe) {
      move(entry, parked ? "parked" : "here", { unsafe: !safe });
      if (safe) announce("given", entry);
      drain();
      return safe;
    });
    return entry;
  }

  // --- sending: one tab at a time holds the lock; words and photos leave side by side

  function locked(work, name) { return navigator.locks ? navigator.locks.request(name || "inspectapp-outbox", work) : work(); }
  function alone(work) { return locked(work, "inspectapp-entry"); }

  function drain() {
    if (holding) { pump(); return; }
    if (parked || !may()) return;
    holding = true;
    Promise.resolve(locked(function () {
      // Whoever sent before has ended: nothing is on its way any more.
      entries.forEach(function (entry) { if (entry.state === "sending") entry.state = "here"; });
      return refresh().then(function () { return new Promise(function (done) { release = done; pump(); }); });
    })).catch(function () { holding = false; });
  }

  // Something could leave now, or was on its way when its tab ended.
  function may() {
    return entries.some(function (entry) { return entry.state === "sending"; }) || Object.keys(lanes).some(function (name) {
      return !lanes[name].resting && rules.sendable(entries, name);
    });
  }

  function pump() {
    if (!release) return;
    Object.keys(lanes).forEach(function (name) {
      var one = lanes[name], entry;
      while (!parked && !one.resting && one.busy < SIDE_BY_SIDE[name] && (entry = rules.sendable(entries, name))) leave(entry, one);
    });
    if (lanes.words.busy || lanes.photos.busy) return;
    var go = release;
    holding = false;
    release = null;
    go();
  }

  function leave(entry, one) {
    one.busy += 1;
    entry.state = "sending";
    freeze(entry).then(function () { return blobOf(entry); }).then(function (blob) {
      move(entry, "sending");
      return entry.file && !blob ? { state: "trouble", status: 0, sentence: "这张照片在手机上已经读不出来。请重拍，并放弃这一项。" } : window.outboxSend.post(entry, blob);
    }).then(function (answer) { return settle(entry, answer, one); }).catch(function () { return settle(entry, { state: "lost" }, one); })
      .then(function () { one.busy -= 1; pump(); });
  }

  // From the first try on the content stays as it is: the same id always brings the same words.
  function freeze(entry) {
    return entry.frozen ? Promise.resolve() : change(entry, function () { entry.frozen = true; });
  }

  function blobOf(entry) {
    if (!entry.file || entry.blob) return Promise.resolve(entry.blob || null);
    return store.load("files", entry.id).then(function (bytes) { return bytes ? new Blob([bytes], { type: entry.file.type || "image/jpeg" }) : null; });
  }

  function settle(entry, answer, one) {
    if (answer.state === "lost") { lost(entry, one); return null; }
    one.failures = one.rests = 0;
    if (answer.state === "parked") { park(); locking = store.lock(true); return locking; }
    if (answer.state === "trouble") {
      Object.assign(entry, { state: "trouble", status: answer.status, sentence: answer.sentence || rules.sentenceIn(answer.html) });
      return write(entry).catch(function () { entry.durable = false; }).then(function () { return overtaken(entry); })
        .then(function () { move(entry, "trouble", { status: answer.status, html: answer.html, sentence: entry.sentence }); });
    }
    var version = rules.versionIn(answer.html, entry.url);
    return carryOn(entry, version).then(function () { return overtaken(entry); }).then(function () { return clear(entry); }).then(function () {
      // What was given while the store was busy was typed over these words, too.
      carryOn(entry, version);
      forget(entry);
      move(entry, "held", { html: answer.html });
    });
  }

  // What was typed over these words was typed over the version they became.
  function carryOn(entry, version) {
    return Promise.all(entries.slice(entries.indexOf(entry) + 1).map(function (later) {
      if (version === null || rules.thing(later.url) !== entry.url || later.frozen || later.base === null) return null;
      return change(later, function () { if (!later.frozen) Object.assign(later, { base: version, after: null }); });
    }));
  }

  // Newer own words for the same thing were answered: older ones that stood in 需处理 are done with.
  function overtaken(entry) {
    return Promise.all(entries.slice(0, entries.indexOf(entry)).map(function (older) {
      if (older.state !== "trouble" || older.url !== entry.url || older.base === null || entry.base === null) return null;
      return leaves(older);
    }));
  }

  // One entry that does not get through holds up its own visit only; a second one means that the link is bad.
  function lost(entry, one) {
    entry.failed = (entry.failed || 0) + 1;
    one.failures += 1;
    move(entry, "here", { lost: true });
    var other = rules.sendable(entries, entry.file ? "photos" : "words");
    if (one.failures > 1 || !other || (other.failed || 0) >= entry.failed) rest(one);
  }

  function rest(one) {
    var wait = Math.min(FIRST_WAIT * Math.pow(2, one.rests), LONGEST_WAIT) * (0.75 + Math.random() / 2);
    one.rests += 1;
    one.resting = true;
    clearTimeout(one.timer);
    one.timer = setTimeout(function () { Object.assign(one, { resting: false, failures: 0 }); drain(); }, wait);
  }

  function park() {
    parked = true;
    entries.forEach(function (entry) { if (pending(entry)) move(entry, "parked"); });
  }

  // After the old key was put away; and an answer that was on its way before somebody signed in does not count.
  function unlocked() {
    return locking.then(store.unlock).then(function (key) { return key || store.unlock(); });
  }

  function resume() {
    return unlocked().then(function (key) {
      if (!key || key.person !== store.person()) return;
      parked = false;
      entries.forEach(function (entry) { if (entry.state === "parked") move(entry, "here"); });
      Object.keys(lanes).forEach(function (name) { Object.assign(lanes[name], { failures: 0, rests: 0, resting: false }); });
      return Promise.all(entries.map(function (entry) { return entry.durable || entry.state !== "here" || entry.frozen ? null : persist(entry); })).then(refresh).then(drain);
    });
  }

  // What is in a file stays as it is there: later words are an entry of their own, typed over it.
  function filing() {
    return ready.then(function () {
      return Promise.all(entries.filter(function (entry) { return entry.state !== "saving"; }).map(function (entry) {
        return change(entry, function () { entry.filed = true; announce("filed", entry); });
      }));
    }).then(function () { return own(); });
  }

  function retry(id) {
    var entry = find(id);
    if (!entry || entry.state !== "trouble") return Promise.resolve();
    entry.state = "here";
    return write(entry).catch(function () { /* it is tried all the same */ }).then(function () { move(entry, "here"); return resume(); });
  }

  function giveUp(id) {
    var entry = find(id);
    if (!entry || entry.state === "sending") return Promise.resolve(false);
    // What lies under it has no place any more: the words of a photo, the corrections of a finding.
    var under = entries.filter(function (other) { return other.url.split("/").indexOf(id) >= 0; });
    return Promise.all([entry].concat(under).map(forget)).then(function () {
      [entry].concat(under).forEach(function (one) { move(one, "gone"); });
      return true;
    });
  }

  function own(visit, key) {
    return ready.then(function () {
      return entries.filter(function (entry) { return entry.state !== "saving" && (!visit || entry.visit === visit) && (!key || entry.key === key); });
    }).then(function (found) {
      return found.map(function (one) { return Object.assign({}, one, { hasFile: Boolean(one.file) }); });
    });
  }

  // How much waits, how much of it for a choice, and since when: told after every tap, so nothing is copied.
  function tally() {
    return ready.then(function () {
      var kept = entries.filter(function (entry) { return entry.state !== "saving"; });
      return { all: kept.length, trouble: kept.length - kept.filter(pending).length, oldest: kept.reduce(function (at, entry) { return Math.min(at, entry.at); }, Infinity) };
    });
  }

  channel.onmessage = function (event) {
    var told = event.data, entry = find(told.id);
    if (told.person !== store.person()) return;
    if (told.kind === "given" && !entry) { refresh().then(drain); return; }
    // What is being said anew here is no longer what the other tab speaks of.
    if (!entry || entry.state === "saving") return;
    if (told.kind === "moved") fresh(entry);
    if (told.kind === "gone" || told.state === "held" || told.state === "gone") { done.add(entry.id); entries.splice(entries.indexOf(entry), 1); }
    if (told.kind === "filed") entry.filed = true;
    if (told.kind === "moved") { entry.frozen = entry.frozen || told.state === "sending"; entry.state = told.state; entry.detail = told.detail; tell(entry); }
  };

  var ready = store.person() ? store.unlock().then(refresh) : Promise.resolve();
  // Nothing leaves before every script of the page listens: what is held must not stand there as waiting, or not at all.
  var heard = new Promise(function (resolve) {
    if (document.readyState === "complete") resolve();
    else document.addEventListener("DOMContentLoaded", resolve);
  });
  Promise.all([ready, heard]).then(drain);
  window.addEventListener("online", resume);
  document.addEventListener("visibilitychange", function () { if (!document.hidden) resume(); });
  window.addEventListener("beforeunload", function (event) { if (entries.some(function (entry) { return !entry.durable && pending(entry); })) event.preventDefault(); });
  window.outbox = {
    send: send, entries: own, tally: tally, file: function (id) { return find(id) ? blobOf(find(id)).catch(function () { return null; }) : Promise.resolve(null); }, digest: rules.digest, waiting: waiting,
    resume: resume, filing: filing, retry: retry, giveUp: giveUp, ready: ready, listen: function (listener) { listeners.push(listener); entries.forEach(function (one) { if (one.state !== "saving") listener(one, waiting()); }); }
  };
})();
