"""add lesson records and shared resources

Lessons that were heard under a pairing and what was written of them; papers that its schools share; the files of both;
and commitments that are counted from them.
"""

from uuid import UUID

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

FILES = (
    "activity_photo", "pairing_agreement", "decision_basis", "service_evidence", "mentor_summary", "support_voucher",
    "improvement_paper", "summary_paper", "feedback_paper",
)  # fmt: skip
MEASURES = (
    "activities", "activity_people", "lessons", "persons_sent", "persons_received", "mentor_pairs", "funds", "goods",
)  # fmt: skip
OWNERS = ("lesson_record", "shared_resource")
VALID = sa.text("status <> 'void'")


def _code(name: str, *values: str) -> sa.Column[str]:
    kind = sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)
    return sa.Column(name, kind, nullable=False)


def _text(name: str, length: int) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=length), nullable=False)


def _id(name: str, *, nullable: bool = False) -> sa.Column[UUID]:
    return sa.Column(name, sa.Uuid(), nullable=nullable)


def _entity() -> list[sa.Column[object]]:
    return [
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
    ]


def upgrade() -> None:
    _create_lesson_record()
    _create_shared_resource()
    with op.batch_alter_table("file") as batch:
        for owner in OWNERS:
            name = f"{owner}_id"
            batch.add_column(_id(name, nullable=True))
            batch.create_foreign_key(op.f(f"fk_file_{name}"), owner, [name], ["id"])
            batch.create_index(op.f(f"ix_file_{name}"), [name], unique=False)
    _set_codes("file", "kind", (*FILES, "lesson_paper", "shared_resource"))
    _set_codes("commitment", "measure", (*MEASURES[:3], "lessons_heard", *MEASURES[3:], "resources"))


def _create_lesson_record() -> None:
    people = ("teacher", "observer")
    links = {"pairing_id": "pairing", "activity_id": "activity", "mentor_pair_id": "mentor_pair"}
    links |= {f"{who}_staff_id": "staff" for who in people} | {f"{who}_person_id": "person" for who in people}
    op.create_table(
        "lesson_record",
        *_entity(),
        _id("pairing_id"),
        _id("activity_id", nullable=True),
        _id("mentor_pair_id", nullable=True),
        _text("county_code", 6),
        _text("other_county_code", 6),
        _code("teacher_side", "supporting", "recipient"),
        *(_id(f"{who}_{what}_id") for who in people for what in ("staff", "person")),
        _text("class_name", 80),
        _text("subject", 80),
        _text("topic", 80),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("lesson_no", sa.Integer(), nullable=False),
        _text("process", 2000),
        _code("rating", "excellent", "good", "fair", "weak"),
        _text("strengths", 2000),
        _text("suggestions", 2000),
        _text("reflection", 2000),
        sa.Column("reflected_on", sa.Date(), nullable=True),
        _code("status", "recorded", "reflected", "void"),
        _text("void_reason", 500),
        sa.CheckConstraint(
            "teacher_person_id <> observer_person_id OR status = 'void'", name=op.f("ck_lesson_record_two_persons")
        ),
        sa.CheckConstraint("lesson_no BETWEEN 1 AND 12", name=op.f("ck_lesson_record_lesson_no")),
        *(
            sa.ForeignKeyConstraint([name], [f"{table}.id"], name=op.f(f"fk_lesson_record_{name}"))
            for name, table in links.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lesson_record")),
    )
    for name in ("activity_id", "mentor_pair_id", "teacher_staff_id", "observer_staff_id"):
        op.create_index(op.f(f"ix_lesson_record_{name}"), "lesson_record", [name])
    op.create_index("ix_lesson_record_pairing_day", "lesson_record", ["pairing_id", "held_on", "id"])
    op.create_index("ix_lesson_record_day", "lesson_record", ["held_on", "id"])
    op.create_index("ix_lesson_record_teacher", "lesson_record", ["teacher_person_id", "status"])
    op.create_index(
        "uq_lesson_record_observer", "lesson_record", ["observer_person_id", "held_on", "lesson_no"], unique=True,
        postgresql_where=VALID, sqlite_where=VALID,
    )  # fmt: skip


def _create_shared_resource() -> None:
    op.create_table(
        "shared_resource",
        *_entity(),
        _id("pairing_id"),
        _text("county_code", 6),
        _text("other_county_code", 6),
        _code("giver", "supporting", "recipient"),
        _code(
            "kind", "work_plan", "work_summary", "activity_plan", "test_paper", "it_resource", "lesson_plan",
            "lecture_material", "other",
        ),
        _text("title", 80),
        _text("audience", 80),
        sa.Column("shared_on", sa.Date(), nullable=False),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        _text("void_reason", 500),
        sa.ForeignKeyConstraint(["pairing_id"], ["pairing.id"], name=op.f("fk_shared_resource_pairing_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shared_resource")),
    )  # fmt: skip
    op.create_index("ix_shared_resource_pairing_day", "shared_resource", ["pairing_id", "shared_on", "id"])
    op.create_index("ix_shared_resource_day", "shared_resource", ["shared_on", "id"])


def downgrade() -> None:
    op.execute("UPDATE commitment SET measure = 'activities' WHERE measure IN ('lessons_heard', 'resources')")
    _set_codes("commitment", "measure", MEASURES)
    _set_codes("file", "kind", FILES)
    with op.batch_alter_table("file") as batch:
        for owner in OWNERS:
            name = f"{owner}_id"
            batch.drop_index(op.f(f"ix_file_{name}"))
            batch.drop_constraint(op.f(f"fk_file_{name}"), type_="foreignkey")
            batch.drop_column(name)
    op.drop_table("shared_resource")
    op.drop_table("lesson_record")


def _set_codes(table: str, column: str, codes: tuple[str, ...]) -> None:
    allowed = sa.text(f"{column} IN ({', '.join(repr(each) for each in codes)})")
    with op.batch_alter_table(table) as batch:
        batch.drop_constraint(op.f(f"ck_{table}_{column}"), type_="check")
        batch.create_check_constraint(op.f(f"ck_{table}_{column}"), allowed)
