"""add policy rules

What a region checks, how strictly and by which document, from a day on. The checks on mentor pairs become two of them.
"""

from datetime import date

import sqlalchemy as sa
from alembic import op

from services.api.kernel.ids import new_id

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def _code(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def upgrade() -> None:
    op.create_table(
        "policy_rule",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("region_code", sa.String(length=6), nullable=False),
        sa.Column("rule_key", sa.String(length=60), nullable=False),
        sa.Column("effective_from", sa.Date(), nullable=False),
        sa.Column("effect", _code("effect", "off", "warn", "refuse"), nullable=True),
        sa.Column("least", sa.Integer(), nullable=True),
        sa.Column("most", sa.Integer(), nullable=True),
        sa.Column("source", sa.String(length=80), nullable=False),
        sa.CheckConstraint("least IS NULL OR least >= 0", name=op.f("ck_policy_rule_least")),
        sa.CheckConstraint("most IS NULL OR least IS NULL OR most >= least", name=op.f("ck_policy_rule_bounds")),
        sa.ForeignKeyConstraint(["region_code"], ["region.code"], name=op.f("fk_policy_rule_region_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policy_rule")),
        sa.UniqueConstraint(
            "region_code", "rule_key", "effective_from", name=op.f("uq_policy_rule_region_code_rule_key_effective_from")
        ),
    )
    _move_checks()
    op.drop_table("mentor_rule")


def _tables() -> tuple[sa.Table, sa.Table]:
    known = sa.MetaData()
    old = sa.Table(
        "mentor_rule", known, sa.Column("id", sa.Uuid()), sa.Column("version", sa.Integer()),
        sa.Column("created_at", sa.DateTime(timezone=True)), sa.Column("region_code", sa.String()),
        sa.Column("source", sa.String()), sa.Column("most_open", sa.Integer()), sa.Column("subject_check", sa.String()),
    )  # fmt: skip
    new = sa.Table(
        "policy_rule", known, sa.Column("id", sa.Uuid()), sa.Column("version", sa.Integer()),
        sa.Column("created_at", sa.DateTime(timezone=True)), sa.Column("region_code", sa.String()),
        sa.Column("rule_key", sa.String()), sa.Column("effective_from", sa.Date()), sa.Column("effect", sa.String()),
        sa.Column("least", sa.Integer()), sa.Column("most", sa.Integer()), sa.Column("source", sa.String()),
    )  # fmt: skip
    return old, new


def _move_checks() -> None:
    old, new = _tables()
    rows = []
    for row in op.get_bind().execute(sa.select(old)).mappings():
        kept = {"version": 1, "created_at": row["created_at"], "region_code": row["region_code"],
                "effective_from": row["created_at"].date() if row["created_at"] else date(2026, 1, 1),
                "least": None, "source": row["source"]}  # fmt: skip
        rows.append({**kept, "id": new_id(), "rule_key": "mentor_pair.subject", "effect": row["subject_check"],
                     "most": None})  # fmt: skip
        mentees = "refuse" if row["most_open"] is not None else "off"
        rows.append({**kept, "id": new_id(), "rule_key": "mentor_pair.mentees", "effect": mentees,
                     "most": row["most_open"]})  # fmt: skip
    if rows:
        op.bulk_insert(new, rows)


def downgrade() -> None:
    op.create_table(
        "mentor_rule",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("region_code", sa.String(length=6), nullable=False),
        sa.Column("source", sa.String(length=80), nullable=False),
        sa.Column("most_open", sa.Integer(), nullable=True),
        sa.Column("subject_check", _code("subject_check", "warn", "refuse"), nullable=False),
        sa.ForeignKeyConstraint(["region_code"], ["region.code"], name=op.f("fk_mentor_rule_region_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mentor_rule")),
        sa.UniqueConstraint("region_code", name=op.f("uq_mentor_rule_region_code")),
    )
    op.drop_table("policy_rule")
