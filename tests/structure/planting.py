"""Planting the world by the real actions: three units, checklists of three regions, laws, workbooks."""

import uuid
from datetime import date, timedelta
from io import BytesIO

from sqlmodel import select

from inspectapp.checklists import actions as checklists
from inspectapp.checklists.importing import read_text
from inspectapp.checklists.models import Item, Pack
from inspectapp.checklists.words import Way
from inspectapp.demo import accounts
from inspectapp.laws import actions as laws
from inspectapp.laws.models import DiscretionTier, LawEntry, LawInstrument, LawVersion
from inspectapp.people import actions as people
from inspectapp.people import queries
from inspectapp.people.access import TOKEN
from inspectapp.people.actor import BUREAU, Actor, Role
from inspectapp.people.models import Person, Region, SignIn
from inspectapp.shared import db
from inspectapp.shared.identifiers import UNUSED_AREA, make_credit_code, make_id_number
from inspectapp.shared.ledger import Line
from inspectapp.subjects import actions as subjects
from inspectapp.subjects import words as w
from inspectapp.subjects.models import Staff
from inspectapp.subjects.registers import REGISTERS
from inspectapp.subjects.rules.editing import WRITERS
from tests.client import Browser
from tests.conftest import NOW
from tests.structure.papers import plant_papers
from tests.structure.planted import ABOVE, Asker, Thing, World
from tests.structure.planting_visits import plant_visits

MARK = "金丝雀"
CITY, HERE, THERE = "云岭市", "澄溪县", "石桥县"
BIRTHDAY = date(1979, 3, 5)
DAY = NOW.date()
#: Accounts beside the cast, so that the roles of a bureau ask from other regions too.
MORE = (
    ("kezhang-shi", Role.HEAD, THERE), ("jingban-shi", Role.CLERK, THERE),
    ("kezhang-yun", Role.HEAD, CITY), ("fazhi-yun", Role.LEGAL, CITY),
)  # fmt: skip
CERTIFICATE = {"certificate_number": "云E00009901", "certificate_valid_to": date(2030, 1, 1)}
ASKING = (
    "zhifa1", "kezhang", "fazhi", "jingban", "zhifa3", "kezhang-shi", "jingban-shi",
    "ducha", "kezhang-yun", "fazhi-yun", "xitong", "anquan", "shenji",
)  # fmt: skip
#: The second unit of the county is there for the clerk of the first: two of its registers are enough.
FEW = ("staff", "rooms")


def plant(app) -> World:
    """Plant everything in one transaction, then sign everybody in."""
    world = World(things=[Thing("anything", "anywhere", {})])
    with db.write_session() as session:
        regions = {region.name: region for region in session.scalars(select(Region))}
        ABOVE.clear()
        ABOVE.update({one.id: {None, one.id, one.parent_id} for one in regions.values()})
        for login, role, place in MORE:
            who = {
                "login": login,
                "name": f"{place}{role.title}",
                "role": role,
                "region_id": regions[place].id,
            }
            session.add(Person(**who, **(CERTIFICATE if role is Role.HEAD else {})))
        session.flush()
        boss = accounts.actor(session, "ducha")
        own = _units(session, world, regions, boss)
        _checklists(session, world, regions)
        _laws(session, world)
        plant_papers(session, world)
        plant_visits(session, world)
        tokens = {login: _sign_in(session, login) for login in ASKING}
        actors = {login: accounts.actor(session, login, own.get(login)) for login in ASKING}
    world.things += [
        Thing("book", "anywhere", {"slug": slug}) for slug in ("units", *REGISTERS) if slug != "contacts"
    ]
    world.askers = {
        login: Asker(login, actors[login], _cookie(app, token)) for login, token in tokens.items()
    }
    world.askers["nobody"] = Asker("nobody")
    _administration(world, regions)
    _workbooks(app, world)
    return world


def _administration(world: World, regions) -> None:
    """What the three administrators look after: an account, a region, a sign-in, lines about units."""
    with db.read_session() as session:
        person = queries.person_by_login(session, "zhifa3")
        held = session.scalars(select(SignIn).where(SignIn.person_id == person.id)).first()
        about = session.scalars(select(Line).where(Line.thing_kind == "units")).all()
    ids = [("account", "person_id", person.id), ("region", "region_id", regions[THERE].id),
           ("sign-in", "sign_in_id", held.id)]  # fmt: skip
    ids += [("line", "line_id", line.id) for line in {line.act: line for line in about}.values()]
    world.things += [Thing(kind, "in the house", {name: one}) for kind, name, one in ids]


