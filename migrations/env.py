"""Alembic over the app's own metadata; the URL comes from the app, never from a file."""

from alembic import context

from inspectapp import tables
from inspectapp.shared import db

tables.load()


def run() -> None:
    engine = db.current().writing
    with engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=db.metadata,
            render_as_batch=True,
            compare_type=False,
            user_module_prefix=None,
        )
        with context.begin_transaction():
            context.run_migrations()


run()
