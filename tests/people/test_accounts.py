"""The system administrator keeps the accounts: makes, changes, closes and opens them, hands out passwords."""

import html
import re
from datetime import date

import pytest
from sqlalchemy import text

from inspectapp.people import actions, queries
from inspectapp.people.access import policy_of
from inspectapp.people.actor import Role
from inspectapp.shared import clock, db
from inspectapp.shared.refusals import NotAllowed, NotNow
from tests.client import seen
from tests.conftest import NOW

RARE = "镕㛃䶮𬭚"
LONG = "阿卜杜热合曼·买买提艾力·图尔荪尼亚孜江"


@pytest.fixture
def boss(browser_of):
    return browser_of("xitong")


@pytest.fixture
def typed(place):
    """A new officer as the form sends one."""
    return {
        "name": RARE, "login": "Rare1", "role": "OFFICER", "region_id": str(place("澄溪县").id),
        "phone": "138 0000 1111", "certificate_number": "云E00000999", "certificate_valid_to": "2027-05-31",
    }  # fmt: skip


def handed_out(answer):
    found = re.search(r'id="handed-out"[^>]*>([^<]+)<', answer.get_data(as_text=True))
    return html.unescape(found[1])


def stored_text():
    """Everything that lies in the database, as one text."""
    with db.read_session() as session:
        connection = session.connection()
        tables = [table for table in db.metadata.tables if table != "unit_search_index"]
        return "\n".join(
            str(row) for table in tables for row in connection.execute(text(f'select * from "{table}"'))
        )


def edited(person, **changes):
    stored = {
        "name": person.name, "login": person.login, "role": person.role.name,
        "region_id": str(person.region_id), "certificate_number": person.certificate_number,
        "certificate_valid_to": str(person.certificate_valid_to or ""),
        "phone": "", "version": str(person.version),
    }  # fmt: skip
    return stored | changes


def test_a_new_officer_gets_an_account_and_signs_in_with_the_handed_out_password(
    boss, typed, account, browser_of, sign_in, acts_on
):
    answer = boss.post("/accounts", typed)
    assert answer.status_code == 200
    made = account("rare1")
    assert (made.name, made.role, made.phone) == (RARE, Role.OFFICER, "13800001111")
    assert made.certificate_valid_to == date(2027, 5, 31)
    assert [line.act for line in acts_on(made)] == ["新建账号", "发放初始密码", "结束登录"]
    officer = browser_of(None)
    assert sign_in(officer, "rare1", handed_out(answer)).headers["Location"] == "/"
    assert officer.get("/").headers["Location"] == "/password"


def test_a_handed_out_password_is_shown_once_and_kept_nowhere(boss, account, op_id):
    path = f"/accounts/{account('zhifa1').id}"
    first = boss.post(f"{path}/passwords", {"op_id": op_id})
    password = handed_out(first)
    again = boss.post(f"{path}/passwords", {"op_id": op_id})
    assert (again.status_code, again.headers["Location"]) == (303, path)
    kept = stored_text()
    assert str(account("zhifa1").id) in kept
    assert password not in kept
    assert first.headers["Cache-Control"] == "no-store"
    assert password not in seen(boss.get(path))


def test_a_new_password_ends_every_sign_in_and_the_old_one_is_dead(
    boss, account, browser_of, sign_in, password_of
):
    officer = browser_of("zhifa1")
    boss.post(f"/accounts/{account('zhifa1').id}/passwords")
    assert officer.get("/me").status_code == 303
    assert sign_in(browser_of(None), "zhifa1", password_of("zhifa1")).status_code == 422


def test_until_the_handed_out_password_is_changed_every_other_page_is_shut(
    boss, account, browser_of, sign_in, app
):
    handed = handed_out(boss.post(f"/accounts/{account('kezhang').id}/passwords"))
    head = browser_of(None)
    sign_in(head, "kezhang", handed)
    plain = [
        rule
        for rule in app.url_map.iter_rules()
        if not rule.arguments
        and "GET" in rule.methods
        and rule.rule != "/password"
        and not policy_of(app, rule.endpoint).public
    ]
    assert len(plain) > 10
    for rule in plain:
        answer = head.get(rule.rule)
        assert answer.status_code in (303, 403), rule.rule
        assert answer.headers.get("Location", "/password") == "/password", rule.rule
    assert head.post("/me/sign-ins/endings").headers["Location"] == "/password"
    assert head.get("/password").status_code == 200
    assert head.post("/sign-outs").headers["Location"] == "/login"


def test_the_phone_is_encrypted_at_rest_and_masked_on_every_page(boss, typed, account):
    boss.post("/accounts", typed)
    made = account("rare1")
    for path in (f"/accounts/{made.id}", f"/accounts/{made.id}/edit", "/accounts?q=rare1"):
        assert "13800001111" not in boss.get(path).text
    assert "138****1111" in boss.get(f"/accounts/{made.id}").text
    assert "13800001111" not in stored_text()


