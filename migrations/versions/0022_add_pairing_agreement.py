"""add pairing agreements

The words of an agreement, with its corrections; a pairing may renew another one, and says which rules warned. Two
schools have one running pairing and one that is being prepared, where they had one open one.
"""

import sqlalchemy as sa
from alembic import op

from services.api.kernel.models import json_type

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

SCHOOLS = ["supporting_school_id", "recipient_school_id"]
OPEN = sa.text("status NOT IN ('ended', 'void')")
PHASES = {
    "uq_pairing_forming": sa.text("status IN ('proposed', 'decided', 'negotiating', 'signed')"),
    "uq_pairing_running": sa.text("status IN ('active', 'suspended')"),
}


def _text(name: str, length: int) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=length), nullable=False)


def upgrade() -> None:
    op.drop_index("uq_pairing_open_schools", "pairing")
    with op.batch_alter_table("pairing") as batch:
        batch.add_column(sa.Column("renews_id", sa.Uuid(), nullable=True))
        batch.add_column(sa.Column("agreement_edits", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("warned", json_type(), nullable=True))
        batch.create_foreign_key(op.f("fk_pairing_renews_id"), "pairing", ["renews_id"], ["id"])
        batch.create_index(op.f("ix_pairing_renews_id"), ["renews_id"], unique=False)
    for name, where in PHASES.items():
        op.create_index(name, "pairing", SCHOOLS, unique=True, postgresql_where=where, sqlite_where=where)
    op.create_table(
        "pairing_agreement",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("pairing_id", sa.Uuid(), nullable=False),
        _text("county_code", 6),
        _text("other_county_code", 6),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("aid_areas", json_type(), nullable=False),
        _text("goals", 2000),
        _text("supporting_duties", 2000),
        _text("recipient_duties", 2000),
        _text("supporting_signatory", 60),
        _text("recipient_signatory", 60),
        _text("reason", 500),
        sa.ForeignKeyConstraint(["pairing_id"], ["pairing.id"], name=op.f("fk_pairing_agreement_pairing_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pairing_agreement")),
    )
    op.create_index("uq_pairing_agreement_revision", "pairing_agreement", ["pairing_id", "revision"], unique=True)


def downgrade() -> None:
    op.drop_table("pairing_agreement")
    op.execute(
        "UPDATE pairing SET status = 'void' WHERE renews_id IS NOT NULL"
        " AND status IN ('proposed', 'decided', 'negotiating', 'signed')"
    )
    for name in PHASES:
        op.drop_index(name, "pairing")
    with op.batch_alter_table("pairing") as batch:
        batch.drop_index(op.f("ix_pairing_renews_id"))
        batch.drop_constraint(op.f("fk_pairing_renews_id"), type_="foreignkey")
        batch.drop_column("warned")
        batch.drop_column("agreement_edits")
        batch.drop_column("renews_id")
    op.create_index(
        "uq_pairing_open_schools", "pairing", SCHOOLS, unique=True, postgresql_where=OPEN, sqlite_where=OPEN
    )
