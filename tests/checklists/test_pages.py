"""The pages of checklists: who sees what, the editor, publishing, the import from file or text."""

from io import BytesIO
from pathlib import Path

import pytest
from sqlalchemy import func, select

from inspectapp.checklists import demo
from inspectapp.checklists.importing import limits
from inspectapp.checklists.models import Intake, Item, Pack, Version
from inspectapp.checklists.words import Way
from inspectapp.shared import clock
from inspectapp.shared.db import read_session, write_session
from tests.checklists.shapes import DOCX_MERGED, SHAPES, SIXTY
from tests.checklists.test_import_refusals import HOSTILE
from tests.client import seen

DATA = Path(__file__).parent / "data"
ANNEX = (DATA / "lookback-annex.txt").read_text(encoding="utf-8")
HEAD = {"title": "企业检查表", "kinds": "ENTERPRISE", "jurisdiction": "甲县"}
ITEM = {"section": "制度", "text": "有年度培训计划", "ways": ["DOCUMENTS", "PEOPLE"], "answer": "YES_NO",
        "photo": "NEVER", "note": "ON_FAILURE",
        "findings": "未制定计划\n计划未落实", "basis": "LB06"}  # fmt: skip
NUMBER = ITEM | {
    "text": "管理人员人数",
    "answer": "NUMBER",
    "comparison": "AT_LEAST",
    "low": "3",
    "unit": "人",
}


@pytest.fixture
def head(standing, browser_of):
    standing("demo of today", furnished)
    return browser_of("kezhang")


def furnished():
    with write_session() as session:
        demo.furnish(session, at=clock.now())


def only(kind, **where):
    with read_session() as session:
        return session.scalars(select(kind).filter_by(**where)).one()


def count(kind) -> int:
    with read_session() as session:
        return session.scalar(select(func.count()).select_from(kind))


def brought() -> Intake:
    """The import of this test; the demo world has one of its own."""
    with read_session() as session:
        return session.scalars(select(Intake).where(Intake.source != "日常检查表")).one()


def new_draft(head) -> Version:
    assert head.post("/checklists", HEAD).status_code == 303
    return only(Version, title="企业检查表")


def text_of(response) -> str:
    """The page; names carry marks where their lines may break."""
    return response.get_data(as_text=True).replace("<wbr>", "")


def test_the_list_shows_what_is_usable_here_and_keeps_other_places_apart(head):
    here, other = seen(head.get("/checklists")), seen(head.get("/checklists?place=other"))
    assert demo.TITLE in here and "东胜区" not in here
    assert "东应急发〔2023〕36号" in other and demo.TITLE not in other


def test_the_list_is_filtered_by_kind(head):
    assert demo.TITLE not in seen(head.get("/checklists?kind=ENTERPRISE"))


@pytest.mark.parametrize(
    ("login", "status"), [("zhifa1", 200), ("fazhi", 200), ("ducha", 200), ("jingban", 403), ("xitong", 403)]
)
def test_the_bureau_reads_and_nobody_else(head, browser_of, login: str, status: int):
    assert browser_of(login).get("/checklists").status_code == status


@pytest.mark.parametrize("login", ["zhifa1", "fazhi", "jingban", "shenji"])
def test_only_heads_and_the_citys_supervisors_write(head, browser_of, login: str):
    assert browser_of(login).post("/checklists", HEAD).status_code == 403


def test_a_pack_shows_its_sections_numbers_and_folded_criteria(head):
    with read_session() as session:
        pack = session.scalars(select(Pack).where(Pack.code == "PY-1")).one()
    shown = text_of(head.get(f"/checklists/{pack.id}"))
    assert "不少于75平方米" in shown and "不适用于本辖区" in shown and "复制为本单位的检查表" in shown


def test_a_checklist_is_written_checked_and_published(head):
    version = new_draft(head)
    path = f"/checklists/versions/{version.id}"
    assert "还没有检查项。请至少添加一项。" in text_of(head.get(f"{path}/publication"))
    assert head.post(f"{path}/publication").status_code == 409
    for item in (ITEM, NUMBER):
        assert head.post(f"{path}/items", item).status_code == 303
    assert "不少于3人" in text_of(head.get(f"{path}/items"))
    assert "内容齐全，可以发布" in text_of(head.get(f"{path}/publication"))
    assert head.post(f"{path}/publication").status_code == 303
    assert only(Version, id=version.id).state.title == "已发布"