def test_a_masked_phone_that_comes_back_changes_nothing(boss, typed, account):
    boss.post("/accounts", typed)
    made = account("rare1")
    changes = edited(made, phone="138****1111", name=LONG)
    assert boss.post(f"/accounts/{made.id}", changes).status_code == 303
    assert (account("rare1").phone, account("rare1").name) == ("13800001111", LONG)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": ""}, "请填写姓名"),
        ({"login": "江一帆"}, "登录名用3到40个小写字母、数字"),
        ({"login": "ab"}, "登录名用3到40个小写字母、数字"),
        ({"login": "ZHIFA1"}, "这个登录名已经有人用了"),
        ({"role": "KING"}, "请从列表中选择角色"),
        ({"role": ""}, "请填写角色"),
        ({"role": "CITY"}, "市级督查账号要放在市级辖区下"),
        ({"region_id": "7"}, "请从列表中选择辖区"),
        ({"region_id": "00000000-0000-4000-8000-000000000000"}, "请选择所属辖区"),
        ({"phone": "12345"}, "手机号"),
        ({"phone": "138****1111"}, "手机号里有星号"),
        ({"certificate_number": ""}, "还要填写执法证号"),
        ({"certificate_valid_to": ""}, "还要填写有效期"),
        ({"certificate_valid_to": "明年"}, "不是有效日期"),
    ],
)
def test_what_cannot_stand_is_said_at_its_field_and_nothing_is_made(boss, typed, account, wrong, sentence):
    answer = boss.post("/accounts", typed | wrong)
    assert answer.status_code == 422
    assert sentence in seen(answer)
    assert RARE in answer.text or wrong == {"name": ""}
    assert account("rare1") is None


def test_an_account_of_a_new_region_must_sign_in_again(boss, account, place, browser_of, acts_on):
    officer, stored = browser_of("zhifa1"), account("zhifa1")
    answer = boss.post(f"/accounts/{stored.id}", edited(stored, region_id=str(place("石桥县").id)))
    assert answer.headers["Location"] == f"/accounts/{stored.id}"
    assert officer.get("/me").status_code == 303
    assert [line.act for line in acts_on(stored)][-2:] == ["修改账号", "结束登录"]
    assert acts_on(stored)[-2].detail == {"changed": ["region_id"]}


def test_a_new_name_leaves_the_sign_ins_alone(boss, account, browser_of):
    officer, stored = browser_of("zhifa1"), account("zhifa1")
    boss.post(f"/accounts/{stored.id}", edited(stored, name=RARE))
    assert RARE in officer.get("/me").text


def test_saving_without_a_change_notes_nothing(boss, account, acts_on):
    stored = account("zhifa1")
    before = len(acts_on(stored))
    boss.post(f"/accounts/{stored.id}", edited(stored))
    assert len(acts_on(stored)) == before


def test_two_administrators_who_edit_at_once_do_not_overwrite_each_other(boss, account):
    stored = account("zhifa1")
    assert boss.post(f"/accounts/{stored.id}", edited(stored, name="江一舟")).status_code == 303
    late = boss.post(f"/accounts/{stored.id}", edited(stored, name="江一船"))
    assert late.status_code == 409
    assert "刚才有人改过这一条" in seen(late)
    assert account("zhifa1").name == "江一舟"


def test_a_login_that_another_holds_is_refused_while_editing(boss, account):
    stored = account("zhifa1")
    answer = boss.post(f"/accounts/{stored.id}", edited(stored, login="zhifa2"))
    assert answer.status_code == 422
    assert "这个登录名已经有人用了" in seen(answer)


def test_a_disabled_person_is_out_at_once_and_back_after_enabling(
    boss, account, browser_of, sign_in, password_of, acts_on
):
    officer, path = browser_of("zhifa1"), f"/accounts/{account('zhifa1').id}"
    assert "本人在1台设备上登录着" in seen(boss.get(f"{path}/disablings/new"))
    assert boss.post(f"{path}/disablings").status_code == 303
    assert officer.get("/me").status_code == 303
    assert sign_in(browser_of(None), "zhifa1", password_of("zhifa1")).status_code == 422
    assert "已停用" in seen(boss.get(path))
    assert boss.post(f"{path}/enablings").status_code == 303
    assert sign_in(browser_of(None), "zhifa1", password_of("zhifa1")).status_code == 303
    assert {"停用账号", "启用账号"} <= {line.act for line in acts_on(account("zhifa1"))}


@pytest.mark.parametrize(
    ("acts", "sentence"),
    [
        (["disablings", "disablings"], "这个账号已经停用"),
        (["enablings"], "这个账号正在使用"),
        (["disablings", "passwords"], "已经停用，不能发放密码"),
    ],
)
def test_an_act_out_of_turn_is_refused(boss, account, acts, sentence):
    answers = [boss.post(f"/accounts/{account('zhifa1').id}/{act}") for act in acts]
    assert answers[-1].status_code == 409
    assert sentence in seen(answers[-1])


