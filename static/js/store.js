// What lies on this phone: entries, files, prepared pages and half-typed words, each sealed under a key that the
// server releases to whoever signed in. Used by pages and by the service worker alike: no page is needed here.
(function (scope) {
  "use strict";
  var NAME = "inspectapp", VERSION = 1, FORMAT = 2, ROOMS = ["entries", "files", "pages", "drafts"];
  var PATIENCE = 10000, JSON_MARK = 1, BYTES_MARK = 2, FEW = 20;
  var page = scope.document || null, opened = null, mine = null, asking = null, times = 0, met = new Map();
  var channel = scope.BroadcastChannel ? new BroadcastChannel("inspectapp-key") : null;

  function trouble(why, cause) { return Object.assign(new Error(why), { why: why, cause: cause }); }
  function owner() { return page && page.body ? page.body.dataset.person || "" : ""; }

  function hex(bytes) { return Array.from(bytes, function (byte) { return byte.toString(16).padStart(2, "0"); }).join(""); }

  // Built into other apps there are browsers without randomUUID; where they get chance from they all have.
  function newId() {
    var bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = bytes[6] & 15 | 64;
    bytes[8] = bytes[8] & 63 | 128;
    return hex(bytes).replace(/(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
  }

  // --- the database: a transaction is over when it lies on the disk

  function open() {
    if (opened) return opened;
    opened = new Promise(function (resolve, reject) {
      var asked = scope.indexedDB.open(NAME, VERSION);
      asked.onupgradeneeded = function () {
        asked.result.createObjectStore("keys");
        ROOMS.forEach(function (room) { asked.result.createObjectStore(room, { autoIncrement: true }).createIndex("id", "id", { unique: true }); });
      };
      asked.onblocked = asked.onerror = function () { reject(asked.error || trouble("blocked")); };
      asked.onsuccess = function () {
        met.clear();  // it may be another one, numbered from the beginning
        asked.result.onversionchange = function () { asked.result.close(); opened = null; };
        asked.result.onclose = function () { opened = null; };  // iOS closes it when memory is short
        resolve(asked.result);
      };
    });
    opened.catch(function () { opened = null; });
    return opened;
  }

  // What is called 在本机 lies on the disk itself. Half-typed words are promised to nobody, and what was dropped but is
  // there again after a power cut is known by its id: no answer waits for either.
  function durability(room) { return { durability: room === "drafts" ? "relaxed" : "strict" }; }

  function once(room, mode, work, light) {
    return open().then(function (base) {
      return new Promise(function (resolve, reject) {
        var deal = base.transaction(room, mode, durability(light ? "drafts" : room)), found;
        deal.oncomplete = function () { resolve(found); };
        deal.onabort = deal.onerror = function () { reject(deal.error || trouble("blocked")); };
        work(deal.objectStore(room), function (value) { found = value; });
      });
    });
  }

  function inside(room, mode, work, light) {
    return once(room, mode, work, light).catch(function (error) {
      if (error.name !== "InvalidStateError") throw error;
      opened = null;
      return once(room, mode, work, light);
    }).catch(function (error) { throw trouble(error.name === "QuotaExceededError" ? "quota" : "blocked", error); });
  }

  function read(room, ask) {
    return inside(room, "readonly", function (store, found) { ask(store).onsuccess = function (event) { found(event.target.result); }; });
  }

  // --- the key

  function kept() {
    return read("keys", function (keys) { return keys.get("current"); }).then(function (key) {
      if (key && key.until > Date.now()) return key;
      return key ? remove("keys", "current").then(function () { return null; }) : null;
    }).catch(function () { return null; });
  }

  function remove(room, name) {
    return inside(room, "readwrite", function (store) { store.delete(name); }).catch(function () { /* nothing was kept then */ });
  }

  function put(name, value) { return inside("keys", "readwrite", function (keys) { keys.put(value, name); }); }

  function bytesOf(base64) { return Uint8Array.from(atob(base64), function (letter) { return letter.charCodeAt(0); }); }

  // The end of the sign-in is told on this phone's own clock, which may be days off.
  function ask(person) {
    var stop = new AbortController(), clock = setTimeout(function () { stop.abort(); }, PATIENCE), sent = Date.now(), time = times;
    return fetch("/phone/key", {
      credentials: "same-origin", redirect: "manual", cache: "no-store", signal: stop.signal, headers: { "HX-Request": "true" }
    }).then(function (answer) {
      if (answer.status === 401) return lock(true).then(function () { return null; });
      return answer.status === 200 ? answer.json() : null;
    }).then(function (told) {
      if (!told || told.person !== person || time !== times) return null;  // locked while it was on its way
      return crypto.subtle.importKey("raw", bytesOf(told.key), "AES-GCM", false, ["encrypt", "decrypt"]).then(function (key) {
        return { person: person, key: key, until: sent + (told.until - told.now) };
      });
    }).then(function (key) {
      if (!key || time !== times) return null;
      mine = key;
      tellOthers(person);
      return put("current", key).catch(function () { /* this page still has it */ }).then(function () { return key; });
    }).finally(function () { clearTimeout(clock); });
  }

  function unlock() {
    return kept().then(function (key) {
      var person = owner();
      if (key && (!person || key.person === person)) { if (page) mine = key; return key; }
      if (!person) return null;
      if (!asking) asking = ask(person).catch(function () { return null; }).finally(function () { asking = null; });
      return asking;
    });
  }

  // A page that is open goes on with the key it has; the worker looks each time whether there still is one.
  function held() { return mine ? Promise.resolve(mine) : unlock(); }

  function lock(keepHere) {
    times += 1;
    if (!keepHere) { mine = null; tellOthers(""); }
    return remove("keys", "current");
  }

  function leave() { return lock().then(function () { return put("leaving", { at: Date.now() }); }).catch(function () { /* no store: nothing is kept */ }); }
  function leaving() { return read("keys", function (keys) { return keys.get("leaving"); }).then(Boolean).catch(function () { return false; }); }
  function left() { return remove("keys", "leaving"); }

  // Whoever holds the phone now: pages of anybody else forget what they know, and go.
  function tellOthers(person) { if (channel) channel.postMessage(person); }

  if (channel) channel.onmessage = function (event) {
    if (event.data && event.data === owner()) return;
    mine = null;
    if (page) page.dispatchEvent(new Event("store-closed"));
  };

  // --- sealing

  function pack(value) {
    var bytes = value instanceof ArrayBuffer ? new Uint8Array(value) : new TextEncoder().encode(JSON.stringify(value));
    var packed = new Uint8Array(bytes.length + 1);
    packed[0] = value instanceof ArrayBuffer ? BYTES_MARK : JSON_MARK;
    packed.set(bytes, 1);
    return packed;
  }

  function unpack(buffer) {
    var bytes = new Uint8Array(buffer);
    return bytes[0] === BYTES_MARK ? buffer.slice(1) : JSON.parse(new TextDecoder().decode(bytes.subarray(1)));
  }

  // Twelve bytes that are never used again, then what AES-GCM made of it.
  function sealed(key, place, bytes) {
    var fresh = crypto.getRandomValues(new Uint8Array(12)), about = new TextEncoder().encode(place);
    return crypto.subtle.encrypt({ name: "AES-GCM", iv: fresh, additionalData: about }, key.key, bytes).then(function (secret) {
      var whole = new Uint8Array(12 + secret.byteLength);
      whole.set(fresh);
      whole.set(new Uint8Array(secret), 12);
      return whole.buffer;
    });
  }

  function opening(key, name, record) {
    if (!key || !record || record.owner !== key.person) return Promise.resolve(null);
    var about = new TextEncoder().encode(name + "/" + record.id + "/" + record.owner);
    return crypto.subtle.decrypt({ name: "AES-GCM", iv: record.sealed.slice(0, 12), additionalData: about }, key.key, record.sealed.slice(12)).then(unpack).catch(function () { return null; });
  }

  // --- what others use

  function save(name, id, value, clear) {
    return held().then(function (key) {
      if (!key) throw trouble("locked");
      return sealed(key, name + "/" + id + "/" + key.person, pack(value)).then(function (secret) {
        return keep(name, { id: id, owner: key.person, at: Date.now(), format: FORMAT, clear: clear || {}, sealed: secret });
      });
    }).catch(function (error) { throw error.why ? error : trouble("blocked", error); });
  }

  // A record that is saved again keeps its place and its first time; what was written is read back and measured.
  function keep(name, record) {
    return inside(name, "readwrite", function (store, found) {
      function check(event) { store.get(event.target.result).onsuccess = function (again) { found(again.target.result.sealed.byteLength); }; }
      store.index("id").openCursor(IDBKeyRange.only(record.id)).onsuccess = function (event) {
        var cursor = event.target.result;
        if (!cursor) { store.add(record).onsuccess = check; return; }
        record.at = cursor.value.at;
        cursor.update(record).onsuccess = check;
      };
    }).then(function (length) { if (length !== record.sealed.byteLength) throw trouble("blocked"); });
  }

  // Nothing where nothing lies. What cannot be read this once is a failure: it may be there all the same.
  function load(name, id) {
    return Promise.all([held(), read(name, function (store) { return store.index("id").get(id); })])
      .then(function (both) { return opening(both[0], name, both[1]); });
  }

  // Every record; of those that are `known` only the id, which is not even read again: two hundred wait, and an answer
  // is being given.
  function records(name, known) {
    return inside(name, "readonly", function (store, found) {
      var rows;
      store.getAllKeys().onsuccess = function (event) {
        var keys = event.target.result, fresh = keys.filter(function (key) { return !known || !known(met.get(name + key)); });
        rows = keys.map(function (key) { return { id: met.get(name + key) }; });
        function take(key, record) {
          met.set(name + key, record.id);
          rows[keys.indexOf(key)] = record;
        }
        found(rows);
        if (fresh.length > FEW) store.getAll().onsuccess = function (all) { all.target.result.forEach(function (record, place) { take(keys[place], record); }); };
        else fresh.forEach(function (key) { store.get(key).onsuccess = function (one) { take(key, one.target.result); }; });
      };
    });
  }

  function all(name, known) {
    return Promise.all([held(), records(name, known)]).then(function (both) {
      return Promise.all(both[1].map(function (record) {
        return (known && known(record.id) ? Promise.resolve(null) : opening(both[0], name, record)).then(function (value) {
          return { id: record.id, owner: record.owner, at: record.at, format: record.format, clear: record.clear, value: value };
        });
      }));
    });
  }

  function drop(name, id) {
    return inside(name, "readwrite", function (store) {
      store.index("id").getKey(id).onsuccess = function (event) { if (event.target.result !== undefined) store.delete(event.target.result); };
    }, true);
  }

  function counts() {
    return Promise.all([kept(), read("entries", function (store) { return store.getAll(); })]).then(function (both) {
      var person = owner() || (both[0] ? both[0].person : ""), own = both[1].filter(function (one) { return one.owner === person; });
      return { mine: own.length, others: both[1].length - own.length, oldest: own.length ? own[0].at : null };
    });
  }

  function pageId(url) {
    return held().then(function (key) {
      var place = new URL(url, scope.location.href);
      return crypto.subtle.digest("SHA-256", new TextEncoder().encode((key ? key.person : owner()) + " " + place.pathname + place.search));
    }).then(function (buffer) { return hex(new Uint8Array(buffer)); });
  }

  // For the way out: the whole queue as one sealed file.
  function seal(place, bytes) { return held().then(function (key) { if (!key) throw trouble("locked"); return sealed(key, place, bytes); }); }

  scope.store = {
    unlock: unlock, lock: lock, leave: leave, leaving: leaving, left: left, save: save, load: load, all: all, drop: drop,
    counts: counts, pageId: pageId, seal: seal, person: owner, newId: newId, hex: hex, FORMAT: FORMAT
  };
})(self);
