"""What comes from the cards of the walk: an answer, a finding."""

from inspectapp.checklists.words import Verdict
from inspectapp.evidence.words import Origin, Severity
from inspectapp.visits.rules import Given
from inspectapp.web.careful import CarefulForm, Exact
from inspectapp.web.forms import Choice, Day, Text


class AnswerForm(CarefulForm):
    """One tap, number, choice or sentence, with the officer's note."""

    verdict = Choice("检查结果", words=Verdict)
    typed = Text("填写内容", max_length=1000, lines=True)
    note = Text("情况说明", max_length=1000, lines=True)

    @property
    def given(self) -> Given:
        """As the rules read it."""
        return Given(self.values["verdict"], self.values["typed"], self.values["note"])


class FindingForm(CarefulForm):
    """What is wrong, how grave, where, and since when: the law of that day is cited."""

    text = Text("发现的问题", required=True, max_length=1000, lines=True)
    severity = Choice("程度", required=True, words=Severity)
    place = Text("部位或地点", max_length=120)
    act_date = Day("行为发生日期")


class WithdrawForm(CarefulForm):
    """Why a finding is taken back."""

    why = Text("撤回原因", required=True, max_length=200)


class PhotoForm(CarefulForm):
    """What a photo shows."""

    what = Text("照片内容", max_length=200, hint="证明什么")
    place = Text("拍摄部位", max_length=120)
    statement = Text("复制件核对情况", max_length=200, hint="例如：经核对与原件一致")
    keeper = Text("原件保管人", max_length=40)


class TakeForm(PhotoForm):
    """A photo on its way in: the phone's own count, and what it read out of the file."""

    origin = Choice("照片来源", required=True, words=Origin)
    sha256 = Exact("校验值", max_length=64)
    told = Text("照片信息", max_length=2000)
    finding_id = Exact("对应的问题", max_length=36)


class AsideForm(CarefulForm):
    """Why a photo is not used."""

    why = Text("不采用的原因", required=True, max_length=200)
