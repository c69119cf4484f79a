"""What each officer told in the door of whom one met"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Not columns of the arrivals: those that are registered already would not fit their lines any more.
    op.create_table(
        "visit_arrival_hosts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("visit_id", sa.Uuid(), nullable=False),
        sa.Column("arrival_id", sa.Uuid(), nullable=False),
        sa.Column("host_sex", sa.String(32), nullable=True),
        sa.Column("host_id_check", sa.String(32), nullable=True),
        sa.Column("host_id_tail", sa.String(), nullable=False),
        sa.Column("witness", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["arrival_id"],
            ["visit_arrivals.id"],
            name=op.f("fk_visit_arrival_hosts_arrival_id_visit_arrivals"),
        ),
        sa.ForeignKeyConstraint(
            ["visit_id"], ["visits.id"], name=op.f("fk_visit_arrival_hosts_visit_id_visits")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit_arrival_hosts")),
        sa.UniqueConstraint("arrival_id", name=op.f("uq_visit_arrival_hosts_arrival_id")),
    )
    op.create_index(op.f("ix_visit_arrival_hosts_visit_id"), "visit_arrival_hosts", ["visit_id"])


def downgrade() -> None:
    raise RuntimeError("migrations only go forward; restore a backup instead")
