// The house's rules for what is typed, on the phone: the same cleaning, the same judgement of a number, the same
// telephone number as the server will keep. Whoever reads it here before anything has arrived reads the same words.
(function () {
  "use strict";
  var RANGES = [
    [0x00, 0x08], [0x0E, 0x1F], [0x7F, 0x84], [0x86, 0x9F], [0xAD, 0xAD], [0x034F, 0x034F], [0x0600, 0x0605],
    [0x061C, 0x061C], [0x06DD, 0x06DD], [0x070F, 0x070F], [0x115F, 0x1160], [0x17B4, 0x17B5], [0x180B, 0x180F],
    [0x200B, 0x200F], [0x202A, 0x202E], [0x2060, 0x206F], [0x2800, 0x2800], [0x3164, 0x3164], [0xD800, 0xDFFF],
    [0xFDD0, 0xFDEF], [0xFE00, 0xFE0F], [0xFEFF, 0xFEFF], [0xFFA0, 0xFFA0], [0xFFF0, 0xFFFB], [0xFFFE, 0xFFFF],
    [0x1BCA0, 0x1BCA3], [0x1D173, 0x1D17A], [0xE0000, 0xE00FF]
  ];
  for (var plane = 0x10000; plane < 0x110000; plane += 0x10000) RANGES.push([plane | 0xFFFE, plane | 0xFFFF]);
  function sign(code) { return "\\u{" + code.toString(16) + "}"; }
  var UNSEEN = new RegExp("[" + RANGES.map(function (pair) { return sign(pair[0]) + "-" + sign(pair[1]); }).join("") + "]", "gu");
  // What a form sends back to whoever typed it.
  var REFUSED = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/;
  var LINE_END = /\r\n|[\n\r\v\f\u0085\u2028\u2029]/;
  var SPACES = /[\t\n\v\f\r\u001c-\u001f \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/;
  var FULL_WIDTH = /[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]/g;

  function row(text) { return text.split(SPACES).filter(Boolean).join(" "); }

  function clean(text, lines) {
    var seen = text.replace(UNSEEN, "").replace(FULL_WIDTH, function (one) {
      return String.fromCharCode(one.charCodeAt(0) - 0xFEE0);
    }).replace(/\u3000/g, " ").normalize("NFC");
    var rows = seen.split(LINE_END).map(row);
    if (lines) return rows.join("\n").replace(/^\n+|\n+$/g, "").replace(/\n{3,}/g, "\n\n");
    return rows.filter(Boolean).join(" ");
  }

  function length(text) { return Array.from(text).length; }
  function readable(text) { return !REFUSED.test(text); }

  // --- a number against its threshold: whole numbers of equal scale, never floats ----------------------------
  var LONGEST = 12;
  var SIGNS = { "．": ".", "－": "-", "−": "-", "，": ",", "㎡": "平方米" };
  var SAME = {
    "m2": "平方米", "m²": "平方米", "平米": "平方米", "平": "平方米", "名": "人", "个人": "人", "课时": "学时",
    "周年": "年", "月": "个月", "工作日": "个工作日", "天": "日"
  };

  function unit(words) {
    var lower = words.toLowerCase();
    return Object.prototype.hasOwnProperty.call(SAME, lower) ? SAME[lower] : words;
  }

  function decimal(text) {
    var parts = text.split(".");
    return { digits: BigInt(parts[0] + (parts[1] || "")), scale: (parts[1] || "").length };
  }

  function scaled(one, scale) { return one.digits * BigInt(10) ** BigInt(scale - one.scale); }

  function less(a, b) {
    var scale = Math.max(a.scale, b.scale);
    return { digits: scaled(a, scale) - scaled(b, scale), scale: scale };
  }

  function compare(a, b) {
    var digits = less(a, b).digits;
    return digits > 0 ? 1 : digits < 0 ? -1 : 0;
  }

  function plain(one) {
    var digits = one.digits.toString().padStart(one.scale + 1, "0");
    if (!one.scale) return digits;
    var cut = digits.length - one.scale;
    return (digits.slice(0, cut) + "." + digits.slice(cut)).replace(/0+$/, "").replace(/[.]$/, "");
  }

  // null: no number, another unit, too long or below zero; the server refuses it with its own sentence.
  function numberIn(typed, asked) {
    var text = clean(typed.replace(/[．－−，㎡]/g, function (one) { return SIGNS[one]; })).replace(/ /g, "");
    var found = /^(-?[0-9]+(?:[.][0-9]+)?)\s*([^\n]*)$/.exec(text.replace(/([0-9]),(?=[0-9]{3}(?![0-9]))/g, "$1"));
    if (!found || found[1].length > LONGEST || found[1].charAt(0) === "-") return null;
    return found[2] && unit(found[2]) !== unit(asked) ? null : decimal(found[1]);
  }

  function meets(comparison, value, low, high) {
    switch (comparison) {
      case "AT_LEAST": return compare(value, low) >= 0;
      case "AT_MOST": return compare(value, low) <= 0;
      case "MORE": return compare(value, low) > 0;
      case "LESS": return compare(value, low) < 0;
      case "EQUAL": return compare(value, low) === 0;
      default: return compare(value, low) >= 0 && compare(value, high || low) <= 0;
    }
  }

  function asks(threshold, titles, low, high) {
    if (threshold.comparison === "BETWEEN") return "介于" + plain(low) + "至" + (high ? plain(high) : "") + threshold.unit;
    return titles[threshold.comparison] + plain(low) + threshold.unit;
  }

  function distance(threshold, value, low, high) {
    if (compare(value, low) < 0) return "少" + plain(less(low, value)) + threshold.unit + "，";
    if (compare(value, high || low) > 0) return "多" + plain(less(value, high || low)) + threshold.unit + "，";
    return "";
  }

  // {verdict, sentence}, or null where it is no number.
  function judge(threshold, typed, titles) {
    var value = numberIn(typed, threshold.unit || "");
    if (value === null) return null;
    var low = decimal(threshold.low), high = threshold.high ? decimal(threshold.high) : null;
    var met = meets(threshold.comparison, value, low, high);
    var said = "实际" + plain(value) + threshold.unit + "，要求" + asks(threshold, titles, low, high) + "，";
    return { verdict: met ? "CONFORMS" : "FAILS", sentence: said + (met ? "" : distance(threshold, value, low, high) + "不") + "符合。" };
  }

  // --- a telephone number in its one written form; null: the server will refuse it ----------------------------
  function phone(typed) {
    var text = clean(typed).replace(/[－–—‐‑−]/g, "-").toUpperCase().replace(/ /g, "");
    if (!text) return "";
    if (text.charAt(0) !== "0" || text.slice(0, 4) === "0086") {
      var mobile = text.replace(/-/g, "").replace(/^(?:[+]|00)?86(?=1[0-9]{10}$)/, "");
      return /^1[3-9][0-9]{9}$/.test(mobile) ? mobile : null;
    }
    var found = /^(0[1-9][0-9]{1,2})-?([2-9][0-9]{6,7})(?:[-转]([0-9]{1,6}))?$/.exec(text.replace(/--/g, "-"));
    return found ? found.slice(1).filter(Boolean).join("-") : null;
  }

  window.judging = { clean: clean, length: length, readable: readable, judge: judge, phone: phone };
})();
