"""The rules that `make check` holds this repository to, each shown to refuse what it is there for."""

from pathlib import Path

import pytest

from tools.check_repo import findings

ADDRESS = "https:" + "//"

REFUSED = {
    "a download address": ("docs/operations.md", f"see {ADDRESS}downloads.somewhere.net/x.whl"),
    "a registry": ("README.md", "mirror: " + "pypi" + ".org"),
    "a lock that names hosts": ("package-lock.json", '"reso' + 'lved": "x"'),
    "an index address": ("requirements.txt", "--index" + "-url x"),
    "a path of one machine": ("tools/x.sh", "cd " + "/root" + "/inspectapp"),
    "work left open": ("inspectapp/x.py", '"""Why."""\n# TO' + "DO later"),
    "no docstring": ("inspectapp/x.py", "VALUE = 1\n"),
    "a long module": ("inspectapp/x.py", '"""Why."""\n' + "A = 1\n" * 300),
    "a long function": ("inspectapp/x.py", '"""Why."""\n\n\ndef walk():\n' + "    a = 1\n" * 41),
    "a long template": ("templates/x.html", "<p>一</p>\n" * 121),
    "safe": ("templates/x.html", "{{ name | " + "safe }}"),
    "inline style": ("templates/x.html", "<p sty" + 'le="color:red">'),
    "inline handler": ("templates/x.html", "<p on" + 'click="go()">'),
    "inline script": ("templates/x.html", "<scr" + "ipt>go()</script>"),
    "htmx handler": ("templates/x.html", "<p hx" + "-on:click='go()'>"),
    "markup": ("inspectapp/x.py", '"""Why."""\nA = Mark' + 'up("<b>")'),
}

ALLOWED = {
    "this machine": ("README.md", "open http://127.0.0.1:8000 or http://localhost:8000/login"),
    "a variable": ("tools/x.sh", 'curl "http://$HOST:$PORT/"'),
    "an office's notice": ("inspectapp/x.py", f'"""Why."""\nSOURCE = "{ADDRESS}www.mem.gov.cn/gk/"'),
    "a script file": ("templates/x.html", '<script src="/static/js/app.js" defer></script>'),
    "a literal that escapes what it is given": (
        "inspectapp/x.py",
        '"""Why."""\nA = Mark' + "up('<b>{}</b>').format(name)",
    ),
    "a loop's variable": ("templates/x.html", "{% set one = rows[0] %}"),
    "a short page": ("templates/x.html", "<p>一</p>\n" * 120),
}


@pytest.mark.parametrize("case", REFUSED)
def test_refused(case):
    path, text = REFUSED[case]
    assert findings(Path(path), text), case


@pytest.mark.parametrize("case", ALLOWED)
def test_allowed(case):
    path, text = ALLOWED[case]
    assert findings(Path(path), text) == []
