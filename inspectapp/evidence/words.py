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
    COPY = "材料复制件"
