"""Papers as a later stage would make them: a small kind of its own, two officers, one person of the unit."""

import io
import json
import math
import uuid
from datetime import timedelta

import pytest
from pypdf import PdfWriter

from inspectapp.documents import actions, papers, queries, strokes
from inspectapp.documents.actions.outcomes import Told
from inspectapp.documents.house import house
from inspectapp.documents.kinds import Kind, SlotPlan, register
from inspectapp.documents.words import Mode, Outcome, Party
from inspectapp.shared import db
from tests.conftest import NOW
from tests.documents.photos import photo

SAMPLE = Kind("sample", "现场检查记录", "检记", "documents/bodies/plain.html")
RARE = "朱镕㛃䶮𬭚"
VALUES = {
    "facts": [
        ["被检查单位", "澄溪县安泰职业培训学校有限公司"], ["地址", "澄溪县东山镇工业路18号"],
        ["现场负责人", RARE], ["检查时间", "2026年11月21日14时05分至16时30分"],
    ],
    "sections": [
        {"title": "一、检查情况", "paragraphs": ["执法人员出示证件后，对该单位电工作业培训班进行了检查。"]},
        {"title": "二、发现的问题", "items": [
            "电工作业第3期培训班应到32人，现场点名实到19人，签到表显示32人全部签到。",
            "高处作业实际操作场地未设置安全绳系挂点。",
        ]},
    ],
}  # fmt: skip


@pytest.fixture(autouse=True)
def sample_kind():
    return register(SAMPLE)


@pytest.fixture(autouse=True)
def quick_paper(request, monkeypatch):
    """Typesetting is slow: most stories need only that equal papers are equal bytes."""
    if "typeset" not in request.fixturenames:
        monkeypatch.setattr(papers, "drawn", blank_pages)


@pytest.fixture
def typeset():
    """Asks for real typesetting."""


def blank_pages(one):
    told = json.dumps([
        one.version.text, one.finished,
        [[slot.key, slot.outcome.name, slot.ink_sha256] for slot in one.slots] if one.finished else [],
    ])  # fmt: skip
    writer = PdfWriter()
    writer.add_blank_page(595, 842)
    writer.add_metadata({"/Keywords": one.document.public_id, "/Subject": told})
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def hand(seed=1, *, lines=3, points=24, width=600, height=240, slow=1.0):
    """A signature: waves that differ with the seed, like hands do."""
    drawn, t = [], 0
    for line in range(lines):
        stroke = []
        for step in range(points):
            x = 40 + line * 160 + step * 6
            y = height / 2 + 60 * math.sin(step / 4 + line + seed * 0.7)
            stroke.append([x, round(y), int(t)])
            t += 16 * slow
        drawn.append(stroke)
        t += 120 * slow
    return {"width": width, "height": height, "lines": drawn}


def ink(seed=1, **shape):
    return strokes.read(json.dumps(hand(seed, **shape)))


def slots_for(first, second):
    officers = [
        SlotPlan(f"officer-{n}", "执法人员", Party.OFFICER, one.name, one.id, one.certificate)
        for n, one in enumerate((first, second), 1)
    ]
    return [
        *officers,
        SlotPlan("unit", "被检查单位现场负责人", Party.UNIT, RARE, organisation="安泰职业培训学校"),
    ]


class Desk:
    """Acts on papers as the people of the cast would, each act a transaction of its own."""

    def __init__(self, person):
        self.first, self.second = person("zhifa1"), person("zhifa2")
        self.head, self.person = person("kezhang"), person
        self.seed = 0

    def drafted(self, values=VALUES, **more):
        with db.write_session() as session:
            return actions.draft(
                session, "sample", of=("visit", uuid.uuid4()), region_id=self.first.region_id, values=values,
                slots=slots_for(self.first, self.second), by=self.first, at=NOW,
                unit_name="澄溪县安泰职业培训学校有限公司", **more,
            )  # fmt: skip

    def do(self, verb, document, *args, by=None, at=NOW, **kwargs):
        with db.write_session() as session:
            mine = self.again(document, session)
            return verb(session, mine, *args, by=by or self.first, at=at, **kwargs)

    def again(self, document, session=None):
        if session is not None:
            return session.get_one(type(document), document.id)
        with db.read_session() as reading:
            return reading.get_one(type(document), document.id)

    def frozen(self, values=VALUES, **more):
        document = self.drafted(values, **more)
        self.do(actions.freeze, document)
        return self.again(document)

    def slot(self, document, key):
        with db.read_session() as session:
            now = self.again(document, session)
            return next(one for one in queries.slots_on(session, now) if one.key == key)

    def begun(self, document, key, mode=None, by=None, at=NOW):
        slot = self.slot(document, key)
        officer = {"officer-1": self.first, "officer-2": self.second}.get(key)
        mode = mode or (Mode.OWN_LOGIN if officer else Mode.HANDED_OVER)
        with db.write_session() as session:
            mine = session.get_one(type(slot), slot.id)
            return actions.begin(
                session, self.again(document, session), mine, mode, by=by or officer or self.first, at=at
            )

    def signs(self, challenge, by=None, at=NOW + timedelta(minutes=2), strokes=None, **more):
        self.seed += 1
        drawn = actions.Drawn(strokes or ink(self.seed), True, device="安卓手机", **more)
        with db.write_session() as session:
            mine = session.get_one(type(challenge), challenge.id)
            return actions.sign(session, mine, drawn, by=by, at=at)

    def signed_by(self, document, key, **more):
        officer = {"officer-1": self.first, "officer-2": self.second}.get(key)
        return self.signs(self.begun(document, key), by=officer, **more)

    def outcome(self, document, key, told, by=None):
        slot = self.slot(document, key)
        with db.write_session() as session:
            mine = session.get_one(type(slot), slot.id)
            actions.record_outcome(
                session, self.again(document, session), mine, told, by=by or self.first, at=NOW
            )

    def ready(self, values=VALUES, **more):
        document = self.frozen(values, **more)
        for key in ("officer-1", "officer-2", "unit"):
            self.signed_by(document, key)
        return self.again(document)

    def sealed(self, values=VALUES, **more):
        document = self.ready(values, **more)
        self.do(actions.seal, document)
        return self.again(document)

    def file(self, document):
        return house().files.read(self.again(document).sealed_sha256)


REFUSED = Told(Outcome.REFUSED, reason="现场负责人认为不属实，阅读后拒绝签名。", witness="东山镇 魏明 ")


@pytest.fixture
def desk(person):
    return Desk(person)


@pytest.fixture
def filed(app):
    """A photo that lies in the files."""
    return house().files.put_bytes(photo(size=(640, 480))).sha256
