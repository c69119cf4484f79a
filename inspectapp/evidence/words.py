"""The words of evidence: each is stored by name and shown by its Chinese title."""

from inspectapp.shared.states import Titled


class Severity(Titled):
    """How grave a finding is 问题程度."""

    GENERAL = "一般问题"
    SERIOUS = "较重问题"
    MAJOR = "重大问题"


class Origin(Titled):
    """Where a photo comes from 来源."""

    CAMERA = "现场拍摄"
    GALLERY = "相册选取"
    #: Of papers copied in earlier releases, which did not keep whether the camera was used.
    COPY = "材料复制件"

    @property
    def who(self) -> str:
        """What whoever sent it has done: nobody took a photo that was chosen."""
        return "拍摄人" if self is Origin.CAMERA else "上传人"

    @property
    def when(self) -> str:
        """What the phone did at the time it told."""
        return "拍摄时间" if self is Origin.CAMERA else "选取时间"
