"""Each officer of a visit arrives with the own phone"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "visit_arrivals",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("visit_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("position", sa.JSON(), nullable=False),
        sa.Column("host_name", sa.String(), nullable=False),
        sa.Column("host_duty", sa.String(), nullable=False),
        sa.Column("host_phone", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_visit_arrivals_person_id_people")
        ),
        sa.ForeignKeyConstraint(["visit_id"], ["visits.id"], name=op.f("fk_visit_arrivals_visit_id_visits")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit_arrivals")),
    )
    with op.batch_alter_table("visit_arrivals", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_visit_arrivals_visit_id"), ["visit_id"], unique=False)


def downgrade() -> None:
    raise RuntimeError("migrations only go forward; restore a backup instead")
