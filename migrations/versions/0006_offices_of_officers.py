"""Officers of another bureau than the one that inspects"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # A table of its own: rows of before keep their digest, and their officers stay with the visit's bureau.
    op.create_table(
        "visit_officer_offices",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("visit_id", sa.Uuid(), nullable=False),
        sa.Column("officer_id", sa.Uuid(), nullable=False),
        sa.Column("office", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["visit_officers.id"],
            name=op.f("fk_visit_officer_offices_officer_id_visit_officers"),
        ),
        sa.ForeignKeyConstraint(
            ["visit_id"], ["visits.id"], name=op.f("fk_visit_officer_offices_visit_id_visits")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit_officer_offices")),
        sa.UniqueConstraint("officer_id", name=op.f("uq_visit_officer_offices_officer_id")),
    )  # fmt: skip
    op.create_index(op.f("ix_visit_officer_offices_visit_id"), "visit_officer_offices", ["visit_id"])


def downgrade() -> None:
    raise RuntimeError("migrations only go forward; restore a backup instead")
