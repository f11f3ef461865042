"""add person history

Posts, titles and teaching as dated rows; honours, service, certificates, education, spouse; looks at identity
numbers, duplicates and merges. Who is employed already gets the first dated rows from the employment.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from services.api.kernel.ids import new_id

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

BATCH = 1000
RUNNING = sa.text("end_on IS NULL AND voided_at IS NULL")
LIVE = sa.text("undone_at IS NULL")
POSTS = ("principal", "vice_principal", "same_rank", "middle", "teacher")
LEADERS = ("principal", "vice_principal", "same_rank")
TITLES = ("none", "third", "second", "first", "senior", "full_senior")
STAGES = ("preschool", "primary", "junior", "senior", "special")
HONOUR_TYPES = (
    "special_grade", "subject_leader", "teaching_expert", "master_teacher", "backbone_teacher", "master_principal",
    "backbone_principal", "teaching_star", "excellent_teacher", "model_principal", "minbei_master",
)  # fmt: skip
SOURCES = ("appointment", "transfer", "exchange", "support", "attachment", "special_support")
LEVELS = ("doctor", "master", "bachelor", "associate", "secondary", "below_secondary")
CERTIFICATES = ("kindergarten", "primary", "junior", "senior", "vocational", "internship", "higher")
STAFF = sa.table(
    "staff", sa.column("id", sa.Uuid()), sa.column("person_id", sa.Uuid()), sa.column("county_code", sa.String()),
    sa.column("school_id", sa.Uuid()), sa.column("post", sa.String()), sa.column("title", sa.String()),
    sa.column("stage", sa.String()), sa.column("subject", sa.String()), sa.column("hired_on", sa.Date()),
    sa.column("ended_on", sa.Date()),
)  # fmt: skip


def upgrade() -> None:
    with op.batch_alter_table("person") as person:
        person.add_column(sa.Column("career_start_on", sa.Date(), nullable=True))
        person.add_column(sa.Column("confirmed_on", sa.Date(), nullable=True))
        person.add_column(sa.Column("merged_at", sa.DateTime(timezone=True), nullable=True))
        person.create_index("ix_person_name_birth_on", ["name", "birth_on"], unique=False)
    with op.batch_alter_table("staff") as staff:
        staff.add_column(sa.Column("merged_at", sa.DateTime(timezone=True), nullable=True))
        staff.create_index("ix_staff_county_staff_no", ["county_code", "staff_no"], unique=False)
        staff.create_index("ix_staff_person_id", ["person_id"], unique=False)
    _dated_tables()
    _record_tables()
    _decision_tables()
    _first_rows()


def _codes(name: str, values: Sequence[str]) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def _record_table(name: str, *columns: sa.Column[Any], references: Sequence[tuple[str, str]] = ()) -> None:
    """A table of dated records with the columns that all of them have; `references` are columns and their tables."""
    op.create_table(
        name,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("basis", sa.String(length=500), nullable=False),
        sa.Column("correction", sa.String(length=500), nullable=False),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("void_reason", sa.String(length=500), nullable=False),
        *columns,
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f(f"fk_{name}_person_id")),
        *(
            sa.ForeignKeyConstraint([column], [f"{table}.id"], name=op.f(f"fk_{name}_{column}"))
            for column, table in references
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
    )
    op.create_index(op.f(f"ix_{name}_person_id"), name, ["person_id"], unique=False)


def _json() -> sa.types.TypeEngine[Any]:
    return sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def _running(name: str) -> None:
    op.create_index(
        f"uq_{name}_running", name, ["person_id"], unique=True, postgresql_where=RUNNING, sqlite_where=RUNNING
    )
    op.create_index(f"ix_{name}_start_on", name, ["start_on"], unique=False)


def _period() -> list[sa.Column[Any]]:
    return [sa.Column("start_on", sa.Date(), nullable=False), sa.Column("end_on", sa.Date(), nullable=True)]


def _dated_tables() -> None:
    _record_table(
        "staff_position",
        sa.Column("post", _codes("post", POSTS), nullable=False),
        sa.Column("leadership", sa.Boolean(), nullable=False),
        sa.Column("school_id", sa.Uuid(), nullable=True),
        sa.Column("school_name", sa.String(length=200), nullable=False),
        *_period(),
        references=[("school_id", "school")],
    )
    op.create_index(op.f("ix_staff_position_school_id"), "staff_position", ["school_id"], unique=False)
    _record_table(
        "staff_title",
        sa.Column("title", _codes("title", TITLES), nullable=False),
        *_period(),
        sa.Column("appointed_on", sa.Date(), nullable=True),
        sa.Column("post_grade", sa.Integer(), nullable=True),
        sa.Column("term_start_on", sa.Date(), nullable=True),
        sa.Column("term_end_on", sa.Date(), nullable=True),
    )
    _record_table(
        "staff_teaching",
        sa.Column("stage", _codes("stage", STAGES), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("grades", _json(), nullable=False),
        *_period(),
    )
    for name in ("staff_position", "staff_title", "staff_teaching"):
        _running(name)
    _record_table(
        "person_name",
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("pinyin", sa.String(length=300), nullable=False),
        sa.Column("initials", sa.String(length=60), nullable=False),
        sa.Column("end_on", sa.Date(), nullable=False),
    )


def _record_tables() -> None:
    _record_table(
        "staff_honour",
        sa.Column("type", _codes("type", HONOUR_TYPES), nullable=False),
        sa.Column("level", _codes("level", ("province", "city", "county", "school")), nullable=False),
        sa.Column("awarded_on", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("document_no", sa.String(length=200), nullable=False),
    )
    _record_table(
        "service_record",
        sa.Column("school_id", sa.Uuid(), nullable=True),
        sa.Column("school_name", sa.String(length=200), nullable=False),
        sa.Column("locality", _codes("locality", ("urban", "rural")), nullable=True),
        sa.Column("flags", _json(), nullable=False),
        sa.Column("source", _codes("source", SOURCES), nullable=False),
        *_period(),
        sa.Column("stage", _codes("stage", STAGES), nullable=True),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("weekly_hours", sa.Integer(), nullable=True),
        references=[("school_id", "school")],
    )
    op.create_index(op.f("ix_service_record_school_id"), "service_record", ["school_id"], unique=False)
    _record_table(
        "teacher_certificate",
        sa.Column("type", _codes("type", CERTIFICATES), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("number", sa.String(length=200), nullable=False),
        sa.Column("obtained_on", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
    )
    _record_table(
        "person_education",
        sa.Column("level", _codes("level", LEVELS), nullable=False),
        sa.Column("degree", _codes("degree", ("none", "bachelor", "master", "doctor")), nullable=False),
        sa.Column("graduated_on", sa.Date(), nullable=False),
        sa.Column("major", sa.String(length=200), nullable=False),
    )
    _record_table(
        "person_relation",
        sa.Column("spouse_person_id", sa.Uuid(), nullable=True),
        sa.Column("spouse_name", sa.String(length=60), nullable=False),
        sa.Column("spouse_school_id", sa.Uuid(), nullable=True),
        sa.Column("spouse_post", _codes("spouse_post", POSTS), nullable=True),
        references=[("spouse_person_id", "person"), ("spouse_school_id", "school")],
    )
    op.create_index(op.f("ix_person_relation_spouse_person_id"), "person_relation", ["spouse_person_id"])


def _decision_table(name: str, *columns: Any, users: Sequence[str], persons: Sequence[str]) -> None:
    op.create_table(
        name,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("county_code", sa.String(length=6), nullable=False),
        *columns,
        *(sa.ForeignKeyConstraint([c], ["user_account.id"], name=op.f(f"fk_{name}_{c}")) for c in users),
        *(sa.ForeignKeyConstraint([c], ["person.id"], name=op.f(f"fk_{name}_{c}")) for c in persons),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
    )


def _decision_tables() -> None:
    _decision_table(
        "person_unmasking",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("looked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("looked_by", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        users=["looked_by"],
        persons=["person_id"],
    )
    op.create_index(op.f("ix_person_unmasking_person_id"), "person_unmasking", ["person_id"], unique=False)
    _decision_table(
        "person_distinct",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("other_person_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=False),
        sa.CheckConstraint("person_id <> other_person_id", name=op.f("ck_person_distinct_two_persons")),
        users=["decided_by"],
        persons=["person_id", "other_person_id"],
    )
    op.create_index("uq_person_distinct_pair", "person_distinct", ["person_id", "other_person_id"], unique=True)
    op.create_index(op.f("ix_person_distinct_other_person_id"), "person_distinct", ["other_person_id"], unique=False)
    _decision_table(
        "person_merge",
        sa.Column("other_county_code", sa.String(length=6), nullable=False),
        sa.Column("kept_person_id", sa.Uuid(), nullable=False),
        sa.Column("merged_person_id", sa.Uuid(), nullable=False),
        sa.Column("moved", _json(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("merged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("merged_by", sa.Uuid(), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_by", sa.Uuid(), nullable=True),
        sa.Column("undo_reason", sa.String(length=500), nullable=False),
        sa.CheckConstraint("kept_person_id <> merged_person_id", name=op.f("ck_person_merge_two_persons")),
        users=["merged_by", "undone_by"],
        persons=["kept_person_id", "merged_person_id"],
    )
    op.create_index(op.f("ix_person_merge_kept_person_id"), "person_merge", ["kept_person_id"], unique=False)
    op.create_index(
        "uq_person_merge_live", "person_merge", ["merged_person_id"], unique=True, postgresql_where=LIVE,
        sqlite_where=LIVE,
    )  # fmt: skip


def _first_rows() -> None:
    """What everybody is now, as rows from the first day of the employment; a person's last title stays open."""
    found = op.get_bind().execute(sa.select(STAFF).order_by(STAFF.c.hired_on, STAFF.c.ended_on, STAFF.c.id)).all()
    titled = {row.person_id: row for row in found}
    _insert("staff_position", [_position(row) for row in found])
    _insert("staff_teaching", [_teaching(row) for row in found])
    _insert("staff_title", [_shared(row) | {"title": row.title, "end_on": None} for row in titled.values()])


