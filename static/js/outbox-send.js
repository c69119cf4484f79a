// One entry is posted, and what came back is judged: only the server's own receipt, naming this id and the same
// content, means that it was taken in. Whatever does not come from our server says nothing at all.
(function () {
  "use strict";
  var GIVE_UP_AFTER = 20000, OURS = "anpei", UNLIKE = "服务器收到的与手机上的不一致。请刷新页面核对，已有的可以放弃这一项。";
  var rules = window.outboxRules;

  function bodyOf(entry, blob) {
    var pairs = rules.leaving(entry);
    if (!entry.file) return new URLSearchParams(pairs);
    var body = new FormData();
    pairs.forEach(function (pair) { body.append(pair[0], pair[1]); });
    body.append(entry.file.name, blob, "photo");
    return body;
  }

  function post(entry, blob) {
    var stop = new AbortController(), clock = setTimeout(function () { stop.abort(); }, entry.file ? 3 * GIVE_UP_AFTER : GIVE_UP_AFTER);
    return rules.receiptOf(entry).then(function (sha256) {
      return fetch(entry.url, {
        method: "POST", body: bodyOf(entry, blob), signal: stop.signal, credentials: "same-origin", redirect: "manual",
        headers: { "X-Op-Id": entry.id, "HX-Request": "true", "X-Person": entry.person }
      }).then(function (answer) { return answer.text().then(function (html) { return judge(entry, sha256, answer, html); }); });
    }).catch(function () { return { state: "lost" }; }).finally(function () { clearTimeout(clock); });
  }

  function judge(entry, sha256, answer, html) {
    // An answer that was cut off behind its headers lacks the new version: the same id brings the whole of it again.
    var length = answer.headers.get("X-Length"), whole = length === null || new TextEncoder().encode(html).length === Number(length);
    if (answer.ok && answer.headers.get("X-Receipt") === entry.id + " " + sha256) return whole ? { state: "held", html: html } : { state: "lost" };
    if (answer.status === 413) return { state: "trouble", status: 413, html: html };
    if (answer.headers.get("X-Served") !== OURS) return { state: "lost" };
    // Taken in, but not as it lies here: only somebody who looks at both can say what counts.
    if (answer.ok && answer.headers.has("X-Receipt")) return { state: "trouble", status: answer.status, sentence: UNLIKE };
    // Signed out, or first a new password is wanted: the door answers before the entry is looked at.
    if (answer.status === 401 || answer.ok) return { state: "parked" };
    var refused = answer.status >= 400 && answer.status < 500 && answer.status !== 408 && answer.status !== 429;
    return refused ? { state: "trouble", status: answer.status, html: html } : { state: "lost" };
  }

  window.outboxSend = { post: post };
})();