def _sign_in(session, login: str) -> str:
    return people.sign_in(session, queries.person_by_login(session, login), "测试手机", at=NOW)


def _cookie(app, token: str) -> str:
    client = Browser(app)
    with client.session_transaction() as cookie:
        cookie[TOKEN] = token
    return f"inspectapp={client.get_cookie('inspectapp').value}"


def _units(session, world: World, regions, boss: Actor) -> dict[str, uuid.UUID]:
    """A unit for each clerk, one more beside the first; every register of each holds an entry."""
    places = (("本县甲", HERE, "jingban"), ("本县乙", HERE, ""), ("外县", THERE, "jingban-shi"))
    own = {}
    for serial, (at, region, login) in enumerate(places, 1):
        mark, phone = f"{MARK}{at}", f"1380000110{serial}"
        values = {
            "region_id": regions[region].id, "kind": w.UnitKind.INSTITUTION, "name": f"{mark}培训中心",
            "phone": phone, "supervision": w.Supervision.COUNTY, "sector": w.Sector.OTHER,
            "address": f"{mark}路1号",
            "credit_code": make_credit_code("140525", f"MA0F000{serial}"), "head": f"{mark}人",
            "building": w.Building.RESIDENTIAL,
        }  # fmt: skip
        unit = subjects.register(session, values, by=boss, at=NOW)
        place = {"at": at, "region": unit.region_id, "unit": unit.id, "mark": mark}
        world.numbers.append(phone)
        world.things.append(Thing("unit", ids={"unit_id": unit.id}, **place))
        world.codes[at] = str(unit.credit_code)
        world.things += [
            Thing("register", ids={"unit_id": unit.id, "name": name}, **place) for name in REGISTERS
        ]
        for name, part in _entries(session, world, unit, mark, serial, boss).items():
            if at == "本县乙" and name not in FEW:
                continue
            ids = {"unit_id": unit.id, "name": name, "part_id": part.id}
            world.things.append(Thing("part", ids=ids, **place))
        staff = next(one for one in world.of("part") if one.unit == unit.id and one.register == "staff")
        ids = {name: staff.ids[name] for name in ("unit_id", "part_id")}
        world.things.append(Thing("staff", ids=ids, **place))
        subjects.rename(session, unit, f"{mark}新名培训中心", by=boss, at=NOW)
        if login:
            clerk = queries.person_by_login(session, login)
            subjects.appoint_clerk(session, unit, clerk.id, by=boss, at=NOW)
            own[login] = unit.id
    return own


def _entries(session, world: World, unit, mark: str, serial: int, boss: Actor) -> dict[str, object]:
    id_number, phone, number = (
        make_id_number(UNUSED_AREA, BIRTHDAY, serial),
        f"1390000220{serial}",
        f"T1405990000{serial}",
    )
    world.numbers += [id_number, phone, number]
    term = {"valid_from": DAY - timedelta(300), "valid_to": DAY + timedelta(10)}
    staff = {"name": f"{mark}师", "id_number": id_number, "phone": phone, "roles": ["TEACHER", "MANAGER"]}
    person = subjects.add(session, unit, Staff, staff, by=boss, at=NOW)
    rows = {
        "hours": {"staff_id": person.id, "kind": w.HourKind.TEACHING, "held_on": DAY, "hours": 3},
        "insurance": {"staff_id": person.id, "month": "2026-05"},
        "certificates": {
            "holder": f"{mark}师", "id_number": id_number, "post": w.Post.SPECIAL, "trade": "低压电工",
            "number": number, **term,
        },
        "agreements": {"kind": w.AgreementKind.MEDICAL, "counterparty": f"{mark}医院", **term},
        "rooms": {"kind": w.RoomKind.CLASSROOM, "name": f"{mark}教室"},
        "documents": {"kind": w.DocumentKind.DEMAND, "title": f"{mark}制度"},
        "contacts": {"name": f"{mark}联系人", "duty": "主任", "phone": phone},
    }  # fmt: skip
    made = {
        name: subjects.add(session, unit, REGISTERS[name].model, values, by=boss, at=NOW)
        for name, values in rows.items()
    }
    return {"staff": person, **made}