def _shared(row: Any) -> dict[str, Any]:
    return {
        "id": new_id(), "version": 1, "created_at": datetime.now(UTC), "county_code": row.county_code,
        "person_id": row.person_id, "basis": "", "correction": "", "void_reason": "", "start_on": row.hired_on,
        "end_on": row.ended_on,
    }  # fmt: skip


def _position(row: Any) -> dict[str, Any]:
    leads = row.post in LEADERS
    return _shared(row) | {"post": row.post, "leadership": leads, "school_id": row.school_id, "school_name": ""}


def _teaching(row: Any) -> dict[str, Any]:
    return _shared(row) | {"stage": row.stage, "subject": row.subject, "grades": []}


def _insert(name: str, rows: list[dict[str, Any]]) -> None:
    kinds: dict[str, Any] = {
        "id": sa.Uuid(), "person_id": sa.Uuid(), "school_id": sa.Uuid(), "created_at": sa.DateTime(timezone=True),
        "start_on": sa.Date(), "end_on": sa.Date(), "grades": _json(), "leadership": sa.Boolean(),
    }  # fmt: skip
    for start in range(0, len(rows), BATCH):
        batch = rows[start : start + BATCH]
        table = sa.table(name, *(sa.column(column, kinds.get(column)) for column in batch[0]))
        op.get_bind().execute(sa.insert(table), batch)


def downgrade() -> None:
    for name in (
        "person_merge", "person_distinct", "person_unmasking", "person_relation", "person_education",
        "teacher_certificate", "service_record", "staff_honour", "person_name", "staff_teaching", "staff_title",
        "staff_position",
    ):  # fmt: skip
        op.drop_table(name)
    with op.batch_alter_table("staff") as staff:
        staff.drop_index("ix_staff_person_id")
        staff.drop_index("ix_staff_county_staff_no")
        staff.drop_column("merged_at")
    with op.batch_alter_table("person") as person:
        person.drop_index("ix_person_name_birth_on")
        person.drop_column("merged_at")
        person.drop_column("confirmed_on")
        person.drop_column("career_start_on")
