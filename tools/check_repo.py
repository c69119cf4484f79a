"""The rules of this repository that no other tool knows: nothing from elsewhere, too big, or inline.

Run by `make check`. Reads what git tracks (or is about to), prints a line for each place that breaks a rule.
"""

import ast
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

Finding = tuple[int, str]

FILE_LINES, FUNCTION_LINES, TEMPLATE_LINES = 300, 40, 120
TEXT = {
    ".py",
    ".sh",
    ".md",
    ".txt",
    ".in",
    ".toml",
    ".json",
    ".html",
    ".css",
    ".js",
    ".mjs",
    ".ini",
    ".mako",
    ".svg",
    ".yml",
    "",
}

#: Hosts that may stand in a committed file: this machine, names reserved for examples, names of XML
#: vocabularies, and the sites of the offices whose notices are cited.
HOSTS = re.compile(
    r"^([\w-]+|127\.0\.0\.\d+|\[::1\]|0\.0\.0\.0|([\w-]+\.)*(example|test|invalid|localhost)(\.\w+)?|"
    r"(www\.)?w3\.org|schemas\.(openxmlformats|microsoft)\.\w+|([\w-]+\.)+gov\.cn|[{$%<].*)$"
)
ADDRESS = re.compile(r"https?://([^\s/:\"'`<>()\\（）。，；、]+)")
REGISTRY = re.compile(
    r"\b(py[p]i|npm[j]s|python[h]osted|npm[m]irror|deb\.debia[n]|unpk[g]|jsdeli[v]r)\.(org|com|net)\b"
)
PLACES = re.compile(r"(?<![\w.}])/(?:work|root|home/\w+|opt/(?:wheels|py))/")
SOURCES = re.compile(r"\"resolved\"\s*:|--(extra-)?index-url|--find-links|--trusted-host")
FREE_MARKUP = re.compile(r"\bMarkup\((?!'[^']*'\)\.format\()")
UNFINISHED = re.compile(r"\b(TO" r"DO|FIX" r"ME)\b|NotImplemented" r"Error|pytest\.mark\.(skip|xf" r"ail)")

INLINE = {
    re.compile(r"\|\s*safe\b"): "|safe lets a text become markup",
    re.compile(r"\bMarkup\("): "Markup( lets a text become markup",
    re.compile(r"\sstyle\s*="): "inline style",
    re.compile(r"\son(?!e\b)[a-z]+\s*="): "inline handler",
    re.compile(r"<script(?![^>]*\bsrc=)"): "inline script",
    re.compile(r"\bhx-on\b"): "hx-on",
    re.compile(r"\bautoescape\s+false"): "autoescape switched off",
}


def tracked() -> list[Path]:
    names = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        capture_output=True,
        check=True,
    ).stdout.decode()
    return [path for path in map(Path, names.split("\0")) if path.name and path.is_file()]


def matches(pattern: re.Pattern[str], text: str, what: str) -> Iterator[Finding]:
    for number, line in enumerate(text.splitlines(), 1):
        if found := pattern.search(line):
            yield number, f"{what}: {found.group(0).strip()}"


def nothing_from_elsewhere(path: Path, text: str) -> Iterator[Finding]:
    """No address of a registry or a download, no path of the machine it was written on."""
    yield from matches(REGISTRY, text, "host of a registry")
    yield from matches(PLACES, text, "path of one machine")
    if path.suffix in {".txt", ".in", ".json", ".toml"}:
        yield from matches(SOURCES, text, "where packages come from is the machine's affair")
    for number, line in enumerate(text.splitlines(), 1):
        for host in ADDRESS.findall(line):
            if not HOSTS.match(host):
                yield number, f"outside address: {host}"


def nothing_unfinished(path: Path, text: str) -> Iterator[Finding]:
    if path.suffix in {".py", ".js", ".mjs", ".html", ".sh", ".css"}:
        yield from matches(UNFINISHED, text, "unfinished")


def module_is_small_and_says_why(path: Path, text: str) -> Iterator[Finding]:
    """The product's modules: a docstring, at most 300 lines, no function over 40."""
    if path.suffix != ".py" or path.parts[0] in {"migrations"}:
        return
    tree = ast.parse(text)
    if text.strip() and not ast.get_docstring(tree):
        yield 1, "no docstring that says what it is for"
    if path.parts[0] != "inspectapp":
        return
    if (lines := text.count("\n")) > FILE_LINES:
        yield 1, f"{lines} lines (at most {FILE_LINES})"
    for name, line, length in functions(tree):
        if length > FUNCTION_LINES:
            yield line, f"{name} has {length} lines (at most {FUNCTION_LINES})"


def functions(tree: ast.AST) -> Iterator[tuple[str, int, int]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, node.lineno, (node.end_lineno or node.lineno) - node.lineno + 1


def template_is_plain(path: Path, text: str) -> Iterator[Finding]:
    """Templates: at most 120 lines; nothing that a strict content policy would have to forgive."""
    if path.suffix != ".html" or path.parts[0] != "templates":
        return
    if (lines := text.count("\n")) > TEMPLATE_LINES:
        yield 1, f"{lines} lines (at most {TEMPLATE_LINES})"
    for pattern, what in INLINE.items():
        yield from matches(pattern, text, what)


def code_keeps_escaping(path: Path, text: str) -> Iterator[Finding]:
    """Only a literal may be markup; what its `format` puts in is escaped."""
    if path.suffix == ".py" and path.parts[0] == "inspectapp":
        yield from matches(FREE_MARKUP, text, "lets a text become markup")


RULES: tuple[Callable[[Path, str], Iterator[Finding]], ...] = (
    nothing_from_elsewhere,
    nothing_unfinished,
    module_is_small_and_says_why,
    template_is_plain,
    code_keeps_escaping,
)


def findings(path: Path, text: str) -> list[Finding]:
    return [finding for rule in RULES for finding in rule(path, text)]


def sizes(texts: dict[Path, str]) -> str:
    """The medians that the design aims for: files 80, functions 8, templates 30 lines."""
    modules = {
        p: t for p, t in texts.items() if p.suffix == ".py" and p.parts[0] == "inspectapp" and t.strip()
    }
    lengths = [length for text in modules.values() for _, _, length in functions(ast.parse(text))]
    pages = [t.count("\n") for p, t in texts.items() if p.suffix == ".html" and p.parts[0] == "templates"]
    middle = [median(values or [0]) for values in ([t.count("\n") for t in modules.values()], lengths, pages)]
    return "medians: module {:.0f}, function {:.0f}, template {:.0f} lines".format(*middle)


def main() -> int:
    texts = {path: path.read_text(encoding="utf-8") for path in tracked() if path.suffix in TEXT}
    broken = [
        f"{path}:{line}: {what}"
        for path, text in sorted(texts.items())
        for line, what in findings(path, text)
    ]
    print("\n".join([*broken, sizes(texts)]))
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