def _checklists(session, world: World, regions) -> None:
    """In every region a published checklist, a draft and a table on its way in; and those of the program."""
    checklists.load_packs(session, None, NOW)
    writers = {CITY: "kezhang-yun", HERE: "kezhang", THERE: "kezhang-shi"}
    for region, login in writers.items():
        by, mark = accounts.actor(session, login), f"{MARK}{region}"
        table = f"序号\t项目\t检查内容\n1\t{mark}项目\t{mark}内容一\n2\t{mark}项目\t{mark}内容二"
        head = {"title": f"{mark}检查表", "kinds": [w.UnitKind.INSTITUTION]}
        for kind in ("published", "draft"):
            intake = checklists.begin_intake(session, read_text(table), f"{mark}来源", head, by=by, at=NOW)
            version = checklists.become_pack(session, intake, by=by, at=NOW)
            if kind == "published":
                version = checklists.publish(session, version, by=by, at=NOW)
            _pack(session, world, kind, version, region, f"{mark}检查表" if kind == "published" else "")
        waiting = checklists.begin_intake(session, read_text(table), f"{mark}待核来源", head, by=by, at=NOW)
        _draft_with_own_mark(session, world, by, region)
        world.things.append(
            Thing("intake", region, {"intake_id": waiting.id}, region=by.region_id, mark=f"{mark}待核来源")
        )
    pack = session.scalars(select(Pack).where(Pack.code.is_not(None)).order_by(Pack.code)).first()
    version = checklists.allowed.versions_of(session, pack)[0]
    _pack(session, world, "published", version, "program", "")


def _draft_with_own_mark(session, world: World, by: Actor, region: str) -> None:
    """Nobody outside the region that writes it meets the words of a draft."""
    mark = f"{MARK}{region}未定稿"
    head = {
        "title": f"{mark}表",
        "kinds": [w.UnitKind.INSTITUTION],
        "jurisdiction": region,
        "issuer": by.office_name,
    }
    version = checklists.create(session, head, by=by, at=NOW)
    item = {"section": f"{mark}项目", "text": f"{mark}内容", "ways": [Way.SITE]}
    checklists.add_item(session, version, item, by=by, at=NOW)
    _pack(session, world, "draft", version, region, mark)


def _pack(session, world: World, kind: str, version, at: str, mark: str) -> None:
    region = session.get_one(Pack, version.pack_id).region_id
    item = session.scalars(select(Item).where(Item.version_id == version.id)).first()
    place = {"at": at, "region": region, "mark": mark}
    world.things += [
        Thing(kind, ids={"pack_id": version.pack_id}, **place),
        Thing(f"{kind} version", ids={"version_id": version.id}, **place),
        Thing(f"{kind} item", ids={"item_id": item.id}, **place),
    ]


def _laws(session, world: World) -> None:
    """One law for all regions; its parts fill addresses together."""
    laws.load_catalogue(session, by=None, at=NOW)
    tier = session.scalars(select(DiscretionTier)).first()
    law = session.get_one(LawEntry, tier.entry_id)
    version = session.scalars(select(LawVersion).where(LawVersion.entry_id == law.id)).first()
    instrument = session.scalars(select(LawInstrument)).first()
    other = session.scalars(select(LawEntry).where(LawEntry.id != law.id)).first()
    every = (
        {"law_id": law.id},
        {"law_id": other.id},
        {"law_id": law.id, "version_id": version.id},
        {"tier_id": tier.id},
        {"instrument_id": instrument.id},
    )
    world.things += [Thing("law", "program", ids) for ids in every]


def _workbooks(app, world: World) -> None:
    """Everybody who may takes the register of rooms home and brings it back, through the real doors."""
    for login, asker in world.askers.items():
        role = asker.actor.role if asker.actor else None
        if role not in (*BUREAU, Role.CLERK):
            continue
        client = app.test_client(use_cookies=False)
        ours = {"Sec-Fetch-Site": "same-origin", "Cookie": asker.cookie}
        made = client.post("/registers/rooms/exports", data={"op_id": str(uuid.uuid4())}, headers=ours)
        export_id = uuid.UUID(made.headers["Location"].rpartition("/")[2])
        person = {"at": login, "person": asker.actor.id}
        world.things.append(Thing("export", ids={"slug": "rooms", "export_id": export_id}, **person))
        if role not in (*WRITERS, Role.CLERK):
            continue
        book = client.get(f"/registers/rooms/exports/{export_id}.xlsx", headers=ours)
        data = {"op_id": str(uuid.uuid4()), "workbook": (BytesIO(book.data), "rooms.xlsx")}
        held = client.post("/registers/rooms/uploads", data=data, headers=ours)
        upload_id = uuid.UUID(held.headers["Location"].rpartition("/")[2])
        world.things.append(Thing("upload", ids={"slug": "rooms", "upload_id": upload_id}, **person))
