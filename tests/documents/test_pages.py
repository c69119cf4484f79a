"""Papers through the pages of officers, signers and strangers."""

import io
import json
import re
import subprocess
import sys
import uuid
from dataclasses import replace
from datetime import timedelta

import pytest

from inspectapp.documents import actions, content, papers, queries, verifying
from inspectapp.documents.house import house
from inspectapp.documents.kinds import register
from inspectapp.documents.words import Mode, State
from inspectapp.shared import clock, db, ledger, paper
from inspectapp.shared.refusals import NotNow
from tests.client import seen
from tests.conftest import NOW
from tests.documents.conftest import SAMPLE, VALUES, hand
from tests.documents.photos import photo
from tests.shared.test_seal import resaved


def signing(browser, desk, document, key, mode):
    slot = desk.slot(document, key)
    return browser.post(f"/documents/{document.id}/slots/{slot.id}/signings", {"mode": mode})


def signature(seed, **more):
    filled = {
        "agreed": "on",
        "read_to_end": "yes",
        "strokes": json.dumps(hand(seed)),
        "ended": "1795240000000",
    }
    return filled | more


def test_from_draft_to_copy(desk, browser_of):
    """Everything an officer taps on one visit, and what the unit sees afterwards."""
    document = desk.drafted()
    first, second = browser_of("zhifa1"), browser_of("zhifa2")
    page = f"/documents/{document.id}"
    assert "定稿并编号" in seen(first.get(page))
    assert first.post(f"{page}/freezings").headers["Location"] == page
    assert f"（澄）应急检记〔{clock.today().year}〕1号" in seen(first.get(page))

    asked = signing(first, desk, document, "officer-1", "OWN_LOGIN")
    opened = first.get(asked.headers["Location"])
    assert "全文到此为止" in seen(opened) and desk.again(document).number in seen(opened)
    assert first.post(f"{asked.headers['Location']}/signatures", signature(1)).headers["Location"] == page

    handed = signing(first, desk, document, "unit", "HANDED_OVER").headers["Location"]
    assert "请将手机交给" in seen(first.get(handed))
    assert (
        first.post(f"{handed}/signatures", signature(2, objection="培训人数以课后补签为准")).status_code
        == 303
    )

    own = signing(second, desk, document, "officer-2", "OWN_LOGIN").headers["Location"]
    assert "培训人数以课后补签为准" in seen(second.get(own))
    second.post(f"{own}/signatures", signature(3))
    assert "封存并生成文书" in seen(first.get(page))
    assert first.post(f"{page}/seals").status_code == 303
    assert desk.again(document).state is State.SEALED
    assert first.post(f"{page}/seals").status_code == 303

    assert first.get(f"{page}/sealed.pdf").mimetype == "application/pdf"
    code = desk.again(document).copy_code
    assert code in seen(first.get(f"{page}/hand-over"))
    answer = first.post(f"{page}/hand-overs", {"way": "LINK", "receiver": "朱镕"})
    assert answer.headers["Location"] == page and "扫码查阅：朱镕" in seen(first.get(page))


def test_an_officer_who_reads_for_minutes_still_signs(desk, browser_of):
    document = desk.frozen()
    with clock.freeze(NOW):
        officer = browser_of("zhifa1")
        link = signing(officer, desk, document, "officer-1", "OWN_LOGIN").headers["Location"]
        officer.get(link)
    with clock.freeze(NOW + timedelta(minutes=4)):
        answer = officer.post(f"{link}/signatures", signature(8))
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/documents/{document.id}")


