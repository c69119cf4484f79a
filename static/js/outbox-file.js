// The way out without any network: everything that waits, photos included, in files that only its author can hand in,
// each of a size that one upload takes. They are shared where the phone can, else saved.
(function () {
  "use strict";
  // Photos grow by a third as text; the server takes 25 MB at once.
  var MOST = 12 * 1048576;

  function base64(bytes) {
    var text = "", all = new Uint8Array(bytes);
    for (var from = 0; from < all.length; from += 32768) text += String.fromCharCode.apply(null, all.subarray(from, from + 32768));
    return btoa(text);
  }

  function line(entry, all) {
    var told = {
      id: entry.id, url: entry.url, pairs: entry.pairs, base: entry.base, typed_at: entry.typed_at, label: entry.label,
      visit: entry.visit, rank: entry.rank, frozen: entry.frozen, file: null,
      after: entry.after || null, needs: window.outboxRules.needs(all, entry)
    };
    if (!entry.file) return Promise.resolve(told);
    // A photo that cannot be read is told to be missing: everything else goes its way.
    return window.outbox.file(entry.id).then(function (blob) { return blob && blob.arrayBuffer(); }).then(function (bytes) {
      told.file = { name: entry.file.name, sha256: entry.file.sha256, data: bytes && base64(bytes) };
      return told;
    });
  }

  // In their order: a later file never holds what an earlier one waits for.
  function parts(all) {
    return all.reduce(function (made, entry) {
      var last = made[made.length - 1], size = entry.file ? entry.file.size : 0;
      if (!last || (last.size + size > MOST && last.entries.length)) made.push(last = { entries: [], size: 0 });
      last.entries.push(entry);
      last.size += size;
      return made;
    }, []).map(function (part) { return part.entries; });
  }

  function sealed(entries, name, all) {
    var person = self.store.person();
    return Promise.all(entries.map(function (entry) { return line(entry, all); })).then(function (lines) {
      var text = [{ format: self.store.FORMAT, person: person, made: new Date().toISOString() }].concat(lines).map(function (one) { return JSON.stringify(one); }).join("\n");
      return self.store.seal("queue/" + person, new TextEncoder().encode(text));
    }).then(function (bytes) {
      return new File(["ANPEI" + self.store.FORMAT + "\n" + person + "\n", bytes], name, { type: "application/octet-stream" });
    });
  }

  // One after the other: a phone has not the room to seal all photos at once.
  function make() {
    var day = new Date().toISOString().slice(0, 10).replace(/-/g, "");
    return window.outbox.filing().then(function (entries) {
      var all = parts(entries);
      return all.reduce(function (before, part, place) {
        var mark = all.length > 1 ? "-" + (place + 1) + "共" + all.length : "";
        return before.then(function (files) {
          return sealed(part, "待上传-" + day + mark + ".anpei", entries).then(function (file) { return files.concat(file); });
        });
      }, Promise.resolve([]));
    });
  }

  function hand(files) {
    if (navigator.canShare && navigator.canShare({ files: files })) {
      return navigator.share({ files: files }).catch(function (refused) { if (refused.name !== "AbortError") files.forEach(download); }).then(function () { return files; });
    }
    files.forEach(download);
    return Promise.resolve(files);
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
