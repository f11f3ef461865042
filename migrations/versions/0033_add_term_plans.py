"""add term plans

What the two schools of a pairing agree to do in a term or a school year; each revision is a row.
"""

import sqlalchemy as sa
from alembic import op

from services.api.kernel.models import json_type

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

OF_SPAN = ("pairing_id", "school_year", "span")
OPEN_SQL = sa.text("status IN ('draft', 'proposed', 'returned')")
AGREED_SQL = sa.text("status = 'agreed'")


def _code(name: str, *values: str) -> sa.Column[str]:
    kind = sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)
    return sa.Column(name, kind, nullable=False)


def _text(name: str, length: int) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=length), nullable=False)


def _foreign(name: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([name], [f"{target}.id"], name=op.f(f"fk_term_plan_{name}"))


def upgrade() -> None:
    op.create_table(
        "term_plan",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("pairing_id", sa.Uuid(), nullable=False),
        _text("county_code", 6),
        _text("other_county_code", 6),
        sa.Column("school_year", sa.Integer(), nullable=False),
        _code("span", "autumn", "spring", "year"),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("revises_id", sa.Uuid(), nullable=True),
        _code("drafted_by", "supporting", "recipient"),
        _code("status", "draft", "proposed", "returned", "agreed", "replaced", "void"),
        _text("goals", 2000),
        sa.Column("measures", json_type(), nullable=False),
        _text("supporting_responsible", 200),
        _text("recipient_responsible", 200),
        sa.Column("proposed_on", sa.Date(), nullable=True),
        sa.Column("proposed_by", sa.Uuid(), nullable=True),
        sa.Column("agreed_on", sa.Date(), nullable=True),
        _text("revise_reason", 500),
        _text("return_reason", 500),
        _text("void_reason", 500),
        sa.CheckConstraint("revision >= 1", name=op.f("ck_term_plan_revision")),
        sa.CheckConstraint(
            "(status IN ('agreed', 'replaced')) = (agreed_on IS NOT NULL)", name=op.f("ck_term_plan_agreed_has_day")
        ),
        _foreign("pairing_id", "pairing"),
        _foreign("revises_id", "term_plan"),
        _foreign("proposed_by", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_term_plan")),
    )
    for name, where in (("uq_term_plan_open", OPEN_SQL), ("uq_term_plan_agreed", AGREED_SQL)):
        op.create_index(name, "term_plan", [*OF_SPAN], unique=True, postgresql_where=where, sqlite_where=where)
    op.create_index("ix_term_plan_pairing", "term_plan", [*OF_SPAN, "revision"], unique=False)
    op.create_index("ix_term_plan_year", "term_plan", ["school_year", "id"], unique=False)


def downgrade() -> None:
    op.drop_table("term_plan")
