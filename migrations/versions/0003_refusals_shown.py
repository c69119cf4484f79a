"""An invitation to sign remembers which refusals it showed"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Invitations of before showed nobody anything that could be vouched for.
    column = sa.Column("ends_sha256", sa.String(), nullable=False, server_default="")
    op.add_column("document_challenges", column)
