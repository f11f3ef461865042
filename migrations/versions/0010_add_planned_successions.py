"""add planned successions

Successions of a later day; what a person is meant for, health, who verified service and its papers; former names are
searched by their beginning.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0010"
down_revision = "0011"
branch_labels = None
depends_on = None

KINDS = ("rename", "merge", "split", "close", "reopen")
STATUSES = ("planned", "done", "cancelled")
TITLES = ("none", "third", "second", "first", "senior", "full_senior")
FIRST_FILES = ("activity_photo", "pairing_agreement", "decision_basis")
FILES = (*FIRST_FILES, "service_evidence")
FORMER = ("name", "pinyin", "initials")


def upgrade() -> None:
    _create_plans()
    _create_health()
    titles = ", ".join(f"'{title}'" for title in TITLES)
    op.add_column("person", sa.Column("is_reserve_cadre", sa.Boolean(), nullable=True))
    op.add_column("person", sa.Column("can_mentor", sa.Boolean(), nullable=True))
    op.execute(
        "ALTER TABLE person ADD COLUMN seeks_promotion VARCHAR(32) "
        f"CONSTRAINT ck_person_seeks_promotion CHECK (seeks_promotion IN ({titles}))"
    )
    with op.batch_alter_table("service_record") as batch:
        batch.add_column(sa.Column("verified_at", sa.DateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column("verified_by", sa.Uuid(), nullable=True))
        batch.create_foreign_key(op.f("fk_service_record_verified_by"), "user_account", ["verified_by"], ["id"])
    with op.batch_alter_table("file") as batch:
        for column, table in (("about_person_id", "person"), ("service_record_id", "service_record")):
            batch.add_column(sa.Column(column, sa.Uuid(), nullable=True))
            batch.create_foreign_key(op.f(f"fk_file_{column}"), table, [column], ["id"])
            batch.create_index(op.f(f"ix_file_{column}"), [column], unique=False)
    _set_file_kinds(FILES)
    for column in FORMER:
        op.create_index(f"ix_person_name_{column}", "person_name", [column], unique=False)


def downgrade() -> None:
    for column in FORMER:
        op.drop_index(f"ix_person_name_{column}", table_name="person_name")
    _set_file_kinds(FIRST_FILES)
    with op.batch_alter_table("file") as batch:
        for column in ("about_person_id", "service_record_id"):
            batch.drop_index(op.f(f"ix_file_{column}"))
            batch.drop_constraint(op.f(f"fk_file_{column}"), type_="foreignkey")
            batch.drop_column(column)
    with op.batch_alter_table("service_record") as batch:
        batch.drop_constraint(op.f("fk_service_record_verified_by"), type_="foreignkey")
        batch.drop_column("verified_by")
        batch.drop_column("verified_at")
    for column in ("seeks_promotion", "can_mentor", "is_reserve_cadre"):
        op.drop_column("person", column)
    for table in ("person_health", "planned_school", "planned_succession"):
        op.drop_table(table)


def _codes(name: str, codes: tuple[str, ...]) -> sa.Column[str]:
    kind = sa.Enum(*codes, name=name, native_enum=False, create_constraint=True, length=32)
    return sa.Column(name, kind, nullable=False)


def _entity() -> list[sa.Column[Any]]:
    return [
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("county_code", sa.String(length=6), nullable=False),
    ]


def _create_plans() -> None:
    op.create_table(
        "planned_succession",
        *_entity(),
        sa.Column("other_county_code", sa.String(length=6), nullable=True),
        _codes("kind", KINDS),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("plan", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        _codes("status", STATUSES),
        sa.Column("status_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("planned_by", sa.Uuid(), nullable=False),
        sa.Column("cancel_reason", sa.String(length=500), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=True),
        sa.Column("held_why", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(["planned_by"], ["user_account.id"], name=op.f("fk_planned_succession_planned_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_planned_succession")),
    )
    op.create_index("ix_planned_succession_due", "planned_succession", ["status", "on"], unique=False)
    op.create_table(
        "planned_school",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["planned_succession.id"], name=op.f("fk_planned_school_plan_id")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_planned_school_school_id")),
        sa.PrimaryKeyConstraint("county_code", "id", name=op.f("pk_planned_school")),
    )
    op.create_index("ix_planned_school_school", "planned_school", ["school_id"], unique=False)
    op.create_index("ix_planned_school_plan", "planned_school", ["plan_id"], unique=False)


def _create_health() -> None:
    op.create_table(
        "person_health",
        *_entity(),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("basis", sa.String(length=500), nullable=False),
        sa.Column("correction", sa.String(length=500), nullable=False),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("void_reason", sa.String(length=500), nullable=False),
        sa.Column("ok", sa.Boolean(), nullable=False),
        sa.Column("note_cipher", sa.String(length=2000), nullable=True),
        sa.Column("told_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_person_health_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_health")),
    )
    op.create_index(op.f("ix_person_health_person_id"), "person_health", ["person_id"], unique=False)


def _set_file_kinds(codes: tuple[str, ...]) -> None:
    allowed = sa.text(f"kind IN ({', '.join(repr(each) for each in codes)})")
    with op.batch_alter_table("file") as batch:
        batch.drop_constraint(op.f("ck_file_kind"), type_="check")
        batch.create_check_constraint(op.f("ck_file_kind"), allowed)
