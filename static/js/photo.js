// The viewer: two fingers make a photo larger; arrows, boxes and words are drawn over a copy.
(function () {
  "use strict";
  var SVG = "http://www.w3.org/2000/svg";
  var viewer = document.querySelector("[data-viewer]");
  if (!viewer) return;
  var stage = viewer.querySelector(".viewer__stage"), picture = stage.querySelector("img");
  var marker = document.querySelector("[data-marker]"), form = document.getElementById("marks-form");
  var marks = JSON.parse(viewer.dataset.marks), tool = "", begun = null, told = function () { /* nobody keeps it */ };
  var zoom = { scale: 1, x: 0, y: 0 }, fingers = new Map(), spread = 0;
  var layer = stage.appendChild(document.createElementNS(SVG, "svg"));
  layer.setAttribute("class", "viewer__marks");
  layer.setAttribute("viewBox", "0 0 1000 1000");
  layer.setAttribute("preserveAspectRatio", "none");
  layer.setAttribute("aria-hidden", "true");

  function line(x1, y1, x2, y2) {
    var one = document.createElementNS(SVG, "line");
    [["x1", x1], ["y1", y1], ["x2", x2], ["y2", y2]].forEach(function (pair) { one.setAttribute(pair[0], pair[1] * 1000); });
    return one;
  }

  function drawn(mark) {
    var group = document.createElementNS(SVG, "g");
    if (mark.kind === "text") {
      var words = document.createElementNS(SVG, "text");
      words.setAttribute("x", mark.x1 * 1000);
      words.setAttribute("y", mark.y1 * 1000);
      words.textContent = mark.words;
      group.append(words);
    } else if (mark.kind === "box") {
      group.append(line(mark.x1, mark.y1, mark.x2, mark.y1), line(mark.x2, mark.y1, mark.x2, mark.y2), line(mark.x2, mark.y2, mark.x1, mark.y2), line(mark.x1, mark.y2, mark.x1, mark.y1));
    } else {
      var angle = Math.atan2(mark.y2 - mark.y1, mark.x2 - mark.x1), size = 0.04;
      group.append(line(mark.x1, mark.y1, mark.x2, mark.y2));
      [0.5, -0.5].forEach(function (turn) { group.append(line(mark.x2, mark.y2, mark.x2 - size * Math.cos(angle + turn), mark.y2 - size * Math.sin(angle + turn))); });
    }
    return group;
  }

  function draw(extra) {
    layer.replaceChildren.apply(layer, marks.concat(extra ? [extra] : []).map(drawn));
    if (form) form.elements.marks.value = JSON.stringify(marks);
  }

  function place(event) {
    var box = picture.getBoundingClientRect();
    function part(value, from, length) { return Math.min(1, Math.max(0, (value - from) / length)); }
    return { x: part(event.clientX, box.left, box.width), y: part(event.clientY, box.top, box.height) };
  }

  function between(from, to) {
    var words = document.querySelector("[data-words]");
    return { kind: tool, x1: from.x, y1: from.y, x2: to.x, y2: to.y, words: tool === "text" ? (words.value.trim() || "此处") : "" };
  }

  function distance() {
    var two = Array.from(fingers.values());
    return Math.hypot(two[0].clientX - two[1].clientX, two[0].clientY - two[1].clientY);
  }

  function show() { stage.style.setProperty("transform", "translate(" + zoom.x + "px," + zoom.y + "px) scale(" + zoom.scale + ")"); }

  stage.addEventListener("pointerdown", function (event) {
    fingers.set(event.pointerId, event);
    stage.setPointerCapture(event.pointerId);
    if (fingers.size === 2) { begun = null; spread = distance(); } else if (tool) begun = place(event);
  });
  stage.addEventListener("pointermove", function (event) {
    var last = fingers.get(event.pointerId);
    if (!last) return;
    fingers.set(event.pointerId, event);
    if (fingers.size === 2) {
      zoom.scale = Math.min(6, Math.max(1, zoom.scale * distance() / spread));
      spread = distance();
    } else if (begun) { draw(between(begun, place(event))); return; } else if (zoom.scale > 1) {
      zoom.x += event.clientX - last.clientX;
      zoom.y += event.clientY - last.clientY;
    }
    if (zoom.scale === 1) { zoom.x = 0; zoom.y = 0; }
    show();
  });
  ["pointerup", "pointercancel"].forEach(function (name) {
    stage.addEventListener(name, function (event) {
      fingers.delete(event.pointerId);
      if (begun && name === "pointerup") { marks.push(between(begun, place(event))); draw(); told(marks); }
      begun = null;
    });
  });

  if (marker) {
    marker.hidden = false;
    marker.addEventListener("click", function (event) {
      var chosen = event.target.closest("[data-tool]");
      if (event.target.closest("[data-undo]")) { marks.pop(); draw(); told(marks); }
      if (!chosen) return;
      tool = tool === chosen.dataset.tool ? "" : chosen.dataset.tool;
      stage.classList.toggle("viewer__stage--drawing", Boolean(tool));
      marker.querySelector(".marker__words").hidden = tool !== "text";
      marker.querySelectorAll("[data-tool]").forEach(function (one) { one.setAttribute("aria-pressed", String(one.dataset.tool === tool)); });
    });
  }
  draw();
  // For whoever keeps what is drawn: marks that were kept are put back, and each change is told.
  window.marking = { put: function (kept) { marks = kept; draw(); }, listen: function (listener) { told = listener; } };
})();