def test_the_unit_signs_on_the_own_phone(desk, browser_of):
    document = desk.frozen()
    officer, stranger = browser_of("zhifa1"), browser_of(None)
    shown = signing(officer, desk, document, "unit", "OWN_PHONE").headers["Location"]
    assert "扫码" in seen(officer.get(shown))
    token = house().token(uuid.UUID(shown.rsplit("/", 1)[1]))
    assert "请将手机交给" not in seen(stranger.get(f"/s/{token}"))
    assert stranger.get(f"/s/{token}/draft.pdf").mimetype == "application/pdf"
    answer = stranger.post(f"/s/{token}/signatures", signature(5))
    assert answer.headers["Location"] == "/s/signed" and "可以关闭" in seen(stranger.get("/s/signed"))
    assert desk.slot(document, "unit").mode is Mode.OWN_PHONE
    assert stranger.get(f"/s/{token}").status_code == 409
    assert "签名已提交" in seen(officer.get(shown))


def test_a_link_that_nobody_made(browser_of):
    assert browser_of(None).get("/s/" + "0" * 32).status_code == 404


def test_an_officers_link_is_worth_nothing_to_others(desk, browser_of):
    document = desk.frozen()
    link = signing(browser_of("zhifa1"), desk, document, "officer-1", "OWN_LOGIN").headers["Location"]
    assert browser_of(None).get(link).status_code == 404
    assert browser_of("zhifa2").post(f"{link}/signatures", signature(6)).status_code == 404


def test_signing_for_the_other_officer(desk, browser_of):
    document = desk.frozen()
    refused = signing(browser_of("zhifa1"), desk, document, "officer-2", "OWN_LOGIN")
    assert refused.status_code == 403 and "自己的账号" in seen(refused)


def test_the_paper_moved_on_while_it_was_read(desk, browser_of):
    document = desk.frozen()
    officer = browser_of("zhifa1")
    link = signing(officer, desk, document, "unit", "HANDED_OVER").headers["Location"]
    desk.do(actions.amend, document, VALUES | {"remark": "补充一句"})
    refused = officer.post(f"{link}/signatures", signature(7))
    assert refused.status_code == 409 and "文书已变更" in seen(refused)


def test_without_the_agreement(desk, browser_of):
    document = desk.frozen()
    officer = browser_of("zhifa1")
    link = signing(officer, desk, document, "unit", "HANDED_OVER").headers["Location"]
    refused = officer.post(f"{link}/signatures", signature(8, agreed=""))
    assert refused.status_code == 422 and "请先勾选" in seen(refused)
    unread = officer.post(f"{link}/signatures", signature(8, read_to_end=""))
    assert unread.status_code == 422 and "从头到尾" in seen(unread)
    assert officer.post(f"{link}/signatures", signature(8, strokes="{")).status_code == 422


def test_a_refusal_with_photo_and_second_officer(desk, browser_of):
    document = desk.frozen()
    slot = desk.slot(document, "unit")
    first, second = browser_of("zhifa1"), browser_of("zhifa2")
    form = f"/documents/{document.id}/slots/{slot.id}/outcome"
    assert "拒绝签名" in seen(first.get(form))
    empty = first.post(form, {"outcome": "REFUSED"})
    assert empty.status_code == 422 and "请写明原因" in seen(empty)
    told = {"outcome": "REFUSED", "reason": "认为不属实", "photos": (io.BytesIO(photo()), "现场.jpg")}
    assert first.post(form, told, content_type="multipart/form-data").status_code == 303
    assert len(desk.slot(document, "unit").photos) == 1
    page = first.get(f"/documents/{document.id}")
    assert "等另一名执法人员" in seen(page)
    confirm = f"/documents/{document.id}/slots/{slot.id}/confirmations"
    assert first.post(confirm).status_code == 403
    assert second.post(confirm).status_code == 303
    assert desk.slot(document, "unit").confirmed_by_name == desk.second.name


