// The pad: strokes with their time, never a picture. On an upright phone the signer turns it to the left.
// signingPad({dialog, opener, ink, keep}) hands the finished strokes to `keep` and shows them beside the opener.
(function () {
  "use strict";
  // As the server's rules/ink.py.
  var FEWEST_POINTS = 40, FEWEST_TOUCHES = 12, SHORTEST = 0.15, NARROWEST = 0.15, SHORTEST_MS = 600;

  window.signingPad = function (asked) {
    var dialog = asked.dialog, opener = asked.opener, ink = asked.ink;
    var canvas = dialog.querySelector("canvas"), error = dialog.querySelector(".pad__error"), size = null;
    var pad = new window.SignaturePad(canvas, { throttle: 0, minDistance: 1, minWidth: 1.2, maxWidth: 3.2 });

    // Down on the glass is the signer's right, left is their down.
    function turned() { return size.height > size.width; }
    function toReading(x, y) { return turned() ? [y, size.width - x] : [x, y]; }
    function readingSize() { return turned() ? [size.height, size.width] : [size.width, size.height]; }

    function strokes() {
      var first = null, wide = readingSize();
      var lines = pad.toData().map(function (group) {
        return group.points.map(function (point) {
          if (first === null) first = point.time;
          var at = toReading(point.x, point.y);
          return [Math.round(at[0]), Math.round(at[1]), Math.round(point.time - first)];
        });
      });
      return { width: Math.round(wide[0]), height: Math.round(wide[1]), lines: lines };
    }

    // The keyboard and the address bar resize, too: only another width is another pad, and it keeps what was drawn.
    function fit() {
      var box = canvas.getBoundingClientRect();
      if (!box.width || (size && size.width === box.width && size.height === box.height)) return;
      var kept = size && !pad.isEmpty() ? strokes() : null, times = kept ? pad.toData() : null;
      var ratio = Math.max(window.devicePixelRatio || 1, 1);
      size = { width: box.width, height: box.height };
      canvas.width = box.width * ratio;
      canvas.height = box.height * ratio;
      canvas.getContext("2d").scale(ratio, ratio);
      pad.clear();
      if (kept) pad.fromData(moved(kept, times));
    }

    function moved(kept, times) {
      var wide = readingSize(), scale = Math.min(wide[0] / kept.width, wide[1] / kept.height);
      return times.map(function (group, number) {
        var points = group.points.map(function (point, at) {
          var x = kept.lines[number][at][0] * scale, y = kept.lines[number][at][1] * scale;
          return Object.assign({}, point, turned() ? { x: size.width - y, y: x } : { x: x, y: y });
        });
        return Object.assign({}, group, { points: points });
      });
    }

    // How far the pen moved while it touched the glass.
    function length(lines) {
      return lines.reduce(function (sum, line) {
        return line.reduce(function (far, point, at) {
          return at ? far + Math.hypot(point[0] - line[at - 1][0], point[1] - line[at - 1][1]) : far;
        }, sum);
      }, 0);
    }

    function enough(drawn) {
      var points = [].concat.apply([], drawn.lines);
      if (points.length < FEWEST_TOUCHES || (drawn.lines.length < 2 && points.length < FEWEST_POINTS)) return false;
      if (length(drawn.lines) < SHORTEST * drawn.width) return false;
      var xs = points.map(function (point) { return point[0]; });
      var wide = Math.max.apply(null, xs) - Math.min.apply(null, xs);
      return wide >= NARROWEST * drawn.width && points[points.length - 1][2] >= SHORTEST_MS;
    }

    function preview(drawn) {
      ink.setAttribute("viewBox", "0 0 " + drawn.width + " " + drawn.height);
      ink.setAttribute("stroke-width", String(Math.max(2, drawn.width / 170)));
      ink.replaceChildren();
      drawn.lines.forEach(function (line) {
        var path = document.createElementNS("http://www.w3.org/2000/svg", "polyline");
        path.setAttribute("points", line.map(function (point) { return point[0] + "," + point[1]; }).join(" "));
        ink.appendChild(path);
      });
      opener.classList.add("inked--done");
      opener.querySelector(".inked__word").textContent = "点这里重签";
    }

    function clear() {
      if (size) pad.clear();
      error.hidden = true;
      ink.replaceChildren();
      opener.classList.remove("inked--done");
    }

    opener.addEventListener("click", function () { dialog.showModal(); fit(); });
    window.addEventListener("resize", function () { if (dialog.open) fit(); });
    pad.addEventListener("beginStroke", function () { error.hidden = true; });
    dialog.addEventListener("click", function (event) {
      var act = event.target.closest("[data-pad]");
      if (!act) return;
      if (act.dataset.pad === "close") return dialog.close();
      if (act.dataset.pad === "clear") { pad.clear(); error.hidden = true; return; }
      var drawn = strokes();
      error.hidden = enough(drawn);
      if (!error.hidden) return;
      asked.keep(drawn);
      preview(drawn);
      dialog.close();
    });
    return { clear: clear };
  };

  // Only a picture that came has a width.
  function lost(image) { return image.complete && !image.naturalWidth; }

  // Read to the end: every photo has been shown, and the last line stands on the screen at this moment.
  // readToEnd({end, button, within, open}) frees the button; its `again` looks anew after the page has changed.
  window.readToEnd = function (asked) {
    var button = asked.button, there = false, missing = false;

    function photos() { return Array.from(asked.within.querySelectorAll("img")); }

    // `all`: the server is there to give every photo; a phone in the basement may not have each of them with it.
    // A photo that does not come keeps the hand from signing, and the button asks for it again.
    function judge() {
      if (!there || (!button.disabled && !missing) || !asked.open()) return;
      var coming = photos().some(function (one) { return !one.complete; });
      missing = Boolean(asked.all) && !coming && photos().some(lost);
      button.disabled = coming;
      button.textContent = coming ? button.dataset.coming : missing ? button.dataset.lost : button.dataset.ready;
    }

    // Before whoever waits for this tap takes it for a yes.
    button.addEventListener("click", function (event) {
      if (!missing) return;
      event.stopImmediatePropagation();
      button.disabled = true;
      button.textContent = button.dataset.coming;
      photos().filter(lost).forEach(function (one) { one.src = one.src; });
    }, true);

    // A busy phone tells of several moments at once: the last of them is now.
    var watching = new IntersectionObserver(function (seen) {
      there = seen[seen.length - 1].isIntersecting;
      judge();
    });
    // What a photo says of itself does not bubble.
    ["load", "error"].forEach(function (name) { asked.within.addEventListener(name, judge, true); });
    watching.observe(asked.end);
    return { again: function () { watching.unobserve(asked.end); watching.observe(asked.end); } };
  };
})();
