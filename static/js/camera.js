// Photos on the phone: what the file tells of itself is read first, then it is made smaller, counted and sent.
// Until the server's receipt is compared, a small picture with its state stands beside the others.
(function () {
  "use strict";
  var LONGEST = 1600, QUALITY = 0.82, HEAD = 131072;
  var WORDS = { saving: "正在存入手机", here: "在本机", sending: "上传中", trouble: "需处理", parked: "请登录" };
  // `asked`, `begun`: of the photos that were chosen together, how many there are, and at which one we are.
  var shown = new Map(), line = Promise.resolve(), asked = 0, begun = 0;

  // Time, time zone and position of the picture: the only fields read out of EXIF.
  function readHead(buffer) {
    var view = new DataView(buffer), at = 2, told = {};
    if (view.byteLength < 12 || view.getUint16(0) !== 0xFFD8) return told;
    told.looked = "是";
    while (at + 10 < view.byteLength) {
      var marker = view.getUint16(at), size = view.getUint16(at + 2);
      if (marker === 0xFFE1 && view.getUint32(at + 4) === 0x45786966) { readTiff(view, at + 10, told); break; }
      if ((marker & 0xFF00) !== 0xFF00) break;
      at += 2 + size;
    }
    return told;
  }

  function readTiff(view, base, told) {
    var little = view.getUint16(base) === 0x4949;
    function short(at) { return view.getUint16(base + at, little); }
    function long(at) { return view.getUint32(base + at, little); }
    function words(entry) {
      var length = long(entry + 4), from = length > 4 ? long(entry + 8) : entry + 8, text = "";
      for (var i = 0; i < length - 1 && base + from + i < view.byteLength; i += 1) text += String.fromCharCode(view.getUint8(base + from + i));
      return text;
    }
    function position(at) {
      var found = {};
      each(at, function (tag, entry) {
        var from = long(entry + 8);
        function part(place) { return long(from + place) / long(from + place + 4); }
        found[tag] = tag % 2 ? /[SW]/.test(words(entry)) ? -1 : 1 : part(0) + part(8) / 60 + part(16) / 3600;
        if (tag === 4) told.position = (found[1] * found[2]).toFixed(6) + "," + (found[3] * found[4]).toFixed(6);
      });
      return /^[-.,0-9]+$/.test(told.position) ? told.position : "有";
    }
    function each(at, visit) { for (var i = 0, n = short(at); i < n; i += 1) visit(short(at + 2 + 12 * i), at + 2 + 12 * i); }
    each(long(4), function (tag, entry) {
      if (tag === 0x8825) told.position = position(long(entry + 8));
      if (tag === 0x8769) each(long(entry + 8), function (inner, part) {
        if (inner === 0x9003) told.taken = words(part);
        if (inner === 0x9011) told.offset = words(part);
      });
    });
  }

  function headOf(file) {
    return file.slice(0, HEAD).arrayBuffer().then(function (buffer) {
      try { return Object.assign({ looked: "否" }, readHead(buffer)); } catch (error) { return { looked: "否" }; }
    });
  }

  // One at a time is decoded: twelve million points are fifty megabytes, and twenty photos would end the tab.
  function smaller(file) {
    return createImageBitmap(file, { imageOrientation: "from-image" }).then(function (bitmap) {
      var scale = Math.min(1, LONGEST / Math.max(bitmap.width, bitmap.height)), canvas = document.createElement("canvas");
      if (scale === 1 && file.size < 400000) { bitmap.close(); return file; }
      canvas.width = Math.round(bitmap.width * scale);
      canvas.height = Math.round(bitmap.height * scale);
      canvas.getContext("2d").drawImage(bitmap, 0, 0, canvas.width, canvas.height);
      bitmap.close();
      return new Promise(function (resolve) { canvas.toBlob(function (blob) { resolve(blob || file); }, "image/jpeg", QUALITY); });
    }).catch(function () { return file; });  // HEIC where the browser cannot: the server reads it
  }

  // The next one begins when this one lies on the disk; one that cannot be read says so and holds up nobody.
  function queue(form, files, origin) {
    asked += files.length;
    files.forEach(function (file) {
      line = line.then(function () {
        begun += 1;
        var place = placeFor(form, asked > 1 ? "正在处理 " + begun + "/" + asked : WORDS.saving);
        return take(form, file, origin, place).catch(function () {
          // Where its card is by now.
          hang(place, at(form.id, form.dataset.photo));
          say(place, "读不出这张照片，请重拍", "trouble");
        });
      }).then(function () { if (begun === asked) begun = asked = 0; });
    });
  }

  function take(form, file, origin, waiting) {
    var finding = form.elements.finding_id;
    return Promise.all([headOf(file), file.arrayBuffer().then(window.outbox.digest)]).then(function (parts) {
      return smaller(file).then(function (blob) { return parts.concat(blob); });
    }).then(function (parts) {
      var told = parts[0], blob = parts[2];
      told.original_sha256 = parts[1];
      told.original_size = String(file.size);
      told.made_smaller = blob === file ? "否" : "是";
      return Promise.all([blob.arrayBuffer().then(window.outbox.digest), window.outbox.entries("", form.dataset.photo)]).then(function (found) {
        var sha256 = found[0], entry;
        // The same picture chosen again at this question: it is here already.
        if (found[1].some(function (one) { return one.file && one.file.sha256 === sha256 && one.state !== "trouble"; })) { waiting.remove(); return null; }
        entry = window.outbox.send({
          key: form.dataset.photo, url: form.getAttribute("action"), label: "照片",
          pairs: [["origin", origin], ["sha256", sha256], ["told", JSON.stringify(told)]].concat(finding ? [["finding_id", finding.value]] : []),
          file: { name: "photo", blob: blob, sha256: sha256 }
        });
        shown.set(entry.id, waiting);
        waiting.querySelector("img").src = URL.createObjectURL(blob);
        tell(entry);
        return entry.stored;
      });
    });
  }

  // A new card comes from the server without the pictures that are still on their way: they are hung up again.
  function at(id, key) { return document.getElementById(id) || document.querySelector('[data-photo="' + key + '"]'); }
  function hang(place, form) { if (form && !place.isConnected) form.before(place); }

  function placeFor(form, words) {
    var place = document.createElement("span");
    place.className = "photos__one photos__one--waiting";
    place.innerHTML = '<a><img width="72" height="72" alt="照片"><span class="photos__state"></span></a>';
    place.querySelector(".photos__state").textContent = words;
    hang(place, form.isConnected ? form : at(form.id, form.dataset.photo));
    return place;
  }

  function say(place, words, state) {
    place.querySelector(".photos__state").textContent = words;
    place.dataset.now = state;
  }

  // A photo of a finding lies with it, any other with its question.
  function formOf(entry) { return at("p-" + window.verdicts.value(entry.pairs, "finding_id"), entry.key); }

  function tell(entry) {
    var place = shown.get(entry.id);
    if (!place) return;
    if (entry.state === "held" || entry.state === "gone") { shown.delete(entry.id); place.remove(); return; }
    hang(place, formOf(entry));
    say(place, entry.state === "trouble" ? sentence(entry) : entry.detail.unsafe ? "没有存到手机" : WORDS[entry.state], entry.state);
    if (entry.durable) place.querySelector("a").href = "/visits/" + entry.visit + "/photos/waiting?id=" + entry.id;
  }

  function sentence(entry) {
    var holder = document.createElement("template");
    holder.innerHTML = entry.detail.html || "";
    var said = holder.content.querySelector("[role=alert]");
    return said ? said.textContent.trim() : "没有保存，请重拍";
  }

  // Heard at the input itself: while the camera is open the card may be replaced, and an input that has left the
  // page still hands over its photo.
  function chosen(event) {
    var input = event.currentTarget;
    queue(input.form, Array.from(input.files), input.dataset.origin);
    input.value = "";
  }

  function listen() {
    document.querySelectorAll("[data-photo] input[type=file]").forEach(function (input) {
      if (input.dataset.heard) return;
      input.dataset.heard = "yes";
      input.addEventListener("change", chosen);
      if (input.files.length) chosen({ currentTarget: input });
    });
  }

  // When the walk is there, too, so that a photo chosen before finds everybody it is told to.
  document.addEventListener("DOMContentLoaded", function () {
    listen();
    new MutationObserver(listen).observe(document.body, { childList: true, subtree: true });
  });
  // A photo that lies on this phone since an earlier page, or whose card was set anew by the server.
  function adopt(card, entry) {
    var form = formOf(entry), place = shown.get(entry.id);
    if (place) { hang(place, form); return; }
    if (!form) return;
    place = placeFor(form, "");
    shown.set(entry.id, place);
    tell(entry);
    window.outbox.file(entry.id).then(function (blob) { if (blob) place.querySelector("img").src = URL.createObjectURL(blob); });
  }

  window.addEventListener("beforeunload", function (event) { if (asked) event.preventDefault(); });
  window.camera = { tell: tell, adopt: adopt };
})();