def test_what_was_written_beside_a_signature_with_a_pen_is_said_wherever_objections_are(desk, browser_of):
    document, officer, stranger = desk.frozen(), browser_of("zhifa1"), browser_of(None)
    form = f"/documents/{document.id}/slots/{desk.slot(document, 'unit').id}/outcome"
    assert "纸上写有的异议或说明（照录）" in seen(officer.get(form))
    told = {"outcome": "REFUSED", "reason": "认为不属实", "objection": "人数以课后补签为准"}
    refused = officer.post(form, told)
    assert refused.status_code == 422 and "只有纸质签名才照录" in seen(refused)
    assert "人数以课后补签为准" in seen(refused)
    told |= {"outcome": "ON_PAPER", "photos": (io.BytesIO(photo()), "签名页.jpg")}
    assert officer.post(form, told, content_type="multipart/form-data").status_code == 303
    shown = seen(officer.get(f"/documents/{document.id}"))
    assert "纸质签名并有异议" in shown and "异议：人数以课后补签为准" in shown
    asked = signing(officer, desk, document, "officer-1", "OWN_LOGIN")
    assert "异议：人数以课后补签为准" in seen(officer.get(asked.headers["Location"]))
    checked = stranger.get(f"/v/{document.public_id}")
    assert "纸质签名并有异议" in seen(checked)
    # No green tick beside words that object.
    assert "badge--ok" not in checked.text and "badge--warn" in checked.text


def test_a_file_that_is_no_photo(desk, browser_of):
    document = desk.frozen()
    slot = desk.slot(document, "officer-1")
    told = {"outcome": "ON_PAPER", "photos": (io.BytesIO(b"%PDF-1.7 no"), "a.jpg")}
    path = f"/documents/{document.id}/slots/{slot.id}/outcome"
    refused = browser_of("zhifa1").post(path, told, content_type="multipart/form-data")
    assert refused.status_code == 422 and "不是能打开的照片" in seen(refused)


def test_a_stranger_checks_by_code(desk, browser_of):
    document = desk.sealed()
    stranger = browser_of(None)
    page = stranger.get(f"/v/{document.public_id}")
    text = seen(page)
    assert document.number in text and "朱某某" in text and "朱镕" not in text and "江一帆" not in text
    assert f'data-sha256="{document.sealed_sha256}"' in page.get_data(as_text=True)
    assert "noindex" in page.headers["X-Robots-Tag"]


def told_at(browser, document):
    """What the check page tells, label by label."""
    page = browser.get(f"/v/{document.public_id}").get_data(as_text=True)
    return dict(re.findall(r"<dt[^>]*>(.*?)</dt>\s*<dd[^>]*>(.*?)</dd>", page.replace("<wbr>", "")))


def test_the_check_page_names_unit_day_and_line_of_the_register(desk, browser_of):
    document, stranger = desk.frozen(), browser_of(None)
    told = told_at(stranger, document)
    assert told["被检查单位"] == "澄溪县安泰职业培训学校有限公司"
    assert told["定稿日期"] == "2026年11月21日"
    assert told["登记簿"].endswith("条（定稿编号）")
    for key in ("officer-1", "officer-2", "unit"):
        desk.signed_by(document, key)
    desk.do(actions.seal, document)
    with db.read_session() as session:
        acts = [line.act for line in ledger.history(session, "documents", document.id)]
    assert told_at(stranger, document)["登记簿"] == f"第{acts.index('封存') + 1}条（封存）"


@pytest.mark.parametrize(
    ("name", "shown"), [("朱镕", "朱某"), ("欧阳明远", "欧阳某某"), ("买买提·明", "买某某")]
)
def test_a_paper_about_a_person_masks_the_name(desk, browser_of, name, shown):
    document = desk.frozen()
    with db.write_session() as session:
        version = queries.current_version(session, desk.again(document, session))
        version.text = version.text.replace("澄溪县安泰职业培训学校有限公司", name)
    assert told_at(browser_of(None), document)["被检查单位"] == shown


def test_unknown_malformed_and_unpublished_codes_look_the_same(desk, browser_of):
    hidden = desk.drafted().public_id
    stranger = browser_of(None)
    answers = [stranger.get(f"/v/{one}") for one in ("A" * 22, "x", "%E6%9C%AA", hidden)]
    assert {answer.status_code for answer in answers} == {404}
    assert len({seen(answer) for answer in answers}) == 1


