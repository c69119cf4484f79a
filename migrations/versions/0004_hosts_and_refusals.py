"""Whom one met and who saw it; refusals that the head has taken note of"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "visit_hosts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("visit_id", sa.Uuid(), nullable=False),
        sa.Column("host_sex", sa.String(32), nullable=True),
        sa.Column("host_id_check", sa.String(32), nullable=True),
        sa.Column("host_id_tail", sa.String(), nullable=False),
        sa.Column("witness", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["visit_id"], ["visits.id"], name=op.f("fk_visit_hosts_visit_id_visits")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit_hosts")),
        sa.UniqueConstraint("visit_id", name=op.f("uq_visit_hosts_visit_id")),
    )
    op.create_table(
        "refusal_notes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("slot_id", sa.Uuid(), nullable=False),
        sa.Column("by_name", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["documents.id"], name=op.f("fk_refusal_notes_document_id_documents")
        ),
        sa.ForeignKeyConstraint(
            ["slot_id"], ["document_slots.id"], name=op.f("fk_refusal_notes_slot_id_document_slots")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refusal_notes")),
        sa.UniqueConstraint("slot_id", name=op.f("uq_refusal_notes_slot_id")),
    )


def downgrade() -> None:
    raise RuntimeError("migrations only go forward; restore a backup instead")
