"""add term reviews

What a school collects, checks and decides at the end of a term and sends to its county; papers of a summary among the
files.
"""

from datetime import date
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

FILES = (
    "activity_photo", "pairing_agreement", "decision_basis", "service_evidence", "mentor_summary", "support_voucher",
    "improvement_paper", "summary_paper", "feedback_paper", "lesson_paper", "shared_resource",
)  # fmt: skip
STATES = ("collecting", "checked", "decided", "submitted", "accepted", "returned", "void")
EVIDENCE = ("lesson_notes", "lecture_papers", "lesson_plans", "critiques")
LIVE = sa.text("status <> 'void'")
STAYS = sa.text("voided_at IS NULL")
OF_SCHOOL = sa.text("kind = 'school' AND voided_at IS NULL")


def _code(name: str, *values: str) -> sa.Column[str]:
    kind = sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)
    return sa.Column(name, kind, nullable=False)


def _text(name: str, length: int) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=length), nullable=False)


def _day(name: str) -> sa.Column[date]:
    return sa.Column(name, sa.Date(), nullable=True)


def _entity() -> list[sa.Column[Any]]:
    return [
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        _text("county_code", 6),
        sa.Column("other_county_code", sa.String(length=6), nullable=True),
    ]


def upgrade() -> None:
    _create_review()
    _create_contribution()
    op.create_table(
        "term_evidence",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("review_id", sa.Uuid(), nullable=False),
        _code("kind", *EVIDENCE),
        sa.Column("papers", sa.Integer(), nullable=False),
        sa.Column("recorded", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["review_id"], ["term_review.id"], name=op.f("fk_term_evidence_review_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_term_evidence")),
        sa.UniqueConstraint("review_id", "kind", name=op.f("uq_term_evidence_review_id_kind")),
    )
    with op.batch_alter_table("file") as batch:
        batch.add_column(sa.Column("term_contribution_id", sa.Uuid(), nullable=True))
        batch.create_foreign_key(
            op.f("fk_file_term_contribution_id"), "term_contribution", ["term_contribution_id"], ["id"]
        )
        batch.create_index(op.f("ix_file_term_contribution_id"), ["term_contribution_id"], unique=False)
    _set_file_kinds((*FILES, "term_paper"))


def downgrade() -> None:
    _set_file_kinds(FILES)
    with op.batch_alter_table("file") as batch:
        batch.drop_index(op.f("ix_file_term_contribution_id"))
        batch.drop_constraint(op.f("fk_file_term_contribution_id"), type_="foreignkey")
        batch.drop_column("term_contribution_id")
    op.drop_table("term_evidence")
    op.drop_table("term_contribution")
    op.drop_table("term_review")


def _create_review() -> None:
    op.create_table(
        "term_review",
        *_entity(),
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("school_year", sa.Integer(), nullable=False),
        _code("term", "autumn", "spring"),
        sa.Column("pairing_id", sa.Uuid(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=False),
        _code("status", *STATES),
        _day("checked_on"),
        _day("decided_on"),
        _day("submitted_on"),
        _day("accepted_on"),
        _text("return_reason", 500),
        _text("void_reason", 500),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_term_review_school_id")),
        sa.ForeignKeyConstraint(["pairing_id"], ["pairing.id"], name=op.f("fk_term_review_pairing_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_term_review")),
    )
    for column in ("school_id", "pairing_id"):
        op.create_index(op.f(f"ix_term_review_{column}"), "term_review", [column], unique=False)
    op.create_index(
        "uq_term_review_term", "term_review", ["school_id", "school_year", "term"], unique=True,
        postgresql_where=LIVE, sqlite_where=LIVE,
    )  # fmt: skip
    op.create_index("ix_term_review_county_year", "term_review", ["county_code", "school_year", "id"], unique=False)
    op.create_index("ix_term_review_year", "term_review", ["school_year", "id"], unique=False)


def _create_contribution() -> None:
    op.create_table(
        "term_contribution",
        *_entity(),
        sa.Column("review_id", sa.Uuid(), nullable=False),
        _code("kind", "group", "mentor", "school"),
        _text("who", 80),
        sa.Column("staff_id", sa.Uuid(), nullable=True),
        _text("practice", 2000),
        _text("effect", 2000),
        _text("mentoring", 2000),
        _day("handed_on"),
        sa.Column("qualified", sa.Boolean(), nullable=True),
        _text("reward", 200),
        sa.Column("reward_cents", sa.BigInteger(), nullable=True),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(kind = 'mentor') = (staff_id IS NOT NULL)", name=op.f("ck_term_contribution_mentor_is_named")
        ),
        sa.CheckConstraint(
            "qualified IS NULL OR handed_on IS NOT NULL", name=op.f("ck_term_contribution_judged_is_handed_in")
        ),
        sa.CheckConstraint("reward_cents > 0", name=op.f("ck_term_contribution_something")),
        sa.ForeignKeyConstraint(["review_id"], ["term_review.id"], name=op.f("fk_term_contribution_review_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_term_contribution_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_term_contribution")),
    )
    op.create_index(op.f("ix_term_contribution_staff_id"), "term_contribution", ["staff_id"], unique=False)
    op.create_index("ix_term_contribution_review", "term_contribution", ["review_id", "id"], unique=False)
    op.create_index(
        "uq_term_contribution_mentor", "term_contribution", ["review_id", "staff_id"], unique=True,
        postgresql_where=STAYS, sqlite_where=STAYS,
    )  # fmt: skip
    op.create_index(
        "uq_term_contribution_school", "term_contribution", ["review_id"], unique=True,
        postgresql_where=OF_SCHOOL, sqlite_where=OF_SCHOOL,
    )  # fmt: skip


def _set_file_kinds(codes: tuple[str, ...]) -> None:
    allowed = sa.text(f"kind IN ({', '.join(repr(each) for each in codes)})")
    with op.batch_alter_table("file") as batch:
        batch.drop_constraint(op.f("ck_file_kind"), type_="check")
        batch.create_check_constraint(op.f("ck_file_kind"), allowed)