def test_the_copy_opens_with_its_code_only(desk, browser_of):
    document = desk.sealed()
    stranger, base = browser_of(None), f"/v/{document.public_id}"
    assert stranger.get(f"{base}/copy.pdf").status_code == 404
    assert stranger.post(f"{base}/copies", {"code": "AAAAAA"}).status_code == 422
    typed = document.copy_code.lower()[:3] + " " + document.copy_code[3:]
    assert stranger.post(f"{base}/copies", {"code": typed}).headers["Location"] == f"{base}/copy"
    assert "培训班" in seen(stranger.get(f"{base}/copy"))
    assert stranger.get(f"{base}/copy.pdf").data == desk.file(document)
    ink = stranger.get(f"{base}/copy/ink/unit")
    assert ink.mimetype == "image/svg+xml" and b"<path" in ink.data


def test_guessing_the_code_gets_slower(desk, browser_of):
    document = desk.sealed()
    stranger, path = browser_of(None), f"/v/{document.public_id}/copies"
    with clock.freeze(NOW):
        assert [stranger.post(path, {"code": "AAAAAA"}).status_code for _ in range(5)] == [422] * 5
        late = stranger.post(path, {"code": document.copy_code})
    assert late.status_code == 429 and "1分钟后" in seen(late)


def test_the_expert_check(desk, browser_of, monkeypatch):
    document = desk.sealed()
    stranger = browser_of(None)
    data = desk.file(document)
    found = stranger.post(
        "/v/checks", {"file": (io.BytesIO(data), "a.pdf")}, content_type="multipart/form-data"
    )
    assert "与登记的原件一致" in seen(found)
    assert stranger.post("/v/checks", {}, content_type="multipart/form-data").status_code == 422
    assert "专业验签" in seen(stranger.get("/v"))


def ask_to_check(browser, data):
    told = {"file": (io.BytesIO(data), "a.pdf")}
    return browser.post("/v/checks", told, content_type="multipart/form-data")


HOLDS_BOTH = """
import sys
from pathlib import Path
from inspectapp.shared.turns import Places
places = Places(Path(sys.argv[1]), "look", 2)
with places.one(), places.one():
    print("held", flush=True)
    sys.stdin.read()
"""


