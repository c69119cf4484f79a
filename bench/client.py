"""A phone as the server sees it: one connection, one cookie jar, forms filled in as a browser would."""

import asyncio
import gzip
import time
import urllib.parse
from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass
class Answer:
    """What came back, and how long it took."""

    status: int
    headers: dict[str, str]
    body: bytes
    seconds: float

    @property
    def text(self) -> str:
        packed = self.headers.get("content-encoding") == "gzip"
        return (gzip.decompress(self.body) if packed else self.body).decode("utf-8", "replace")


@dataclass
class Phone:
    """Talks HTTP/1.1 to a port of this very machine, never to another."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def get(self, path: str) -> Answer:
        return await self.ask("GET", path)

    async def post(self, path: str, values: dict[str, str]) -> Answer:
        return await self.ask("POST", path, urllib.parse.urlencode(values).encode())

    async def ask(
        self, method: str, path: str, body: bytes | None = None, more: dict[str, str] | None = None
    ) -> Answer:
        """One request; a connection that the server has closed meanwhile is opened anew, once."""
        message, began = self.message(method, path, body, more or {}), time.perf_counter()
        for fresh in (self.streams is None, True):
            try:
                answer = await self.exchange(message, began)
                break
            except (asyncio.IncompleteReadError, ConnectionError):
                self.close()
                if fresh:
                    raise
        return answer

    def message(self, method: str, path: str, body: bytes | None, more: dict[str, str]) -> bytes:
        host = f"127.0.0.1:{self.port}"
        headers = {"Host": host, "Origin": f"http://{host}", "Accept-Encoding": "gzip"}
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if body is not None:
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "Content-Length": str(len(body))}
        headers |= more
        target = urllib.parse.quote(path, safe="/?=&+%")
        lines = [f"{method} {target} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items())]
        return "\r\n".join([*lines, "", ""]).encode() + (body or b"")

    async def exchange(self, message: bytes, began: float) -> Answer:
        if self.streams is None:
            self.streams = await asyncio.open_connection("127.0.0.1", self.port, limit=1 << 20)
        reader, writer = self.streams
        writer.write(message)
        head = (await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 120)).decode("latin-1").split("\r\n")
        headers = self.read_headers(head[1:])
        body = await self.read_body(reader, headers)
        if headers.get("connection") == "close":
            self.close()
        return Answer(int(head[0].split()[1]), headers, body, time.perf_counter() - began)

    def read_headers(self, lines: list[str]) -> dict[str, str]:
        headers = {}
        for line in filter(None, lines):
            name, _, value = line.partition(":")
            headers[name.lower()] = value.strip()
            if name.lower() == "set-cookie":
                key, _, kept = value.strip().partition(";")[0].partition("=")
                self.cookies[key] = kept
        return headers

    async def read_body(self, reader: asyncio.StreamReader, headers: dict[str, str]) -> bytes:
        if "chunked" not in headers.get("transfer-encoding", ""):
            return await reader.readexactly(int(headers.get("content-length", 0)))
        parts = []
        while size := int(await reader.readline(), 16):
            parts.append((await reader.readexactly(size + 2))[:-2])
        await reader.readline()
        return b"".join(parts)

    def close(self) -> None:
        if self.streams:
            self.streams[1].close()
        self.streams = None


class FormReader(HTMLParser):
    """The fields of one form of a page, with the values a browser would send untouched."""

    def __init__(self, action: str) -> None:
        super().__init__()
        self.action, self.inside = action, False
        self.values: dict[str, str] = {}
        self.choice = self.area = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.inside = given.get("action") == self.action
        if self.inside:
            getattr(self, f"see_{tag}", lambda given: None)(given)

    def see_input(self, given: dict[str, str]) -> None:
        ticked = given.get("type") not in ("checkbox", "radio") or "checked" in given
        if ticked and given.get("name") and "disabled" not in given:
            self.values[given["name"]] = given.get("value", "on" if given.get("type") == "checkbox" else "")

    def see_select(self, given: dict[str, str]) -> None:
        self.choice = given.get("name", "")

    def see_option(self, given: dict[str, str]) -> None:
        if self.choice and ("selected" in given or self.choice not in self.values):
            self.values[self.choice] = given.get("value", "")

    def see_textarea(self, given: dict[str, str]) -> None:
        self.area = given.get("name", "")
        self.values[self.area] = ""

    def handle_data(self, data: str) -> None:
        if self.inside and self.area:
            self.values[self.area] += data

    def handle_endtag(self, tag: str) -> None:
        self.inside = self.inside and tag != "form"
        self.choice = "" if tag == "select" else self.choice
        self.area = "" if tag == "textarea" else self.area


def form_of(page: str, action: str) -> dict[str, str]:
    """The fields of the form that is sent to `action`."""
    reader = FormReader(action)
    reader.feed(page)
    return reader.values
