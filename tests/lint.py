"""What every HTML answer must keep: parsable, unique ids, labelled targets, nothing inline."""

import functools
import re

import html5lib

SWAPS = {"innerHTML", "outerHTML", "beforeend", "afterend", "beforebegin", "afterbegin", "delete", "none"}
VERBS = ("hx-get", "hx-post", "hx-put", "hx-delete", "hx-patch")
#: Ids that differ from one answer to the next.
RANDOM = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
#: Parser complaints that say nothing about our markup: a fragment has no doctype.
HARMLESS = {"expected-doctype-but-got-start-tag", "expected-doctype-but-got-chars"}


class Faulty(AssertionError):
    """The HTML breaks a rule of the house."""


def lint(html: str, *, fragment: bool) -> None:
    """Each page once: pages that differ in nothing but their random ids are the same page."""
    numbers: dict[str, str] = {}
    problems = _problems(
        RANDOM.sub(lambda one: numbers.setdefault(one[0], f"#{len(numbers)}"), html), fragment
    )
    if problems:
        raise Faulty("; ".join(problems))


@functools.lru_cache(maxsize=2000)
def _problems(html: str, fragment: bool) -> tuple[str, ...]:
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    tree = parser.parse(html)
    problems = [code for _, code, _ in parser.errors if code not in HARMLESS]
    elements = [element for element in tree.iter() if isinstance(element.tag, str)]
    for element in elements:
        problems += _element(element)
    problems += _ids(elements)
    if not fragment:
        problems += _page(elements)
    return tuple(problems)


def _element(element):
    names = element.attrib
    if element.tag == "form":
        yield from _form(element)
    if element.tag == "img" and "alt" not in names:
        yield "an image without alt"
    if any(verb in names for verb in VERBS):
        yield from _sender(element)
    for name in names:
        if name == "style" or name.startswith(("on", "hx-on")):
            yield f"inline {name} on <{element.tag}>"
    if element.tag == "script" and "src" not in names and names.get("type") != "application/json":
        yield "inline script"


def _form(element):
    action, method = element.get("action"), element.get("method", "").lower()
    if action is None or not method:
        yield "a form without action and method"
    if method == "post" and not any(one.get("name") == "op_id" for one in element.iter("input")):
        yield f"a form without its once id: {action}"


def _sender(element):
    if "hx-target" not in element.attrib:
        yield f"htmx without a target of its own on <{element.tag}>"
    if element.get("hx-swap", "").split(" ")[0] not in SWAPS:
        yield f"hx-swap {element.get('hx-swap')!r}"


def _ids(elements):
    ids = [element.get("id") for element in elements if element.get("id")]
    return [f"id {one!r} twice" for one in sorted({one for one in ids if ids.count(one) > 1})]


def _page(elements):
    headings = [element for element in elements if element.tag == "h1"]
    titles = [element for element in elements if element.tag == "title"]
    if len(headings) != 1:
        yield f"{len(headings)} h1"
    if not titles or not (titles[0].text or "").strip():
        yield "no title"