def test_two_strangers_files_at_once_and_no_more_over_all_processes(desk, browser_of, settings):
    data, stranger = desk.file(desk.sealed()), browser_of(None)
    with verifying.place():
        assert "与登记的原件一致" in seen(ask_to_check(stranger, data))
        with verifying.place():
            refused = ask_to_check(stranger, data)
    assert (refused.status_code, refused.headers["Retry-After"]) == (503, "3")
    assert "这份文件还没有核对" in seen(refused)
    command = [sys.executable, "-c", HOLDS_BOTH, str(settings.data)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout.readline() == b"held\n"
        assert ask_to_check(stranger, data).status_code == 503
        other.stdin.close()
        other.wait()
    assert ask_to_check(stranger, data).status_code == 200


def file_ink_on_paper(desk, browser_of, document):
    for key, login in (("officer-1", "zhifa1"), ("officer-2", "zhifa2"), ("unit", "zhifa1")):
        slot = desk.slot(document, key)
        told = {"outcome": "ON_PAPER", "photos": (io.BytesIO(photo()), "签名页.jpg")}
        path = f"/documents/{document.id}/slots/{slot.id}/outcome"
        answer = browser_of(login).post(path, told, content_type="multipart/form-data")
        assert answer.status_code == 303, seen(answer)


def test_what_was_printed_for_ink_is_the_paper_that_is_sealed(desk, browser_of, monkeypatch):
    document, officer = desk.frozen(), browser_of("zhifa1")
    printed = officer.get(f"/documents/{document.id}/draft.pdf").data
    with db.read_session() as session:
        version = queries.current_version(session, document)
    assert house().files.read(version.draft_sha256) == printed
    assert content.code(version) in seen(
        officer.get(f"/documents/{document.id}/slots/{desk.slot(document, 'unit').id}/outcome")
    )
    file_ink_on_paper(desk, browser_of, document)
    before = papers.drawn
    monkeypatch.setattr(paper, "_font_files", lambda: ["other fonts"])
    monkeypatch.setattr(paper, "_typesetter", paper._typesetter.__wrapped__)
    monkeypatch.setattr(papers, "drawn", lambda one: before(one) + b"\n% other fonts")
    assert officer.get(f"/documents/{document.id}/draft.pdf").data == printed
    with pytest.raises(NotNow, match="版式"):
        desk.do(actions.seal, document)


def test_the_certificate_is_published(desk, browser_of):
    stranger = browser_of(None)
    assert "还没有封存证书" in seen(stranger.get("/certificate"))
    document = desk.sealed()
    assert document.certificate_sha256 in seen(stranger.get("/certificate"))
    assert stranger.get("/certificate.pem").data.startswith(b"-----BEGIN CERTIFICATE-----")


def test_voided_and_corrected_papers_say_so(desk, browser_of):
    old = desk.sealed()
    new = desk.sealed(VALUES | {"remark": "更正人数"}, replaces=old)
    stranger, head = browser_of(None), browser_of("kezhang")
    assert f"请以{new.number}为准" in seen(stranger.get(f"/v/{old.public_id}"))
    assert "被更正" in seen(browser_of("zhifa1").get(f"/documents/{old.id}"))
    path = f"/documents/{new.id}/voiding"
    assert browser_of("zhifa1").post(path, {"reason": "写错单位"}).status_code == 403
    assert head.post(path, {"reason": ""}).status_code == 422
    assert "作废" in seen(head.get(path)) and head.post(path, {"reason": "写错单位"}).status_code == 303
    assert "已作废" in seen(stranger.get(f"/v/{new.public_id}"))


def test_a_corrected_paper_leads_to_the_one_that_stands(desk, browser_of):
    """However often it was corrected; when the last one is void, there is none."""
    first, stranger, officer = desk.sealed(), browser_of(None), browser_of("zhifa1")
    second = desk.sealed(VALUES | {"remark": "更正人数"}, replaces=first)
    third = desk.sealed(VALUES | {"remark": "更正地址"}, replaces=second)
    pages = [(stranger, f"/v/{one.public_id}") for one in (first, second)]
    pages += [(officer, f"/documents/{one.id}") for one in (first, second)]
    told = f"请以{third.number}为准"
    assert all(told in seen(browser.get(page)) for browser, page in pages)
    assert told in seen(ask_to_check(stranger, desk.file(first)))
    desk.do(actions.void, third, "写错单位", by=desk.head)
    none_stands = "更正它的文书也已作废，请向出具机关核实。"
    assert all(none_stands in seen(browser.get(page)) for browser, page in pages)
    checked = seen(ask_to_check(stranger, desk.file(first)))
    assert none_stands in checked and "为准" not in checked


def test_a_corrected_paper_without_number_leads_to_the_title(desk, browser_of):
    register(replace(SAMPLE, mark=""))
    first = desk.sealed()
    desk.sealed(VALUES | {"remark": "更正人数"}, replaces=first)
    assert "请以更正后的现场检查记录为准" in seen(browser_of(None).get(f"/v/{first.public_id}"))


def test_of_a_file_that_is_no_original_any_more_one_is_told_not_to_trust_the_words(desk, browser_of):
    data = desk.file(desk.sealed())
    for changed in (data + b"\n", resaved(data)):
        told = seen(ask_to_check(browser_of(None), changed))
        assert "看到的内容可能已被改动，请以原件为准" in told


def test_of_signatures_that_are_void_one_is_told_to_collect_them_while_they_are_collected(desk, browser_of):
    document, officer = desk.ready(), browser_of("zhifa1")
    desk.do(actions.amend, document, VALUES | {"remark": "补充一句"})
    page = f"/documents/{document.id}"
    assert "请各方重新阅读并签署" in seen(officer.get(page))
    for key in ("officer-1", "officer-2", "unit"):
        desk.signed_by(document, key)
    desk.do(actions.seal, document)
    shown = seen(officer.get(page))
    assert "请各方重新阅读并签署" not in shown and "已失效的签名" in shown


def test_of_a_paper_that_never_gets_a_number_no_number_is_said(desk, browser_of):
    register(replace(SAMPLE, mark=""))
    document, officer, stranger = desk.drafted(), browser_of("zhifa1"), browser_of(None)
    own, open_to_all = f"/documents/{document.id}", f"/v/{document.public_id}"
    assert "编号" not in seen(officer.get(own))
    desk.do(actions.freeze, document)
    assert "编号" not in seen(officer.get(own)).replace("定稿编号", "")
    assert "编号" not in seen(stranger.get(open_to_all)).replace("定稿编号", "")
    assert "未编号" not in seen(officer.get("/documents"))
    for key in ("officer-1", "officer-2", "unit"):
        desk.signed_by(document, key)
    desk.do(actions.seal, document)
    assert "编号" not in seen(stranger.get(open_to_all))
    desk.do(actions.void, document, "写错单位", by=desk.head)
    assert "编号" not in seen(officer.get(own)).replace("定稿编号", "")


def test_what_does_not_stand_any_more_is_not_handed_over(desk, browser_of):
    old = desk.sealed()
    new = desk.sealed(VALUES | {"remark": "更正人数"}, replaces=old)
    desk.do(actions.void, new, "写错单位", by=desk.head)
    officer = browser_of("zhifa1")
    for document, words in ((old, "已被更正，不能送达"), (new, "已作废，不能送达")):
        page = f"/documents/{document.id}"
        opened = officer.get(f"{page}/hand-over")
        put = officer.post(f"{page}/hand-overs", {"way": "LINK", "receiver": "朱镕"})
        assert (opened.status_code, put.status_code) == (409, 409)
        assert words in seen(opened) and words in seen(put)


def compared(browser, document):
    """What the check page says of a file that is the sealed one."""
    page = browser.get(f"/v/{document.public_id}").get_data(as_text=True)
    return re.search(r'<template id="same">(.*?)</template>', page, re.DOTALL)[1]


def test_the_very_file_of_a_paper_that_does_not_stand_is_not_green(desk, browser_of):
    old, stranger = desk.sealed(), browser_of(None)
    assert "alert--ok" in compared(stranger, old) and ">是原件<" in compared(stranger, old)
    new = desk.sealed(VALUES | {"remark": "更正人数"}, replaces=old)
    desk.do(actions.void, new, "写错单位", by=desk.head)
    for document, words in ((old, "是原件，但该文书已被更正"), (new, "是原件，但该文书已作废")):
        assert words in compared(stranger, document) and "alert--ok" not in compared(stranger, document)


def test_another_countys_paper_does_not_exist(desk, browser_of):
    document = desk.frozen()
    for path in ("", "/paper", "/draft.pdf", "/sealed.pdf", "/hand-over", "/voiding"):
        assert browser_of("zhifa3").get(f"/documents/{document.id}{path}").status_code == 404


def test_the_register(desk, browser_of):
    desk.frozen()
    desk.drafted()
    officer = browser_of("zhifa1")
    assert "（澄）应急检记〔2026〕1号" in seen(officer.get("/documents"))
    assert "没有符合条件" in seen(officer.get("/documents?q=没有这个"))
    assert "未编号" not in seen(officer.get("/documents?state=FROZEN"))
    assert "没有符合条件" in seen(browser_of("zhifa3").get("/documents"))


def test_the_text_and_the_paper_to_print(desk, browser_of):
    document = desk.frozen()
    officer = browser_of("zhifa1")
    assert "安全绳系挂点" in seen(officer.get(f"/documents/{document.id}/paper"))
    assert officer.get(f"/documents/{document.id}/draft.pdf").mimetype == "application/pdf"
    assert officer.get(f"/documents/{document.id}/sealed.pdf").status_code == 409
    assert officer.get(f"/documents/{document.id}/paper.docx").status_code == 409
    assert officer.get(f"/documents/{document.id}/hand-over").status_code == 409