def test_a_published_version_refuses_its_editor(head):
    version = new_draft(head)
    path = f"/checklists/versions/{version.id}"
    head.post(f"{path}/items", ITEM)
    item = only(Item, version_id=version.id)
    head.post(f"{path}/publication")
    assert head.get(f"{path}/items").status_code == 409
    assert head.post(f"/checklists/items/{item.id}", ITEM | {"text": "另写"}).status_code == 409
    assert only(Item, id=item.id).text == ITEM["text"]


WRONG = [
    (ITEM | {"text": ""}, "请填写检查内容。"),
    (ITEM | {"ways": []}, "请至少选择一项检查方式。"),
    (ITEM | {"answer": "MAYBE"}, "请从列表中选择回答方式。"),
    (NUMBER | {"low": "三"}, "数值请填写数字。"),
    (NUMBER | {"low": ""}, "请填写数值。"),
    (NUMBER | {"unit": ""}, "请填写单位，例如人、年、学时。"),
    (NUMBER | {"comparison": "BETWEEN", "high": "1"}, "上限应不小于数值。请核对。"),
    (ITEM | {"answer": "CHOICE", "good": "好"}, "请至少写两个选项。每行写一个。"),
]


@pytest.mark.parametrize(("typed", "sentence"), WRONG)
def test_a_wrong_item_keeps_everything_typed(head, typed: dict, sentence: str):
    version = new_draft(head)
    response = head.post(f"/checklists/versions/{version.id}/items", typed | {"criteria": "写了很久的标准"})
    assert response.status_code == 422
    assert sentence in text_of(response) and "写了很久的标准" in text_of(response)


def test_an_item_comes_back_into_its_form_as_it_was_saved(head):
    version = new_draft(head)
    choice = ITEM | {"answer": "CHOICE", "good": "齐全", "bad": "缺项\n没有"}
    head.post(f"/checklists/versions/{version.id}/items", choice)
    item = only(Item, version_id=version.id)
    assert [(one["words"], one["verdict"]) for one in item.options] == [
        ("齐全", "CONFORMS"), ("缺项", "FAILS"), ("没有", "FAILS")]  # fmt: skip
    shown = text_of(head.get(f"/checklists/items/{item.id}"))
    assert "缺项\n没有" in shown and "未制定计划\n计划未落实" in shown


def test_items_are_moved_by_buttons_without_script_and_with_it(head):
    version = new_draft(head)
    for words in ("甲", "乙"):
        head.post(f"/checklists/versions/{version.id}/items", ITEM | {"text": words})
    second = only(Item, text="乙")
    assert head.post(f"/checklists/items/{second.id}/place", {"way": "up"}).status_code == 303
    moved = head.post(f"/checklists/items/{second.id}/place", {"way": "down"}, htmx=True)
    assert text_of(moved).index("甲") < text_of(moved).index("乙")
    assert head.post(f"/checklists/items/{second.id}/removal").status_code == 303
    assert [item.text for item in [only(Item, version_id=version.id)]] == ["甲"]


def test_a_new_version_tells_what_it_changed(head):
    version = only(Version, title=demo.TITLE, number=2)
    shown = text_of(head.get(f"/checklists/versions/{version.id}/differences"))
    assert "新增" in shown and "疏散通道和安全出口畅通" in shown


def test_before_publishing_a_further_version_its_changes_are_shown(head):
    pack = only(Version, title=demo.TITLE, number=2).pack_id
    head.post(f"/checklists/{pack}/versions")
    draft = only(Version, pack_id=pack, number=3)
    assert "检查项没有改动" in text_of(head.get(f"/checklists/versions/{draft.id}/publication"))
    item = only(Item, version_id=draft.id, text="授课与课表一致")
    head.post(f"/checklists/items/{item.id}", ITEM | {"section": item.section, "text": "授课与课程表一致"})
    shown = text_of(head.get(f"/checklists/versions/{draft.id}/publication"))
    assert "与第2版比较" in shown
    assert "<del>授课与课表一致</del>" in shown and "<ins>授课与课程表一致</ins>" in shown


