"""Every component on a few pages with the hardest content, for the eyes and for axe; never a route."""

from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace

from flask import Flask, render_template
from jinja2 import ChoiceLoader, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from inspectapp.web import assets

ROOT = Path(__file__).resolve().parents[2]
LONG = "山西省晋城市泽州县金村镇职业技能安全生产培训中心（集团）有限责任公司第三分公司考试点"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; connect-src 'self';"
    " form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
RARE = "镕㛃䶮𬭚"
TABS = (
    ("/", "今日", "calendar-check"),
    ("/v", "检查", "clipboard-check"),
    ("/u", "对象", "building-2"),
    ("/me", "我的", "user"),
)


@dataclass(frozen=True)
class Tab:
    url: str
    title: str
    icon: str
    current: bool


def context() -> dict[str, object]:
    login = SimpleNamespace(label="登录名", hint="小写字母和数字", required=True, max_length=40, lines=False)
    form = SimpleNamespace(
        fields={"login": login}, raw={"login": "zhang"}, errors={"login": "登录名已被使用，请换一个。"}
    )
    return {
        "long_name": LONG,
        "rare": RARE,
        "login": form,
        "people": [RARE, "欧阳修", "司马相如"],
        "rows": [LONG if n % 3 == 0 else f"晋城市安全技术培训学校{n}" for n in range(60)],
        "page": SimpleNamespace(number=2, has_next=True, total_words="共184条"),
    }


def create_gallery(messages: tuple[str, ...] = ()) -> Flask:
    app = Flask("gallery", static_folder=None)
    app.jinja_loader = ChoiceLoader(
        [FileSystemLoader(ROOT / "templates"), FileSystemLoader(Path(__file__).parent / "gallery")]
    )
    env = app.jinja_env
    env.undefined, env.trim_blocks, env.lstrip_blocks = StrictUndefined, True, True
    env.globals.update(
        asset=assets.asset,
        messages=lambda: list(messages),
        once_field=lambda: Markup('<input type="hidden" name="op_id" value="1">'),
    )
    app.register_blueprint(assets.bp)
    nav = [Tab(*tab, current=place == 2) for place, tab in enumerate(TABS)]

    @app.get("/root")
    def root() -> str:
        return render_template("page.html", nav=nav, title="对象", back="", **context())

    @app.get("/thing")
    def thing() -> str:
        return render_template("page.html", nav=nav, title=LONG, back="/root", **context())

    @app.get("/form")
    def form() -> str:
        return render_template("form.html", nav=nav, **context())

    @app.get("/plain")
    def plain() -> str:
        return render_template("plain.html", nav=[])

    @app.get("/error")
    def error() -> str:
        return render_template(
            "error.html",
            nav=nav,
            title="没有找到",
            kind="danger",
            sentence="没有找到这条记录。请回到列表重新选择。",
        )

    @app.get("/healthz")
    def healthz() -> str:
        return ""

    @app.post("/people")
    def people() -> tuple[str, int]:
        return render_template(
            "components/_alert.html", kind="danger", sentence="现在还不能保存。请稍后再试。"
        ), 409

    return app


PAGES = ("root", "thing", "form", "plain", "error")
