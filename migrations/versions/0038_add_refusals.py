"""add refusals

Cases of people who refuse to be exchanged: what was said, what the county decided and on what basis.
"""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None

STATES = ("open", "heard", "decided", "dismissed", "lifted", "withdrawn", "void")
GROUNDS = ("deferral", "justified", "not_refused")
HEARINGS = ("own", "recorded", "declined")
MEASURES = ("appraisal_capped", "waiting", "employment_ended")
WAITING_SQL = sa.text("status IN ('open', 'heard')")
LIVE_SQL = sa.text("status NOT IN ('withdrawn', 'void')")


def _code(name: str, *values: str, nullable: bool = False) -> sa.Column[str]:
    kind = sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)
    return sa.Column(name, kind, nullable=nullable)


def _text(name: str, length: int) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=length), nullable=False)


def _user(name: str, *, nullable: bool = True) -> sa.Column[object]:
    return sa.Column(name, sa.Uuid(), nullable=nullable)


def upgrade() -> None:
    op.create_table(
        "refusal",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        _text("county_code", 6),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("assignment_id", sa.Uuid(), nullable=True),
        sa.Column("school_year", sa.Integer(), nullable=False),
        sa.Column("refused_on", sa.Date(), nullable=False),
        _text("named_in", 80),
        _text("facts", 2000),
        _user("opened_by"),
        _code("status", *STATES),
        sa.Column("heard_on", sa.Date(), nullable=True),
        sa.Column("statement_count", sa.Integer(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        _user("decided_by"),
        _text("decision", 2000),
        _code("ground", *GROUNDS, nullable=True),
        _text("closed_reason", 500),
        sa.ForeignKeyConstraint(["county_code"], ["region.code"], name=op.f("fk_refusal_county_code")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_refusal_staff_id")),
        sa.ForeignKeyConstraint(["assignment_id"], ["assignment.id"], name=op.f("fk_refusal_assignment_id")),
        sa.ForeignKeyConstraint(["opened_by"], ["user_account.id"], name=op.f("fk_refusal_opened_by")),
        sa.ForeignKeyConstraint(["decided_by"], ["user_account.id"], name=op.f("fk_refusal_decided_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refusal")),
    )
    op.create_index(
        "uq_refusal_waiting", "refusal", ["staff_id", "school_year"], unique=True, postgresql_where=WAITING_SQL,
        sqlite_where=WAITING_SQL,
    )  # fmt: skip
    op.create_index(
        "uq_refusal_assignment", "refusal", ["assignment_id"], unique=True, postgresql_where=LIVE_SQL,
        sqlite_where=LIVE_SQL,
    )  # fmt: skip
    op.create_index("ix_refusal_county", "refusal", ["county_code", "refused_on", "id"], unique=False)
    op.create_index("ix_refusal_year", "refusal", ["school_year", "status", "county_code"], unique=False)
    op.create_index(op.f("ix_refusal_staff_id"), "refusal", ["staff_id"], unique=False)
    _create_statements()
    _create_measures()


def _create_statements() -> None:
    op.create_table(
        "refusal_statement",
        _text("county_code", 6),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("refusal_id", sa.Uuid(), nullable=False),
        _code("kind", *HEARINGS),
        sa.Column("heard_on", sa.Date(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        _user("said_by", nullable=False),
        _text("words", 2000),
        sa.ForeignKeyConstraint(["refusal_id"], ["refusal.id"], name=op.f("fk_refusal_statement_refusal_id")),
        sa.ForeignKeyConstraint(["said_by"], ["user_account.id"], name=op.f("fk_refusal_statement_said_by")),
        sa.PrimaryKeyConstraint("county_code", "id", name=op.f("pk_refusal_statement")),
    )
    op.create_index(
        "ix_refusal_statement_refusal", "refusal_statement", ["refusal_id", "said_at"], unique=False
    )  # fmt: skip


def _create_measures() -> None:
    op.create_table(
        "refusal_measure",
        _text("county_code", 6),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("refusal_id", sa.Uuid(), nullable=False),
        _code("measure", *MEASURES),
        _text("basis", 300),
        sa.Column("school_year", sa.Integer(), nullable=True),
        sa.Column("until_on", sa.Date(), nullable=True),
        _text("document_no", 200),
        sa.ForeignKeyConstraint(["refusal_id"], ["refusal.id"], name=op.f("fk_refusal_measure_refusal_id")),
        sa.PrimaryKeyConstraint("county_code", "id", name=op.f("pk_refusal_measure")),
    )
    op.create_index("ix_refusal_measure_refusal", "refusal_measure", ["refusal_id"], unique=False)


def downgrade() -> None:
    op.drop_table("refusal_measure")
    op.drop_table("refusal_statement")
    op.drop_table("refusal")