def test_a_draft_is_begun_withdrawn_and_adopted(head):
    pack = only(Version, title=demo.TITLE, number=2).pack_id
    assert head.post(f"/checklists/{pack}/versions").status_code == 303
    draft, before = only(Version, pack_id=pack, number=3), count(Version)
    assert head.get(f"/checklists/versions/{draft.id}/withdrawal").status_code == 200
    assert head.post(f"/checklists/versions/{draft.id}/withdrawal").status_code == 303
    assert count(Version) == before - 1
    second = only(Version, pack_id=pack, number=2)
    assert head.post(f"/checklists/versions/{second.id}/withdrawal").status_code == 303
    assert only(Version, id=second.id).state.title == "已停用"


def test_another_places_checklist_is_adopted_as_a_draft(head):
    theirs = only(Version, jurisdiction="东胜区")
    answer = head.post(f"/checklists/versions/{theirs.id}/copies")
    assert answer.status_code == 303
    assert "1.5" not in text_of(head.get(answer.location)) and "不少于40学时" in text_of(
        head.get(answer.location)
    )


def test_the_preview_shows_what_the_officer_will_see(head):
    version = only(Version, title=demo.TITLE, number=2)
    shown = text_of(head.get(f"/checklists/versions/{version.id}/preview"))
    assert all(word in shown for word in ("符合", "不符合", "不适用", "拍照", "已查"))


def test_a_foreign_draft_looks_as_if_it_did_not_exist(head, browser_of):
    version = new_draft(head)
    assert browser_of("ducha").get(f"/checklists/versions/{version.id}").status_code == 404


def test_the_annex_is_pasted_read_and_saved_as_a_checklist(head):
    answer = head.post("/checklists/intakes", {"text": ANNEX, "kinds": "ENTERPRISE"})
    assert answer.status_code == 303
    shown = text_of(head.get(answer.location))
    assert "持假证上岗" in shown and "请核对2处" in shown
    intake = brought()
    assert len(intake.corrected) == 9
    typed = {"then": "pack", "title": intake.title, "kinds": "ENTERPRISE", "jurisdiction": "甲县"}
    answer = head.post(f"/checklists/intakes/{intake.id}/items", typed)
    assert answer.status_code == 303
    with read_session() as session:
        version = session.scalars(select(Version).where(Version.pack_id == brought().pack_id)).one()
        assert len(session.scalars(select(Item).where(Item.version_id == version.id)).all()) == 9
    assert [len(row["items"]) for row in version.layout["rows"]] == [3, 3, 3]
    assert head.post(f"/checklists/versions/{version.id}/publication").status_code == 303


@pytest.mark.parametrize(("name", "content", "items"), [("表.xlsx", SIXTY, 60), ("表.docx", DOCX_MERGED, 5)])
def test_a_file_is_read(head, name: str, content: bytes, items: int):
    answer = head.post("/checklists/intakes", {"file": (BytesIO(content), name), "kinds": "ENTERPRISE"})
    assert answer.status_code == 303
    assert head.get(answer.location).status_code == 200
    assert len(brought().corrected) == items


def test_tables_never_seen_before_leave_a_usable_draft_on_the_page(head):
    for shape in SHAPES:
        table = {"text": shape.source} if isinstance(shape.source, str) else {
            "file": (BytesIO(shape.source), "表")}  # fmt: skip
        answer = head.post("/checklists/intakes", table | {"kinds": "ENTERPRISE"})
        assert answer.status_code == 303, shape.name
        count_words = f'<b class="number">{len(shape.expected)}</b>个检查项'
        assert count_words in text_of(head.get(answer.location)), shape.name


