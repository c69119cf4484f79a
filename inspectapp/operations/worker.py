"""The server's processes: what all of them need is brought in once, before they part, and shared by them."""

import gc

from flask import Flask
from granian.cli import entrypoint
from sqlalchemy.orm import configure_mappers

from inspectapp import tables
from inspectapp.app import create_app

#: An answer makes some thousand objects that go with it: they are looked through less often.
SELDOM = (10_000, 20, 20)


def create() -> Flask:
    """The app of one process: database and files are opened after it parted from the others."""
    app = create_app()
    settle()
    return app


def settle() -> None:
    """What is there now stays: neither looked through again nor copied for being looked at."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*SELDOM)


def main() -> None:
    """Hand over to the server, with its words on the command line."""
    tables.load()
    configure_mappers()
    settle()
    entrypoint()


if __name__ == "__main__":
    main()
