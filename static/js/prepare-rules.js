// What a prepared page needs besides itself, and on which phones preparing is of use.
(function (scope) {
  "use strict";
  var LITTLE = 200 * 1048576, PRIVATE = 1200 * 1048576;
  var INSIDE = /MicroMessenger|QQ\/|DingTalk|Lark|AlipayClient|Weibo/;

  // Which warnings stand on the page.
  function unfit(agent, secure, worker, room) {
    if (INSIDE.test(agent)) return ["wechat"];
    if (!secure || !worker) return ["insecure"];
    if (room && room.quota < PRIVATE) return ["private"];
    return room && room.quota - room.usage < LITTLE ? ["small"] : [];
  }

  function assetsIn(html) { return Array.from(new Set(html.match(/\/static\/[\w.-]+/g) || [])); }

  // The page says of itself that it was taken along, and when.
  function marked(html, moment) { return html.replace("<body ", '<body data-prepared="' + moment + '" '); }

  function sizeInWords(bytes) {
    return bytes < 1048576 ? Math.max(1, Math.round(bytes / 1024)) + "千字节" : (bytes / 1048576).toFixed(1) + "兆字节";
  }

  function momentInWords(moment) {
    return new Intl.DateTimeFormat("zh-CN", { timeZone: "Asia/Shanghai", month: "long", day: "numeric", hour: "2-digit", minute: "2-digit", hour12: false }).format(new Date(moment));
  }

  scope.prepareRules = { unfit: unfit, assetsIn: assetsIn, marked: marked, sizeInWords: sizeInWords, momentInWords: momentInWords };
})(self);
