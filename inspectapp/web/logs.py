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
_encoded = json.JSONEncoder(ensure_ascii=False).encode


class JsonLines(logging.Formatter):
    """A record as one line; line breaks in messages stay inside the JSON string."""

    _second = (0, "")

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": self._at(record),
            "level": record.levelname,
        }
        line["message"] = record.getMessage()
        line |= {name: getattr(record, name) for name in FIELDS if hasattr(record, name)}
        if record.exc_info:
            line["trace"] = self._places(record)
        # Half a character, which no file could hold, stays an escape.
        return _encoded(line).encode(errors="backslashreplace").decode()

    def _at(self, record: logging.LogRecord) -> str:
        # The lines of one second say the same: it is put into words once.
        second = int(record.created)
        if self._second[0] != second:
            self._second = second, self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z")
        return self._second[1]

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
    # What no line tells is not asked for either.
    logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False
    if not log.handlers:
        handler = logging.StreamHandler(sys.stderr)
        handler.setFormatter(JsonLines())
        log.addHandler(handler)
        log.propagate = False
    log.setLevel(logging.WARNING if app.testing else logging.INFO)

    @app.before_request
    def begin() -> None:
        known = g._get_current_object()  # type: ignore[attr-defined]
        known.began, known.request_id = time.monotonic(), uuid.uuid4().hex

    @app.after_request
    def end(response: Response) -> Response:
        if log.isEnabledFor(logging.INFO):
            # Made here: who called `info` need not be looked for on the stack, once a request.
            told = {"name": log.name, "levelno": logging.INFO, "levelname": "INFO", "msg": "request"}
            log.handle(logging.makeLogRecord(told | _facts(response)))
        return response


def _facts(response: Response) -> dict[str, Any]:
    known, asked = g._get_current_object(), request._get_current_object()  # type: ignore[attr-defined]
    person, now = known.get("person_id"), time.monotonic()
    return {
        "request": known.get("request_id", ""),
        "method": asked.method if asked.method in METHODS else "-",
        "route": str(asked.url_rule) if asked.url_rule else "-",
        "status": response.status_code,
        "ms": round((now - known.get("began", now)) * 1000, 1),
        "person": str(person) if person else "-",
    }
