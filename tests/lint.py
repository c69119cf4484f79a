"""What every HTML answer must keep: parsable, unique ids, labelled targets, nothing inline."""

import functools
import re
from dataclasses import dataclass

import html5lib

SWAPS = {"innerHTML", "outerHTML", "beforeend", "afterend", "beforebegin", "afterbegin", "delete", "none"}
VERBS = ("hx-get", "hx-post", "hx-put", "hx-delete", "hx-patch")
#: Ids that differ from one answer to the next.
RANDOM = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
#: Words between two tags: what they say breaks no rule, as long as no sign in them has a meaning of its own.
WORDS = re.compile(r">[^<>&]*[^<>&\s][^<>&]*<")
#: The thing that a page is about; a second one lies in a template, for work without network.
MAIN = re.compile(r"<main\b.*?</main>", re.S)
#: Parser complaints that say nothing about our markup: a fragment has no doctype.
HARMLESS = {"expected-doctype-but-got-start-tag", "expected-doctype-but-got-chars"}


class Faulty(AssertionError):
    """The HTML breaks a rule of the house."""


@dataclass(frozen=True)
class Part:
    """What was found in one part of a page."""

    problems: tuple[str, ...]
    ids: tuple[str, ...]
    headings: int
    titled: bool


def lint(html: str, *, fragment: bool) -> None:
    """Each part once: parts that differ in nothing but their random ids and their words are the same part."""
    parts = [_looked_at(part) for part in _parts(_alike(html))]
    problems = [problem for part in parts for problem in part.problems]
    problems += _twice([one for part in parts for one in part.ids])
    if not fragment:
        problems += _page(parts)
    if problems:
        raise Faulty("; ".join(problems))


def _alike(html: str) -> str:
    numbers: dict[str, str] = {}
    named = RANDOM.sub(lambda one: numbers.setdefault(one[0], f"#{len(numbers)}"), html)
    return WORDS.sub(">x<", named)


def _parts(html: str) -> list[str]:
    """What stands around the thing of this page is the same on many pages."""
    found = MAIN.search(html)
    return [html[: found.start()] + "<main></main>" + html[found.end() :], found[0]] if found else [html]


@functools.lru_cache(maxsize=4000)
def _looked_at(html: str) -> Part:
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    tree = parser.parse(html)
    problems = [code for _, code, _ in parser.errors if code not in HARMLESS]
    elements = [element for element in tree.iter() if isinstance(element.tag, str)]
    for element in elements:
        problems += _element(element)
    titles = [element.text or "" for element in elements if element.tag == "title"]
    return Part(
        tuple(problems),
        tuple(element.get("id") for element in elements if element.get("id")),
        sum(element.tag == "h1" for element in elements),
        bool(titles and titles[0].strip()),
    )


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


def _twice(ids):
    return [f"id {one!r} twice" for one in sorted({one for one in ids if ids.count(one) > 1})]


def _page(parts):
    headings = sum(part.headings for part in parts)
    if headings != 1:
        yield f"{headings} h1"
    if not any(part.titled for part in parts):
        yield "no title"
