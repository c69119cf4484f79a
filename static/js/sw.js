// Reads only: the shell from the cache, pages and pictures from the network first and, without one, out of the
// sealed store. Everything that is not GET goes past this file as if it were not there.
"use strict";
var SHELF = "shell", PATIENCE = 6000, ASK_PATIENCE = 4000;
var IMAGES = [[/\/thumb$/, "image/webp"], [/\/screen$/, "image/jpeg"]];
importScripts.apply(self, self.shell.scripts);

self.addEventListener("install", function (event) {
  self.skipWaiting();
  event.waitUntil(caches.open(SHELF).then(function (shelf) {
    return shelf.addAll(self.shell.files.concat([self.shell.offline]).map(function (url) { return new Request(url, { credentials: "omit" }); }));
  }));
});

self.addEventListener("activate", function (event) { event.waitUntil(self.clients.claim()); });

// When every page was taken along anew, files that only older pages asked for may go. When the last of what was given
// at a visit has arrived, its pages are fetched anew, even if the tab that sent it is closed meanwhile.
self.addEventListener("message", function (event) {
  if (event.data === "sweep") event.waitUntil(sweep());
  if (event.data.arrived) event.waitUntil(self.taking.freshen(event.data.arrived));
});

self.addEventListener("fetch", function (event) {
  var asked = event.request, place = new URL(asked.url);
  if (asked.method !== "GET" || place.origin !== self.location.origin) return;
  if (place.pathname.indexOf("/static/") === 0) event.respondWith(fromShelf(asked));
  else if (asked.mode === "navigate") event.respondWith(page(asked, place));
  else if (asked.destination === "image" && place.pathname.indexOf("/visits/") === 0) event.respondWith(picture(asked, place));
});

function sweep() {
  return caches.open(SHELF).then(function (shelf) {
    return shelf.keys().then(function (kept) {
      return Promise.all(kept.map(function (one) {
        var path = new URL(one.url).pathname;
        return path === self.shell.offline || self.shell.files.indexOf(path) >= 0 ? null : shelf.delete(one);
      }));
    });
  });
}

// Names carry the content: what was kept under a name is what it is.
function fromShelf(asked) {
  return caches.open(SHELF).then(function (shelf) {
    return shelf.match(asked.url, { ignoreVary: true }).then(function (kept) {
      return kept || fetch(asked).then(function (answer) {
        if (answer.ok && ours(answer)) shelf.put(asked.url, answer.clone());
        return answer;
      });
    });
  });
}

function shellPage() { return caches.match(self.shell.offline, { ignoreVary: true }).then(function (kept) { return kept || Response.error(); }); }

// Somebody has left this phone and the server does not know yet: nothing else is opened before it does.
function page(asked, place) {
  return self.store.leaving().then(function (owed) {
    if (owed) return shellPage();
    return taken(place).then(function (copy) {
      return network(asked, copy).catch(function () { return copy || shellPage(); });
    });
  });
}

function picture(asked, place) {
  return fetch(asked).then(function (answer) { return ours(answer) ? answer : Promise.reject(new Error("not ours")); })
    .catch(function () { return taken(place).then(function (copy) { return copy || Response.error(); }); });
}

function ours(answer) { return answer.headers.get("X-Served") === "anpei"; }

// An answer of ours, or a failure: portals and proxies are failures, and so is a mishap where there is a copy.
function network(asked, copy) {
  return within(copy ? PATIENCE : 0, fetch(asked)).then(function (answer) {
    if (answer.type === "opaqueredirect") return served().then(function () { return answer; });
    if (!ours(answer) || (copy && answer.status >= 500)) throw new Error("not ours");
    return answer;
  });
}

// Where a redirect comes from cannot be seen; so the server is asked something it alone can answer.
function served() {
  return within(ASK_PATIENCE, fetch("/healthz", { cache: "no-store", redirect: "error" })).then(function (answer) {
    if (!ours(answer)) throw new Error("not ours");
  });
}

function within(patience, work) {
  if (!patience) return work;
  return Promise.race([work, new Promise(function (_, giveUp) { setTimeout(giveUp, patience, new Error("late")); })]);
}

// The prepared copy, if there is one and its person is signed in on this phone.
function taken(place) {
  return copyOf(place.pathname + place.search).then(function (bytes) {
    return bytes || (place.search ? copyOf(place.pathname) : null);
  }).then(function (bytes) {
    if (!(bytes instanceof ArrayBuffer)) return null;
    var image = IMAGES.find(function (one) { return one[0].test(place.pathname); });
    return new Response(bytes, { headers: { "Content-Type": image ? image[1] : "text/html; charset=utf-8", "Cache-Control": "no-store" } });
  }).catch(function () { return null; });
}

function copyOf(url) { return self.store.pageId(url).then(function (id) { return self.store.load("pages", id); }); }
