"""add supports

Funds and goods between the schools of a pairing, and their vouchers among the files.
"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

FILES = ("activity_photo", "pairing_agreement", "decision_basis", "service_evidence", "mentor_summary")
FUNDS = (
    "teaching_research", "enrolment", "equipment", "living_subsidy", "special_allowance", "lesson_allowance",
    "retiree_subsidy", "special_fund", "award", "training", "student_grant", "prize_fund", "project", "exchange_study",
)  # fmt: skip
SOURCES = ("school_funds", "special_fund", "award", "group", "external")
GOODS = (
    "lab_apparatus", "books", "desks", "sports", "it_equipment", "teaching_instruments", "reference_books",
    "multimedia",
)  # fmt: skip
STATES = ("planned", "paid", "handed_over", "disputed", "confirmed", "void")


def _code(name: str, *values: str, nullable: bool = False) -> sa.Column[str]:
    kind = sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)
    return sa.Column(name, kind, nullable=nullable)


def _text(name: str, length: int) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=length), nullable=False)


def upgrade() -> None:
    op.create_table(
        "support",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("pairing_id", sa.Uuid(), nullable=False),
        _text("county_code", 6),
        _text("other_county_code", 6),
        _code("kind", "fund", "goods"),
        _code("status", *STATES),
        _code("giver", "supporting", "recipient"),
        sa.Column("school_year", sa.Integer(), nullable=False),
        _code("term", "autumn", "spring"),
        _text("purpose", 80),
        sa.Column("planned_cents", sa.BigInteger(), nullable=True),
        sa.Column("given_cents", sa.BigInteger(), nullable=True),
        _code("fund_type", *FUNDS, nullable=True),
        _code("fund_source", *SOURCES, nullable=True),
        _code("goods_type", *GOODS, nullable=True),
        sa.Column("quantity", sa.Integer(), nullable=True),
        _text("unit", 8),
        _code("condition", "new", "used", "idle", nullable=True),
        sa.Column("given_on", sa.Date(), nullable=True),
        sa.Column("confirmed_on", sa.Date(), nullable=True),
        _text("voucher_no", 200),
        _text("dispute_reason", 500),
        _text("answer", 200),
        _text("use", 200),
        _text("void_reason", 500),
        sa.CheckConstraint(
            "(kind = 'fund' AND fund_type IS NOT NULL AND planned_cents IS NOT NULL AND goods_type IS NULL) OR "
            "(kind = 'goods' AND goods_type IS NOT NULL AND quantity IS NOT NULL AND fund_type IS NULL)",
            name=op.f("ck_support_one_kind"),
        ),
        sa.CheckConstraint("planned_cents > 0 AND given_cents > 0 AND quantity > 0", name=op.f("ck_support_something")),
        sa.ForeignKeyConstraint(["pairing_id"], ["pairing.id"], name=op.f("fk_support_pairing_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_support")),
    )
    op.create_index("ix_support_pairing_year", "support", ["pairing_id", "school_year", "id"], unique=False)
    op.create_index("ix_support_year", "support", ["school_year", "id"], unique=False)
    with op.batch_alter_table("file") as batch:
        batch.add_column(sa.Column("support_id", sa.Uuid(), nullable=True))
        batch.create_foreign_key(op.f("fk_file_support_id"), "support", ["support_id"], ["id"])
        batch.create_index(op.f("ix_file_support_id"), ["support_id"], unique=False)
    _set_file_kinds((*FILES, "support_voucher"))


def downgrade() -> None:
    _set_file_kinds(FILES)
    with op.batch_alter_table("file") as batch:
        batch.drop_index(op.f("ix_file_support_id"))
        batch.drop_constraint(op.f("fk_file_support_id"), type_="foreignkey")
        batch.drop_column("support_id")
    op.drop_table("support")


def _set_file_kinds(codes: tuple[str, ...]) -> None:
    allowed = sa.text(f"kind IN ({', '.join(repr(each) for each in codes)})")
    with op.batch_alter_table("file") as batch:
        batch.drop_constraint(op.f("ck_file_kind"), type_="check")
        batch.create_check_constraint(op.f("ck_file_kind"), allowed)
