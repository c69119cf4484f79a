"""One JSON line per request, without personal data: the route's pattern, never the address asked for."""

import json
import logging
import sys
import time
import uuid
from typing import Any

from flask import Flask, Response, g, request

METHODS = frozenset({"GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"})
FIELDS = ("request", "method", "route", "status", "ms", "person", "number")


class JsonLines(logging.Formatter):
    """A record as one line; line breaks in messages stay inside the JSON string."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname,
        }
        line["message"] = record.getMessage()
        line |= {name: getattr(record, name) for name in FIELDS if hasattr(record, name)}
        if record.exc_info:
            line["trace"] = self._places(record)
        # Half a character, which no file could hold, stays an escape.
        return json.dumps(line, ensure_ascii=False).encode(errors="backslashreplace").decode()

    def _places(self, record: logging.LogRecord) -> list[str]:
        # Places only: the text of an exception may carry what somebody typed.
        kind, _, trace = record.exc_info or (None, None, None)
        places = [kind.__name__ if kind else ""]
        while trace is not None:
            code = trace.tb_frame.f_code
            places.append(f"{code.co_filename.rsplit('/', 2)[-1]}:{trace.tb_lineno} {code.co_name}")
            trace = trace.tb_next
        return places


log = logging.getLogger("inspectapp")


def init(app: Flask) -> None:
    """Log to the standard error stream; whoever runs the service decides where it is kept."""
    if not log.handlers:
        handler = logging.StreamHandler(sys.stderr)
        handler.setFormatter(JsonLines())
        log.addHandler(handler)
        log.propagate = False
    log.setLevel(logging.WARNING if app.testing else logging.INFO)

    @app.before_request
    def begin() -> None:
        g.began = time.monotonic()
        g.request_id = uuid.uuid4().hex

    @app.after_request
    def end(response: Response) -> Response:
        if log.isEnabledFor(logging.INFO):
            # Made here: who called `info` need not be looked for on the stack, once a request.
            told = {"name": log.name, "levelno": logging.INFO, "levelname": "INFO", "msg": "request"}
            log.handle(logging.makeLogRecord(told | _facts(response)))
        return response


def _facts(response: Response) -> dict[str, Any]:
    person = getattr(g, "person_id", None)
    return {
        "request": g.get("request_id", ""),
        "method": request.method if request.method in METHODS else "-",
        "route": str(request.url_rule) if request.url_rule else "-",
        "status": response.status_code,
        "ms": round((time.monotonic() - g.get("began", time.monotonic())) * 1000, 1),
        "person": str(person) if person else "-",
    }
