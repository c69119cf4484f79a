"""Every template that is named is there and compiles strictly; every form knows where it goes.

What the content policy forbids is looked for by `make check`, and in every answer by the test client.
"""

import ast
import re
from pathlib import Path

import pytest
from jinja2 import StrictUndefined, nodes

from tests.structure.houses import modules

pytestmark = pytest.mark.stores_alike

ROOT = Path(__file__).parents[2]
TEMPLATES = sorted(
    path.relative_to(ROOT / "templates").as_posix() for path in (ROOT / "templates").rglob("*.html")
)
FORM = re.compile(r"<form\b[^>]*>", re.DOTALL)
POSTED = re.compile(r"<form\b(?=[^>]*method=\"post\")[^>]*>.*?</form>", re.DOTALL)
#: What exists by name only: pages put together from a word that is checked against a list.
BY_NAME = re.compile(r"^[a-z_/]+\.html$")


def source(name: str) -> str:
    return (ROOT / "templates" / name).read_text(encoding="utf-8")


def test_the_templates_are_strict_and_escape(wired):
    assert wired.jinja_env.undefined is StrictUndefined
    assert wired.jinja_env.autoescape is True or wired.jinja_env.autoescape("any.html")


@pytest.mark.parametrize("name", TEMPLATES)
def test_it_compiles_and_everything_it_names_is_there(wired, name):
    tree = wired.jinja_env.parse(source(name))
    wired.jinja_env.get_template(name)
    kinds = (nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)
    named = [one.template.value for one in tree.find_all(kinds) if isinstance(one.template, nodes.Const)]
    assert [one for one in named if one not in TEMPLATES] == []


def test_every_form_knows_where_it_goes_and_is_sent_once():
    for name in TEMPLATES:
        text = source(name)
        for form in FORM.findall(text):
            assert "method=" in form, f"{name}: {form}"
            assert "action=" in form, f"{name}: {form}"
        for form in POSTED.findall(text):
            assert "once_field()" in form or "caller()" in form, f"{name}: a form without once_field()"


def test_every_template_that_the_code_names_is_there():
    missing = {}
    for module in modules():
        path = ROOT.joinpath(*module.split("."))
        path = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            text = node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
            if BY_NAME.match(text) and text not in TEMPLATES:
                missing[text] = module
    assert missing == {}


def test_no_page_is_left_that_nothing_names():
    code = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "inspectapp").rglob("*.py"))
    everything = code + "".join(source(name) for name in TEMPLATES)
    put_together = re.findall(r"\"([a-z_]+/(?:[a-z]+/)?_[a-z]+_)\" ~", everything)
    idle = [
        name
        for name in TEMPLATES
        if "/" in name
        and not name.startswith("components/")
        and f'"{name}"' not in everything
        and not name.startswith(tuple(put_together) or ("\0",))
    ]
    assert idle == []
