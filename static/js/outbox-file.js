// The way out without any network: everything that waits, photos included, in one file that only its author can
// hand in. It is shared where the phone can, else saved.
(function () {
  "use strict";
  function base64(bytes) {
    var text = "", all = new Uint8Array(bytes);
    for (var from = 0; from < all.length; from += 32768) text += String.fromCharCode.apply(null, all.subarray(from, from + 32768));
    return btoa(text);
  }

  function line(entry) {
    var told = {
      id: entry.id, url: entry.url, pairs: entry.pairs, base: entry.base, typed_at: entry.typed_at, label: entry.label,
      visit: entry.visit, rank: entry.rank, frozen: entry.frozen, file: null
    };
    if (!entry.file) return Promise.resolve(told);
    return window.outbox.file(entry.id).then(function (blob) { return blob ? blob.arrayBuffer() : new ArrayBuffer(0); }).then(function (bytes) {
      told.file = { name: entry.file.name, sha256: entry.file.sha256, data: base64(bytes) };
      return told;
    });
  }

  function make() {
    var person = self.store.person(), made = new Date().toISOString();
    return window.outbox.entries().then(function (all) { return Promise.all(all.map(line)); }).then(function (lines) {
      var text = [{ format: self.store.FORMAT, person: person, made: made }].concat(lines).map(function (one) { return JSON.stringify(one); }).join("\n");
      return self.store.seal("queue/" + person, new TextEncoder().encode(text));
    }).then(function (sealed) {
      var name = "待上传-" + made.slice(0, 10).replace(/-/g, "") + ".anpei";
      return new File(["ANPEI" + self.store.FORMAT + "\n" + person + "\n", sealed], name, { type: "application/octet-stream" });
    });
  }

  function hand(file) {
    if (navigator.canShare && navigator.canShare({ files: [file] })) {
      return navigator.share({ files: [file] }).catch(function (refused) { if (refused.name !== "AbortError") download(file); });
    }
    download(file);
    return Promise.resolve();
  }

  function download(file) {
    var link = document.createElement("a");
    link.href = URL.createObjectURL(file);
    link.download = file.name;
    link.click();
    setTimeout(function () { URL.revokeObjectURL(link.href); }, 60000);
  }

  window.outboxFile = { make: make, hand: hand };
})();
