"""The limit: the least work that Flask, gunicorn and SQLite can do for a kind of request.

No sign-in, no permission, no ledger, no design: one word, one page from a template, one row committed as
durably as the product commits. What the product needs beyond this is the price of its promises.
"""

import os
import threading
import time
import uuid
from pathlib import Path

import pysqlite3
from flask import Flask, render_template_string, request

app = Flask(__name__)
own = threading.local()

PAGE = """<!doctype html><html lang="zh-CN"><title>检查表</title><main>
{% for number in rows %}<section><h2>{{ number }}. 检查事项</h2>
<label><input type="radio" name="answer{{ number }}" value="yes">符合</label>
<label><input type="radio" name="answer{{ number }}" value="no">不符合</label>
<label>说明<input name="note{{ number }}"></label></section>{% endfor %}</main></html>"""
ANSWERS = (
    "CREATE TABLE answers (id INTEGER PRIMARY KEY, visit INT, item INT, verdict TEXT, note TEXT, at REAL)"
)
ANSWER = "INSERT INTO answers (visit, item, verdict, note, at) VALUES (?, ?, ?, ?, ?)"


def connection() -> pysqlite3.Connection:
    """One connection a thread, with the durability that the product promises."""
    if not hasattr(own, "connection"):
        own.connection = pysqlite3.connect(os.environ["LIMIT_DATABASE"], timeout=30, isolation_level=None)
        own.connection.execute("PRAGMA synchronous=FULL")
    return own.connection


def prepare(path: str) -> None:
    """Make the file before any worker starts: two that switch it to WAL at once would collide."""
    database = pysqlite3.connect(path)
    database.execute("PRAGMA journal_mode=WAL")
    database.execute("CREATE TABLE edits (id INTEGER PRIMARY KEY, unit TEXT, note TEXT)")
    database.execute(ANSWERS)
    database.close()


@app.get("/hello")
def hello() -> str:
    return "ok"


@app.get("/page")
def page() -> str:
    connection().execute("SELECT count(*) FROM edits WHERE id < 20").fetchone()
    return render_template_string(PAGE, rows=range(1, 21))


@app.post("/edit")
def edit() -> str:
    database = connection()
    database.execute("BEGIN IMMEDIATE")
    database.execute(
        "INSERT INTO edits (unit, note) VALUES (?, ?)", (request.form["unit"], request.form["note"])
    )
    database.execute("COMMIT")
    return "ok"


@app.post("/answer")
def answer() -> str:
    sent, database = request.form, connection()
    values = (int(sent["visit"]), int(sent["item"]), sent["verdict"], sent["note"], time.time())
    database.execute("BEGIN IMMEDIATE")
    database.execute(ANSWER, values)
    database.execute("COMMIT")
    return "<span>saved</span>"


@app.post("/photo")
def photo() -> str:
    """The file is written and synced, then its row is committed."""
    database, name = connection(), uuid.uuid4().hex
    with (Path(os.environ["LIMIT_DATABASE"]).parent / f"photo-{name}").open("wb") as file:
        while piece := request.files["photo"].stream.read(1 << 16):
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())
    database.execute("BEGIN IMMEDIATE")
    database.execute(ANSWER, (0, 0, "photo", name, time.time()))
    database.execute("COMMIT")
    return "<span>saved</span>"
