// Taking pages along: fetched by the tag of what is here, kept sealed, forgotten when they are no more. The page that
// downloads uses it, and so does the worker, which fetches a visit's pages anew when what was given has arrived.
(function (scope) {
  "use strict";
  var LIST = "/prepare/manifest", SHELF = "shell", PATIENCE = 30000, PICTURE = /\/(thumb|screen)$/;
  var store = scope.store, rules = scope.prepareRules;

  function recall() {
    return store.pageId(LIST).then(function (id) { return store.load("pages", id); }).then(function (kept) { return kept && kept.held ? kept : { at: "", visits: [], held: {} }; });
  }

  function remember(index) {
    return store.pageId(LIST).then(function (id) { return store.save("pages", id, index, { visit: "" }); });
  }

  function ask(url, headers) {
    var stop = new AbortController(), clock = setTimeout(function () { stop.abort(); }, PATIENCE);
    return fetch(url, { headers: headers, cache: "no-store", credentials: "same-origin", redirect: "manual", signal: stop.signal })
      .then(function (answer) {
        if (answer.type === "opaqueredirect") throw new Error("signed out");
        if (answer.headers.get("X-Served") !== "anpei") throw new Error("not ours");
        return answer;
      }).finally(function () { clearTimeout(clock); });
  }

  function keepAssets(html) {
    if (!scope.caches) return Promise.resolve();
    return caches.open(SHELF).then(function (shelf) {
      return Promise.all(rules.assetsIn(html).map(function (url) {
        return shelf.match(url, { ignoreVary: true }).then(function (kept) { return kept || shelf.add(new Request(url, { credentials: "omit" })); });
      }));
    });
  }

  // One page: asked for by the tag of what is here, kept when it is new, forgotten when it is no more.
  function take(index, one, url) {
    var kept = index.held[url];
    return ask(url, kept ? { "X-Prepare": "1", "If-None-Match": kept.tag } : { "X-Prepare": "1" }).then(function (answer) {
      if (answer.status === 304) { kept.at = new Date().toISOString(); return null; }
      if (answer.status === 403 || answer.status === 404 || answer.status === 409) { one.urls.splice(one.urls.indexOf(url), 1); return drop(index, url); }
      if (answer.status !== 200) throw new Error("busy");
      return answer.arrayBuffer().then(function (bytes) { return keep(index, one, url, answer, bytes); });
    });
  }

  function keep(index, one, url, answer, bytes) {
    var now = new Date().toISOString(), type = answer.headers.get("Content-Type"), html = /^text\/html/.test(type) ? new TextDecoder().decode(bytes) : "";
    var body = html ? new TextEncoder().encode(rules.marked(html, now)).buffer : bytes;
    return (html ? keepAssets(html) : Promise.resolve()).then(function () { return store.pageId(url); }).then(function (id) {
      return store.save("pages", id, body, { visit: one.visit, size: body.byteLength }).then(function () {
        index.held[url] = { id: id, tag: answer.headers.get("ETag"), at: now, size: body.byteLength };
      });
    });
  }

  function drop(index, url) {
    var kept = index.held[url];
    delete index.held[url];
    return kept ? store.drop("pages", kept.id) : Promise.resolve();
  }

  function inOrder(list, work) {
    return list.reduce(function (before, one, place) { return before.then(function () { return work(one, place); }); }, Promise.resolve());
  }

  function forgetOld(index) {
    var wanted = [].concat.apply([], index.visits.map(function (one) { return one.urls; }));
    return Promise.all(Object.keys(index.held).filter(function (url) { return wanted.indexOf(url) < 0; }).map(function (url) { return drop(index, url); }));
  }

  // What was taken along before something was held does not know of it. Pictures that are here stay as they are.
  function freshen(visit) {
    function here(one) { return one.visit === visit; }
    return recall().then(function (index) {
      if (!index.visits.some(here)) return null;
      return ask(LIST, {}).then(function (answer) { return answer.json(); }).then(function (visits) {
        var one = visits.find(here);
        if (!one) return null;
        index.visits.splice(index.visits.findIndex(here), 1, one);
        return inOrder(one.urls.filter(function (url) { return !index.held[url] || !PICTURE.test(url); }), function (url) { return take(index, one, url); })
          .finally(function () { return remember(index); });
      });
    }).catch(function () { /* without a network it stays as it was; the server compares in any case */ });
  }

  scope.taking = { LIST: LIST, ask: ask, recall: recall, remember: remember, take: take, inOrder: inOrder, forgetOld: forgetOld, freshen: freshen };
})(self);
