"""Names of units in words, so that a line of a small screen never breaks inside one of them."""

import re

#: What a unit's name is made of, longest first where one is the start of another.
WORDS = (
    "有限责任公司|股份有限公司|集团有限公司|有限公司|分公司|培训中心|培训学校|培训机构|培训学院|考试中心|考试点|"
    "应急管理局|安全生产|职业技能|职业技术|职业培训|安全技术|技术学院|技工学校|管理局|煤业集团|能源集团|"
    "煤炭|煤业|煤矿|矿业|能源|化工|冶金|机械|建材|建筑|工程|科技|技术|咨询|服务|教育|培训|学校|学院|中心|"
    "集团|公司|职业|安全|应急|管理|电力|燃气|铸造|陶瓷|水泥|物流|商贸|实业|制造"
)
PLACE = r"[\u4e00-\u9fff]{2,3}?(?:省|市|县|区|镇|乡)"
PIECE = re.compile(rf"{PLACE}|(?:{WORDS})|[A-Za-z0-9.·&-]+|[（(][^（()）]*[）)]|.", re.S)
HEAD = 4


def words(name: object) -> list[str]:
    """The name cut where a line may break; a proper name in front of the first known word stays whole."""
    pieces: list[str] = []
    loose = ""
    for piece in PIECE.findall(str(name)):
        if len(piece) == 1 and len(loose) < HEAD:
            loose += piece
            continue
        pieces += [part for part in (loose, piece if len(piece) > 1 else "") if part]
        loose = piece if len(piece) == 1 else ""
    return [*pieces, loose] if loose else pieces
