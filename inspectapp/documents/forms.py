"""What people type about papers: an end without ink, a reason, a receiver, a code."""

from inspectapp.documents.words import Outcome, Way
from inspectapp.web.forms import Choice, Form, Text


class OutcomeForm(Form):
    """How a signature ended without ink on the glass."""

    outcome = Choice("签署结果", required=True, words=Outcome)
    objection = Text("纸上写有的异议或说明（照录）", max_length=500, lines=True)
    reason = Text("原因和现场经过", max_length=500, lines=True)
    witness = Text("见证人姓名和单位", max_length=100)


class SignForm(Form):
    """What stands beside the strokes."""

    objection = Text("异议", max_length=500, lines=True)
    read_to_end = Text("阅读情况", max_length=10)
    agreed = Text("同意", max_length=10)
    ended = Text("手机时间", max_length=20)

    def check(self) -> None:
        if not self.raw["agreed"]:
            self.fail("agreed", "请先勾选同意用屏幕手写方式签名；不同意的可以改用纸质签名。")


class VoidForm(Form):
    """Why a paper counts no more."""

    reason = Text("作废原因", required=True, max_length=300, lines=True, hint="会记入登记簿，不能修改。")


class HandOverForm(Form):
    """Who got the copy, and how."""

    way = Choice("送达方式", required=True, words=Way)
    receiver = Text("接收人", required=True, max_length=60)
    remark = Text("备注", max_length=200)


class CodeForm(Form):
    """The six characters from the paper's last page."""

    code = Text("查阅码", required=True, max_length=20)
