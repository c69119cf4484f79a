"""Refusals every stage shares: each carries one Chinese sentence that says what to do next, and a status."""


class Refusal(Exception):
    """The act is not done. `sentence` is shown to the user as it stands."""

    status = 400
    #: Address and words of the page where it can be mended at once.
    way: tuple[str, str] | None = None

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class NotFound(Refusal):
    """It does not exist, or lies outside what this person may see: both look the same."""

    status = 404

    def __init__(self, sentence: str = "没有找到这条记录。请回到列表重新选择。") -> None:
        super().__init__(sentence)


class NotAllowed(Refusal):
    """This role may not do this."""

    status = 403


class NotNow(Refusal):
    """The right person at the wrong time: the thing is in another state, or somebody else was faster."""

    status = 409


class Unreadable(Refusal):
    """What was sent cannot be read or does not hold together."""

    status = 422


class TooLarge(Refusal):
    """More than this door lets through."""

    status = 413


class TooOften(Refusal):
    """Too many tries; the sentence says when to come back."""

    status = 429


class Unavailable(Refusal):
    """The machine cannot do it now: no space, no store, busy database."""

    status = 503


class Busy(Unavailable):
    """Others are writing; the same request succeeds a little later."""

    def __init__(self, sentence: str = "现在提交的人较多，这一次没有保存。请等几秒钟再提交。") -> None:
        super().__init__(sentence)
