"""add handovers

How an assignment ends: what the receiving school hands over and finds, what the person learnt; and the papers of that
feedback among the files.
"""

from datetime import date

import sqlalchemy as sa
from alembic import op

from services.api.kernel.models import json_type

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

FILES = (
    "activity_photo", "pairing_agreement", "decision_basis", "service_evidence", "mentor_summary", "support_voucher",
    "improvement_paper", "summary_paper",
)  # fmt: skip
PEOPLE = ("handed_over_by", "feedback_filed_by", "feedback_read_by")


def _code(name: str, *values: str, nullable: bool = False) -> sa.Column[str]:
    kind = sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)
    return sa.Column(name, kind, nullable=nullable)


def _text(name: str, length: int) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=length), nullable=False)


def _day(name: str) -> sa.Column[date]:
    return sa.Column(name, sa.Date(), nullable=True)


def upgrade() -> None:
    op.create_table(
        "handover",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("assignment_id", sa.Uuid(), nullable=False),
        _text("county_code", 6),
        _text("other_county_code", 6),
        _code("status", "open", "handed_over"),
        _day("handed_over_on"),
        sa.Column("handed_over_by", sa.Uuid(), nullable=True),
        sa.Column("items", json_type(), nullable=False),
        _text("notes", 2000),
        _code("grade", "excellent", "qualified", "basic", "unqualified", nullable=True),
        _text("appraisal", 2000),
        _code("feedback_status", "open", "filed", "read"),
        _text("learnt", 2000),
        _text("to_apply", 2000),
        _day("feedback_filed_on"),
        sa.Column("feedback_filed_by", sa.Uuid(), nullable=True),
        _day("feedback_read_on"),
        sa.Column("feedback_read_by", sa.Uuid(), nullable=True),
        _day("shared_on"),
        sa.ForeignKeyConstraint(["assignment_id"], ["assignment.id"], name=op.f("fk_handover_assignment_id")),
        *(sa.ForeignKeyConstraint([name], ["user_account.id"], name=op.f(f"fk_handover_{name}")) for name in PEOPLE),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover")),
        sa.UniqueConstraint("assignment_id", name=op.f("uq_handover_assignment_id")),
    )
    with op.batch_alter_table("file") as batch:
        batch.add_column(sa.Column("assignment_id", sa.Uuid(), nullable=True))
        batch.create_foreign_key(op.f("fk_file_assignment_id"), "assignment", ["assignment_id"], ["id"])
        batch.create_index(op.f("ix_file_assignment_id"), ["assignment_id"], unique=False)
    _set_file_kinds((*FILES, "feedback_paper"))


def downgrade() -> None:
    _set_file_kinds(FILES)
    with op.batch_alter_table("file") as batch:
        batch.drop_index(op.f("ix_file_assignment_id"))
        batch.drop_constraint(op.f("fk_file_assignment_id"), type_="foreignkey")
        batch.drop_column("assignment_id")
    op.drop_table("handover")


def _set_file_kinds(codes: tuple[str, ...]) -> None:
    allowed = sa.text(f"kind IN ({', '.join(repr(each) for each in codes)})")
    with op.batch_alter_table("file") as batch:
        batch.drop_constraint(op.f("ck_file_kind"), type_="check")
        batch.create_check_constraint(op.f("ck_file_kind"), allowed)