@pytest.mark.parametrize("act", ["disablings", "passwords"])
def test_an_administrator_does_neither_to_the_own_account(boss, account, act):
    answer = boss.post(f"/accounts/{account('xitong').id}/{act}")
    assert answer.status_code == 409
    assert "另一位系统管理员" in seen(answer)
    assert "停用账号" not in seen(boss.get(f"/accounts/{account('xitong').id}"))


@pytest.mark.parametrize("role", ["SECURITY", "AUDIT", "OFFICER"])
def test_no_administrator_grants_the_own_account_another_role(boss, account, role):
    stored = account("xitong")
    answer = boss.post(f"/accounts/{stored.id}", edited(stored, role=role))
    assert answer.status_code == 403
    assert "不能更改自己的角色和辖区" in seen(answer)
    assert account("xitong").role is Role.SYSTEM


def test_an_administrator_corrects_the_own_name(boss, account):
    stored = account("xitong")
    assert boss.post(f"/accounts/{stored.id}", edited(stored, name="贺知远")).status_code == 303
    assert account("xitong").name == "贺知远"


@pytest.mark.parametrize("login", ["anquan", "shenji"])
def test_the_only_administrator_of_a_kind_is_neither_disabled_nor_moved(boss, account, login):
    stored = account(login)
    for path, data in (
        (f"/accounts/{stored.id}/disablings", None),
        (f"/accounts/{stored.id}", edited(stored, role="LEGAL")),
    ):
        answer = boss.post(path, data)
        assert answer.status_code == 409
        assert f"最后一个{stored.role.title}账号" in seen(answer)


def test_of_two_system_administrators_one_always_stays(person, account, place):
    """Each holds the other's dismissal in hand; the second one comes too late."""
    with db.write_session() as session:
        values = {"login": "xitong2", "name": "贺二", "role": Role.SYSTEM, "region_id": place("云岭市").id}
        actions.add_account(session, values, by=person("xitong"), at=NOW)
    first, second = person("xitong"), person("xitong2")
    with db.write_session() as session:
        actions.disable(session, queries.person_by_login(session, "xitong2"), by=first, at=NOW)
    with db.write_session() as session, pytest.raises(NotNow, match="最后一个系统管理员账号"):
        actions.disable(session, queries.person_by_login(session, "xitong"), by=second, at=NOW)


@pytest.mark.parametrize("login", ["anquan", "shenji", "kezhang"])
def test_only_the_system_administrator_acts_on_accounts(person, login):
    with db.write_session() as session:
        found, actor = queries.person_by_login(session, "zhifa1"), person(login)
        for act in (actions.disable, actions.enable, actions.hand_out_password):
            with pytest.raises(NotAllowed, match="只有系统管理员"):
                act(session, found, by=actor, at=NOW)


def test_the_list_is_searched_and_filtered(boss, place):
    assert "江一帆" in seen(boss.get("/accounts?q=江一"))
    assert "江一帆" in seen(boss.get("/accounts?q=ZHIFA1"))
    assert "江一帆" in seen(boss.get("/accounts?q=云E00000203"))
    officers = seen(boss.get(f"/accounts?role=OFFICER&region={place('石桥县').id}"))
    assert "段石桥" in officers
    assert "江一帆" not in officers
    assert "没有找到符合条件的账号" in seen(boss.get("/accounts?state=disabled"))
    assert "没有找到符合条件的账号" in seen(boss.get("/accounts?q=%25"))
    assert boss.get("/accounts?role=KING&region=x&page=-1").status_code == 200


def test_a_long_list_goes_on_on_the_next_page(boss, person, place):
    with db.write_session() as session:
        for number in range(35):
            values = {"login": f"many{number:02}", "name": f"测试员{number:02}", "role": Role.CLERK}
            actions.new_person(session, values | {"region_id": place("石桥县").id})
    first = seen(boss.get("/accounts?role=CLERK"))
    assert "测试员00" in first
    assert "测试员34" not in first
    assert "测试员34" in seen(boss.get("/accounts?role=CLERK&page=2", htmx=True))


def test_an_expired_certificate_is_marked(boss, account):
    stored = account("zhifa2")
    with clock.freeze(NOW):
        boss.post(f"/accounts/{stored.id}", edited(stored, certificate_valid_to="2026-11-20"))
        assert "执法证有效期到2026年11月20日为止" in seen(boss.get(f"/accounts/{stored.id}"))
        assert "执法证待更新" in seen(boss.get("/accounts?q=zhifa2"))


def test_the_page_of_an_account_tells_its_changes_but_not_its_comings_and_goings(boss, account, browser_of):
    browser_of("zhifa1")
    text_seen = seen(boss.get(f"/accounts/{account('zhifa1').id}"))
    assert "新建账号" in text_seen
    assert "退出登录" not in text_seen
    assert "测试手机" not in text_seen
