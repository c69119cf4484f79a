"""Refusals and mishaps as pages or fragments with the right status and a sentence that says what to do."""

import logging
import uuid

from flask import Flask, Response, current_app, request
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from inspectapp.shared.refusals import NotFound, Refusal
from inspectapp.web import transaction, trouble
from inspectapp.web.respond import asked_by_htmx, page

log = logging.getLogger("inspectapp")

SENTENCES = {
    400: "这次提交的内容不完整，没有保存。请刷新页面后再提交一次。",
    401: "登录已失效。请重新登录，已经保存的内容不会丢失。",
    403: "您的角色不能打开这一页。如工作需要，请联系系统管理员。",
    404: NotFound().sentence,
    405: "这个地址不能这样打开。请从页面上的按钮进入。",
    411: "这次提交没有说明内容有多长，没有保存。请换用手机自带的浏览器再提交一次。",
    413: "上传的文件太大，没有保存。请压缩或分开后再上传。",
    415: "不支持这种文件。请换一种格式后再上传。",
    429: "操作太频繁。请稍等片刻再试。",
}
MISHAP = "服务器出了点问题，这一次没有保存。请稍后再试；如反复出现，请把编号 {number} 告诉系统管理员。"
TITLES = {
    403: "不能打开",
    404: "没有找到",
    409: "现在还不能这样做",
    413: "文件太大",
    429: "请稍候",
    500: "出了点问题",
}
RETRY_SECONDS = "3"


def show(sentence: str, status: int) -> Response:
    """The same words and status for a page and for a fragment."""
    template = "components/_alert.html" if asked_by_htmx() else "error.html"
    title = TITLES.get(status, "没有完成")
    response = page(template, status=status, sentence=sentence, title=title, kind="danger")
    if asked_by_htmx():
        # A refusal never takes the place of the form that was refused: what was typed stays.
        response.headers |= {"HX-Retarget": "#alerts", "HX-Reswap": "innerHTML"}
    if status == 503:
        response.headers["Retry-After"] = RETRY_SECONDS
    return response


def _asked_for(status: int) -> str:
    """What the asked address itself says to a body that is too long, before its view has seen it."""
    view = current_app.view_functions.get(request.endpoint or "") if status == 413 else None
    return str(getattr(view, "too_big", ""))


def init(app: Flask) -> None:
    """Three doors: our refusals, Werkzeug's, and everything nobody thought of."""

    @app.errorhandler(Refusal)
    def refused(error: Refusal) -> Response:
        return show(error.sentence, error.status)

    @app.errorhandler(HTTPException)
    def http(error: HTTPException) -> Response:
        if error.response is not None:
            return error.response  # type: ignore[return-value]
        status = error.code or 500
        response = show(_asked_for(status) or SENTENCES.get(status, SENTENCES[400]), status)
        if isinstance(error, MethodNotAllowed):
            response.allow.update(error.valid_methods or ())
        return response

    @app.errorhandler(Exception)
    def mishap(error: Exception) -> Response:
        transaction.close()  # what failed half-way in it must not fail this page, too
        number = uuid.uuid4().hex[:8]
        known = trouble.in_words(error)
        log.error("trouble" if known else "mishap", extra={"number": number}, exc_info=error)
        return refused(known) if known else show(MISHAP.format(number=number), 500)
