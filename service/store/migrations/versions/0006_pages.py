"""Articles that came as pages of HTML say that their text was found there."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("articles", sa.Column("text_basis", sa.Text(), nullable=True))


def downgrade() -> None:
    op.drop_column("articles", "text_basis")
