"""The shell: the service worker reads only, and what it keeps belongs to nobody."""

import json
import re
from pathlib import Path

from inspectapp.web.bundles import script

WORKER = (Path(__file__).resolve().parents[2] / "static" / "js" / "sw.js").read_text(encoding="utf-8")


def test_the_first_thing_the_worker_asks_of_a_request_is_whether_it_only_reads():
    """One listener for requests; whatever is not GET is left alone before anything else is looked at."""
    assert WORKER.count('addEventListener("fetch"') == 1
    listener = WORKER.split('addEventListener("fetch", function (event) {')[1].split("\n});")[0]
    first, *later = [
        line.strip() for line in listener.strip().splitlines() if not line.strip().startswith("var")
    ]
    assert first == 'if (asked.method !== "GET" || place.origin !== self.location.origin) return;'
    assert all("respondWith" in line for line in later)
    assert WORKER.count("respondWith") == len(later)


def test_nothing_in_the_worker_sends_or_wakes_up_by_itself():
    assert set(re.findall(r'addEventListener\("(\w+)"', WORKER)) == {
        "install",
        "activate",
        "message",
        "fetch",
    }
    for word in ("POST", "PUT", "DELETE", "method:", "body:", "sync", "push", "XMLHttpRequest", "sendBeacon"):
        assert word not in WORKER, word


def test_the_worker_comes_with_the_list_of_what_it_keeps(caller):
    answer = caller().get("/sw.js")
    assert answer.headers["Content-Type"].startswith("text/javascript")
    assert answer.headers["Cache-Control"] == "no-store"
    told, _, code = answer.get_data(as_text=True).partition(";\n")
    shell = json.loads(told.removeprefix("self.shell = "))
    assert code == script(WORKER)
    assert set(shell["scripts"]) <= set(shell["files"])
    assert all(caller().get(address).status_code == 200 for address in shell["files"])
    assert not any("qr-scanner" in address for address in shell["files"])


def test_the_page_without_a_network_is_the_same_for_everybody(caller):
    pages = [caller(login).get("/offline").get_data(as_text=True) for login in (None, "zhifa1", "jingban")]
    assert pages[0] == pages[1] == pages[2]
    assert "data-person" not in pages[0]


def test_the_app_can_be_put_on_the_screen_of_a_phone(caller):
    manifest = caller().get("/manifest.webmanifest")
    assert manifest.headers["Content-Type"].startswith("application/manifest+json")
    told = manifest.get_json()
    assert (told["display"], told["start_url"], told["scope"]) == ("standalone", "/", "/")
    for icon in told["icons"]:
        picture = caller().get(icon["src"])
        assert (picture.status_code, picture.headers["Content-Type"]) == (200, "image/png")
