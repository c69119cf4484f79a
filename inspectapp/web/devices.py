"""What kind of device is asking, in words somebody can recognise."""

DEVICES = (
    ("MicroMessenger", "微信"),
    ("iPhone", "苹果手机"),
    ("Android", "安卓手机"),
    ("Windows", "Windows电脑"),
    ("Mac", "苹果电脑"),
    ("Linux", "Linux电脑"),
)


def device_words(agent: str) -> str:
    """The first mark that fits."""
    return next((words for mark, words in DEVICES if mark in agent), "其他设备")