def test_columns_are_corrected_and_items_edited(head):
    head.post(
        "/checklists/intakes", {"text": "甲\t乙\n制度\t有计划\n档案\t一人一档\n", "kinds": "ENTERPRISE"}
    )
    path = f"/checklists/intakes/{brought().id}"
    typed = {"header": "0", "column-0": "SECTION", "column-1": "CONTENT"}
    assert head.post(f"{path}/columns", typed).status_code == 303
    edited = {
        "kept-0": "on",
        "text-0": "有年度计划",
        "section-0": "制度",
        "ways-0": "SITE",
        "criteria-0": "",
        "text-1": "乙",
    }
    assert head.post(f"{path}/items", edited | {"then": "stay", "title": "本县检查表"}).status_code == 303
    first, second = brought().corrected
    assert (first["text"], first["ways"], second["kept"]) == ("有年度计划", ["SITE"], False)


def test_saving_without_a_title_keeps_the_corrections_on_the_page(head):
    head.post(
        "/checklists/intakes", {"text": "序号\t检查内容\n1\t有计划\n2\t有档案\n", "kinds": "ENTERPRISE"}
    )
    answer = head.post(
        f"/checklists/intakes/{brought().id}/items",
        {"then": "pack", "title": "", "kept-0": "on", "text-0": "改过的内容"},
    )
    assert answer.status_code == 422
    assert "请填写名称。" in text_of(answer) and "改过的内容" in text_of(answer)


@pytest.mark.parametrize("name", [name for name in HOSTILE if name != "六十兆文件"])
def test_a_hostile_upload_is_one_sentence_and_changes_nothing(head, name: str):
    made, status, sentence = HOSTILE[name]
    before = (count(Intake), count(Pack))
    answer = head.post("/checklists/intakes", {"file": (BytesIO(made()), "表.xlsx"), "kinds": "ENTERPRISE"})
    assert answer.status_code == status
    assert sentence in text_of(answer)
    assert (count(Intake), count(Pack)) == before


def test_sixty_megabytes_are_refused_at_the_door(head):
    body = BytesIO(b"PK" + bytes(60 * limits.MEGABYTE))
    answer = head.post("/checklists/intakes", {"file": (body, "表.xlsx"), "kinds": "ENTERPRISE"})
    assert answer.status_code == 413
    assert count(Intake) == 1


def test_nothing_sent_is_told_and_the_rest_kept(head):
    answer = head.post("/checklists/intakes", {"text": " ", "kinds": "ENTERPRISE", "title": "本县检查表"})
    assert answer.status_code == 422
    assert "没有收到表格" in text_of(answer) and "本县检查表" in text_of(answer)


def test_pasted_text_without_a_table_is_kept_for_another_try(head):
    answer = head.post("/checklists/intakes", {"text": "请各单位认真贯彻执行。", "kinds": "ENTERPRISE"})
    assert answer.status_code == 422
    assert "没有找到检查表" in text_of(answer) and "请各单位认真贯彻执行。" in text_of(answer)


def test_the_longest_table_is_corrected_and_saved_in_one_go(head):
    rows = [
        f"{n}\t制度\t第{n}项：{'安全培训档案内容完整' * 6}\t{'按规定逐项核对' * 8}" for n in range(1, 301)
    ]
    table = "序号\t项目\t检查内容\t具体要求\n" + "\n".join(rows)
    assert head.post("/checklists/intakes", {"text": table, "kinds": "ENTERPRISE"}).status_code == 303
    intake = brought()
    typed = {"then": "pack", "title": "三百项检查表", "kinds": "ENTERPRISE", "jurisdiction": "甲县"}
    for at, one in enumerate(intake.corrected):
        typed |= {f"kept-{at}": "on", f"text-{at}": one["text"], f"section-{at}": one["section"]}
        typed |= {f"criteria-{at}": one["criteria"], f"ways-{at}": [way.name for way in Way]}
    answer = head.post(f"/checklists/intakes/{intake.id}/items", typed)
    assert answer.status_code == 303
    assert len(intake.corrected) == 300
    version = only(Version, title="三百项检查表")
    assert text_of(head.get(f"/checklists/versions/{version.id}/items")).count('class="draft-row"') == 300
