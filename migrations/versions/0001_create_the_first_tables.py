"""create the first tables"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "event",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("other_county_code", sa.String(length=6), nullable=True),
        sa.Column("entity", sa.String(length=40), nullable=False),
        sa.Column("entity_id", sa.Uuid(), nullable=False),
        sa.Column("entity_version", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(length=40), nullable=False),
        sa.Column("actor_kind", sa.String(length=10), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("on_behalf_of", sa.Uuid(), nullable=True),
        sa.Column("request_id", sa.String(length=64), nullable=True),
        sa.Column("changes", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=True),
        sa.Column("hash", sa.String(length=64), nullable=True),
        sa.PrimaryKeyConstraint("county_code", "id", name=op.f("pk_event")),
    )
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_event_entity_id"), ["entity_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_event_other_county_code"), ["other_county_code"], unique=False)
        batch_op.create_index(batch_op.f("ix_event_position"), ["position"], unique=False)

    op.create_table(
        "event_head",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("epoch", sa.Uuid(), nullable=False),
        sa.Column("positioned_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_head")),
    )
    op.create_table(
        "idempotency_key",
        sa.Column("principal_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("request_hash", sa.String(length=64), nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("body", sa.String(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("principal_id", "key", name=op.f("pk_idempotency_key")),
    )
    with op.batch_alter_table("idempotency_key", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_idempotency_key_created_at"), ["created_at"], unique=False)

    op.create_table(
        "person",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("pinyin", sa.String(length=300), nullable=False),
        sa.Column("initials", sa.String(length=60), nullable=False),
        sa.Column(
            "sex",
            sa.Enum("0", "1", "2", "9", name="sex", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("birth_on", sa.Date(), nullable=False),
        sa.Column("id_number_cipher", sa.String(length=200), nullable=True),
        sa.Column("id_number_hash", sa.String(length=64), nullable=True),
        sa.Column("id_number_masked", sa.String(length=18), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("id_number_hash", name=op.f("uq_person_id_number_hash")),
    )
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_person_initials"), ["initials"], unique=False)
        batch_op.create_index(batch_op.f("ix_person_pinyin"), ["pinyin"], unique=False)

    op.create_table(
        "region",
        sa.Column("code", sa.String(length=6), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("full_name", sa.String(length=200), nullable=False),
        sa.Column(
            "level",
            sa.Enum("province", "city", "county", name="level", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("parent_code", sa.String(length=6), nullable=True),
        sa.Column("pinyin", sa.String(length=200), nullable=False),
        sa.Column("initials", sa.String(length=40), nullable=False),
        sa.Column("official", sa.Boolean(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["parent_code"], ["region.code"], name=op.f("fk_region_parent_code")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_region")),
    )
    with op.batch_alter_table("region", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_region_initials"), ["initials"], unique=False)
        batch_op.create_index("ix_region_parent", ["parent_code", "code"], unique=False)
        batch_op.create_index(batch_op.f("ix_region_pinyin"), ["pinyin"], unique=False)

    op.create_table(
        "sign_in_failure",
        sa.Column("address_digest", sa.String(length=64), nullable=False),
        sa.Column("username_digest", sa.String(length=64), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("locked_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("address_digest", "username_digest", name=op.f("pk_sign_in_failure")),
    )
    with op.batch_alter_table("sign_in_failure", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_in_failure_last_at"), ["last_at"], unique=False)

    op.create_table(
        "worker_lease",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("holder", sa.Uuid(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_run_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_worker_lease")),
    )
    op.create_table(
        "api_client",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("client_id", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("region_code", sa.String(length=6), nullable=False),
        sa.Column("scopes", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("secret_digest", sa.String(length=64), nullable=False),
        sa.Column("legal_basis", sa.String(length=200), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["region_code"], ["region.code"], name=op.f("fk_api_client_region_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_client")),
        sa.UniqueConstraint("client_id", name=op.f("uq_api_client_client_id")),
    )
    op.create_table(
        "region_calendar",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("region_code", sa.String(length=6), nullable=False),
        sa.Column("source", sa.String(length=80), nullable=False),
        sa.Column("open_day", sa.Integer(), nullable=False),
        sa.Column("due_day", sa.Integer(), nullable=False),
        sa.Column("grace_day", sa.Integer(), nullable=False),
        sa.Column("review_workdays", sa.Integer(), nullable=False),
        sa.Column("exempt_months", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("contact_office", sa.String(length=200), nullable=False),
        sa.Column("contact_name", sa.String(length=200), nullable=False),
        sa.Column("contact_phone", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["region_code"], ["region.code"], name=op.f("fk_region_calendar_region_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_region_calendar")),
        sa.UniqueConstraint("region_code", name=op.f("uq_region_calendar_region_code")),
    )
    op.create_table(
        "school",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("code", sa.String(length=10), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("pinyin", sa.String(length=300), nullable=False),
        sa.Column("initials", sa.String(length=80), nullable=False),
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("location_code", sa.String(length=6), nullable=False),
        sa.Column("township", sa.String(length=200), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "kindergarten",
                "teaching_point",
                "village_primary",
                "centre_primary",
                "complete_primary",
                "primary",
                "junior_secondary",
                "nine_year",
                "senior_secondary",
                "complete_secondary",
                "special",
                "vocational",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("stages", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column(
            "ownership",
            sa.Enum("public", "private", name="ownership", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("urban_rural_code", sa.String(length=3), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("close_reason", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(["county_code"], ["region.code"], name=op.f("fk_school_county_code")),
        sa.ForeignKeyConstraint(["location_code"], ["region.code"], name=op.f("fk_school_location_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_school")),
        sa.UniqueConstraint("code", name=op.f("uq_school_code")),
    )
    with op.batch_alter_table("school", schema=None) as batch_op:
        batch_op.create_index("ix_school_county_pinyin", ["county_code", "pinyin", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_school_initials"), ["initials"], unique=False)
        batch_op.create_index(batch_op.f("ix_school_pinyin"), ["pinyin"], unique=False)

    op.create_table(
        "pairing",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("supporting_school_id", sa.Uuid(), nullable=False),
        sa.Column("recipient_school_id", sa.Uuid(), nullable=False),
        sa.Column("supporting_county_code", sa.String(length=6), nullable=False),
        sa.Column("recipient_county_code", sa.String(length=6), nullable=False),
        sa.Column(
            "relation",
            sa.Enum(
                "pairing",
                "co_construction",
                "entrusted",
                "branch",
                "group",
                "joint_running",
                "small_cluster",
                "union_school",
                "online_pair",
                "hand_in_hand",
                name="relation",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "level",
            sa.Enum("intra_county", "cross_county", name="level", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column(
            "category",
            sa.Enum(
                "preschool",
                "primary",
                "secondary",
                "special",
                name="category",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("batch", sa.String(length=200), nullable=False),
        sa.Column("basis", sa.String(length=200), nullable=False),
        sa.Column("agreement_no", sa.String(length=200), nullable=False),
        sa.Column("start_on", sa.Date(), nullable=False),
        sa.Column("end_on", sa.Date(), nullable=True),
        sa.Column(
            "status",
            sa.Enum(
                "proposed",
                "decided",
                "negotiating",
                "signed",
                "active",
                "suspended",
                "ended",
                "void",
                name="status",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("supporting_signed_on", sa.Date(), nullable=True),
        sa.Column("recipient_signed_on", sa.Date(), nullable=True),
        sa.Column("supporting_leader", sa.String(length=60), nullable=False),
        sa.Column("supporting_liaison", sa.String(length=60), nullable=False),
        sa.Column("supporting_phone", sa.String(length=200), nullable=False),
        sa.Column("recipient_leader", sa.String(length=60), nullable=False),
        sa.Column("recipient_liaison", sa.String(length=60), nullable=False),
        sa.Column("recipient_phone", sa.String(length=200), nullable=False),
        sa.Column("closed_reason", sa.String(length=500), nullable=False),
        sa.Column("status_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("end_on IS NULL OR end_on >= start_on", name=op.f("ck_pairing_period")),
        sa.CheckConstraint("supporting_school_id <> recipient_school_id", name=op.f("ck_pairing_two_schools")),
        sa.ForeignKeyConstraint(
            ["recipient_county_code"], ["region.code"], name=op.f("fk_pairing_recipient_county_code")
        ),
        sa.ForeignKeyConstraint(["recipient_school_id"], ["school.id"], name=op.f("fk_pairing_recipient_school_id")),
        sa.ForeignKeyConstraint(
            ["supporting_county_code"], ["region.code"], name=op.f("fk_pairing_supporting_county_code")
        ),
        sa.ForeignKeyConstraint(["supporting_school_id"], ["school.id"], name=op.f("fk_pairing_supporting_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pairing")),
    )
    with op.batch_alter_table("pairing", schema=None) as batch_op:
        batch_op.create_index("ix_pairing_recipient_county", ["recipient_county_code", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_pairing_recipient_school_id"), ["recipient_school_id"], unique=False)
        batch_op.create_index("ix_pairing_supporting_county", ["supporting_county_code", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_pairing_supporting_school_id"), ["supporting_school_id"], unique=False)
        batch_op.create_index(
            "uq_pairing_open_schools",
            ["supporting_school_id", "recipient_school_id"],
            unique=True,
            postgresql_where=sa.text("status NOT IN ('ended', 'void')"),
            sqlite_where=sa.text("status NOT IN ('ended', 'void')"),
        )

    op.create_table(
        "school_flag",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column(
            "flag",
            sa.Enum(
                "weak",
                "remote",
                "mountain",
                "quality",
                name="flag",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("start_on", sa.Date(), nullable=False),
        sa.Column("end_on", sa.Date(), nullable=True),
        sa.Column("basis", sa.String(length=80), nullable=False),
        sa.Column("end_basis", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_school_flag_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_school_flag")),
    )
    with op.batch_alter_table("school_flag", schema=None) as batch_op:
        batch_op.create_index("uq_school_flag_start", ["school_id", "flag", "start_on"], unique=True)

    op.create_table(
        "school_locality",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column(
            "locality",
            sa.Enum("urban", "rural", name="locality", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("start_on", sa.Date(), nullable=False),
        sa.Column("end_on", sa.Date(), nullable=True),
        sa.Column("basis", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_school_locality_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_school_locality")),
    )
    with op.batch_alter_table("school_locality", schema=None) as batch_op:
        batch_op.create_index("uq_school_locality_start", ["school_id", "start_on"], unique=True)

    op.create_table(
        "staff",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("staff_no", sa.String(length=200), nullable=False),
        sa.Column(
            "post",
            sa.Enum(
                "principal",
                "vice_principal",
                "same_rank",
                "middle",
                "teacher",
                name="post",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "title",
            sa.Enum(
                "none",
                "third",
                "second",
                "first",
                "senior",
                "full_senior",
                name="title",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "stage",
            sa.Enum(
                "preschool",
                "primary",
                "junior",
                "senior",
                "special",
                name="stage",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("in_quota", sa.Boolean(), nullable=False),
        sa.Column("full_time_teacher", sa.Boolean(), nullable=False),
        sa.Column("hired_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("end_reason", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(["county_code"], ["region.code"], name=op.f("fk_staff_county_code")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_staff_person_id")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_staff_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff")),
    )
    with op.batch_alter_table("staff", schema=None) as batch_op:
        batch_op.create_index("ix_staff_county_school", ["county_code", "school_id", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_staff_school_id"), ["school_id"], unique=False)
        batch_op.create_index(
            "uq_staff_open_person",
            ["person_id"],
            unique=True,
            postgresql_where=sa.text("ended_on IS NULL"),
            sqlite_where=sa.text("ended_on IS NULL"),
        )

    op.create_table(
        "user_account",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("username", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("phone", sa.String(length=200), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "school_reporter",
                "school_leader",
                "teacher",
                "county_coordinator",
                "city_supervisor",
                "province_supervisor",
                "finance",
                "hr",
                "auditor",
                "administrator",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("region_code", sa.String(length=6), nullable=False),
        sa.Column("school_id", sa.Uuid(), nullable=True),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("must_set_password", sa.Boolean(), nullable=False),
        sa.Column("disabled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("disable_reason", sa.String(length=500), nullable=False),
        sa.Column("last_sign_in_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_user_account_person_id")),
        sa.ForeignKeyConstraint(["region_code"], ["region.code"], name=op.f("fk_user_account_region_code")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_user_account_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user_account")),
        sa.UniqueConstraint("username", name=op.f("uq_user_account_username")),
    )
    with op.batch_alter_table("user_account", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_user_account_region_code"), ["region_code"], unique=False)
        batch_op.create_index(batch_op.f("ix_user_account_school_id"), ["school_id"], unique=False)

    op.create_table(
        "activity",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("pairing_id", sa.Uuid(), nullable=False),
        sa.Column("host_school_id", sa.Uuid(), nullable=False),
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("other_county_code", sa.String(length=6), nullable=False),
        sa.Column(
            "type",
            sa.Enum(
                "demo_lesson",
                "observe_lesson",
                "research_meeting",
                "joint_prep",
                "mentor_meeting",
                "send_teaching",
                "joint_meeting",
                "teacher_training",
                "open_lesson",
                "observation_lesson",
                "exchange_lesson",
                "report_lesson",
                "critique_lesson",
                "same_lesson_diff_design",
                "class_sit_in",
                "lecture",
                "teaching_report",
                "brainstorm",
                "seminar",
                "teaching_salon",
                "academic_salon",
                "project_guidance",
                "research_project",
                "contest",
                "experience_meeting",
                "send_training",
                "study_visit",
                "student_activity",
                "festival",
                "hand_in_hand",
                "open_week",
                "on_site_conference",
                "condolence_visit",
                name="type",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("topic", sa.String(length=80), nullable=False),
        sa.Column("supporting_count", sa.Integer(), nullable=False),
        sa.Column("recipient_count", sa.Integer(), nullable=False),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("void_reason", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(["host_school_id"], ["school.id"], name=op.f("fk_activity_host_school_id")),
        sa.ForeignKeyConstraint(["pairing_id"], ["pairing.id"], name=op.f("fk_activity_pairing_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activity")),
    )
    with op.batch_alter_table("activity", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_activity_host_school_id"), ["host_school_id"], unique=False)
        batch_op.create_index("ix_activity_pairing_day", ["pairing_id", "held_on"], unique=False)

    op.create_table(
        "pairing_goal",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("pairing_id", sa.Uuid(), nullable=False),
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("unit", sa.String(length=8), nullable=False),
        sa.Column("target", sa.Integer(), nullable=False),
        sa.Column("actual", sa.Integer(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["pairing_id"], ["pairing.id"], name=op.f("fk_pairing_goal_pairing_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pairing_goal")),
    )
    with op.batch_alter_table("pairing_goal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_pairing_goal_pairing_id"), ["pairing_id"], unique=False)

    op.create_table(
        "report",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "due",
                "draft",
                "submitted",
                "returned",
                "accepted",
                "published",
                name="status",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("grace_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_late", sa.Boolean(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("receipt_no", sa.String(length=40), nullable=True),
        sa.Column("no_change", sa.Boolean(), nullable=True),
        sa.Column("first_submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("submitted_by", sa.Uuid(), nullable=True),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("accepted_by", sa.Uuid(), nullable=True),
        sa.Column("returned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("mend_by", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["accepted_by"], ["user_account.id"], name=op.f("fk_report_accepted_by")),
        sa.ForeignKeyConstraint(["county_code"], ["region.code"], name=op.f("fk_report_county_code")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_report_school_id")),
        sa.ForeignKeyConstraint(["submitted_by"], ["user_account.id"], name=op.f("fk_report_submitted_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report")),
        sa.UniqueConstraint("receipt_no", name=op.f("uq_report_receipt_no")),
    )
    with op.batch_alter_table("report", schema=None) as batch_op:
        batch_op.create_index("ix_report_county_month", ["county_code", "month", "status", "id"], unique=False)
        batch_op.create_index("ix_report_queue", ["status", "submitted_at", "id"], unique=False)
        batch_op.create_index("uq_report_school_month", ["school_id", "month"], unique=True)

    op.create_table(
        "sign_in_session",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column("client_id", sa.Uuid(), nullable=True),
        sa.Column("refresh_digest", sa.String(length=64), nullable=True),
        sa.Column("bound_to_web", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["client_id"], ["api_client.id"], name=op.f("fk_sign_in_session_client_id")),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_sign_in_session_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_session")),
        sa.UniqueConstraint("refresh_digest", name=op.f("uq_sign_in_session_refresh_digest")),
    )
    with op.batch_alter_table("sign_in_session", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_in_session_client_id"), ["client_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_sign_in_session_expires_at"), ["expires_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_sign_in_session_user_id"), ["user_id"], unique=False)

    op.create_table(
        "team",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("pairing_id", sa.Uuid(), nullable=False),
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("other_county_code", sa.String(length=6), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("school_year", sa.Integer(), nullable=False),
        sa.Column("batch", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["pairing_id"], ["pairing.id"], name=op.f("fk_team_pairing_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team")),
    )
    with op.batch_alter_table("team", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_team_pairing_id"), ["pairing_id"], unique=False)

    op.create_table(
        "assignment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("home_county_code", sa.String(length=6), nullable=False),
        sa.Column("sending_school_id", sa.Uuid(), nullable=False),
        sa.Column("receiving_county_code", sa.String(length=6), nullable=False),
        sa.Column("receiving_school_id", sa.Uuid(), nullable=False),
        sa.Column("pairing_id", sa.Uuid(), nullable=True),
        sa.Column("team_id", sa.Uuid(), nullable=True),
        sa.Column(
            "mode",
            sa.Enum(
                "team_two_way",
                "transfer_exchange",
                "shadow_study",
                "support_teaching",
                "retiree_support",
                "cross_site_exchange",
                "recommended_exchange",
                "peripheral_ordered_exchange",
                "promotion_exchange",
                "periodic_two_way",
                "attachment",
                "external_study",
                name="mode",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "direction",
            sa.Enum(
                "urban_to_rural",
                "rural_to_urban",
                "peer",
                "out_of_area",
                name="direction",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "workload",
            sa.Enum(
                "full_time",
                "part_time",
                "post_cover",
                "attached",
                name="workload",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("exclusive", sa.Boolean(), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("receiving_post", sa.String(length=200), nullable=False),
        sa.Column("start_on", sa.Date(), nullable=False),
        sa.Column("end_on", sa.Date(), nullable=False),
        sa.Column("planned_end_on", sa.Date(), nullable=False),
        sa.Column("school_year", sa.Integer(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "planned",
                "confirmed",
                "active",
                "completed",
                "incomplete",
                "terminated",
                "refused",
                "void",
                name="status",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("status_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("arrived_on", sa.Date(), nullable=True),
        sa.Column("sending_confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sending_confirmed_by", sa.Uuid(), nullable=True),
        sa.Column("receiving_confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("receiving_confirmed_by", sa.Uuid(), nullable=True),
        sa.Column("county_confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("county_confirmed_by", sa.Uuid(), nullable=True),
        sa.Column("closed_reason", sa.String(length=500), nullable=False),
        sa.Column(
            "sex",
            sa.Enum("0", "1", "2", "9", name="sex", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("age", sa.Integer(), nullable=False),
        sa.Column(
            "post",
            sa.Enum(
                "principal",
                "vice_principal",
                "same_rank",
                "middle",
                "teacher",
                name="post",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "title",
            sa.Enum(
                "none",
                "third",
                "second",
                "first",
                "senior",
                "full_senior",
                name="title",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "stage",
            sa.Enum(
                "preschool",
                "primary",
                "junior",
                "senior",
                "special",
                name="stage",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "sending_locality",
            sa.Enum("urban", "rural", name="sending_locality", native_enum=False, create_constraint=True, length=32),
            nullable=True,
        ),
        sa.Column(
            "receiving_locality",
            sa.Enum("urban", "rural", name="receiving_locality", native_enum=False, create_constraint=True, length=32),
            nullable=True,
        ),
        sa.CheckConstraint("end_on >= start_on", name=op.f("ck_assignment_period")),
        sa.CheckConstraint("sending_school_id <> receiving_school_id", name=op.f("ck_assignment_two_schools")),
        sa.ForeignKeyConstraint(
            ["county_confirmed_by"], ["user_account.id"], name=op.f("fk_assignment_county_confirmed_by")
        ),
        sa.ForeignKeyConstraint(["home_county_code"], ["region.code"], name=op.f("fk_assignment_home_county_code")),
        sa.ForeignKeyConstraint(["pairing_id"], ["pairing.id"], name=op.f("fk_assignment_pairing_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_assignment_person_id")),
        sa.ForeignKeyConstraint(
            ["receiving_confirmed_by"], ["user_account.id"], name=op.f("fk_assignment_receiving_confirmed_by")
        ),
        sa.ForeignKeyConstraint(
            ["receiving_county_code"], ["region.code"], name=op.f("fk_assignment_receiving_county_code")
        ),
        sa.ForeignKeyConstraint(["receiving_school_id"], ["school.id"], name=op.f("fk_assignment_receiving_school_id")),
        sa.ForeignKeyConstraint(
            ["sending_confirmed_by"], ["user_account.id"], name=op.f("fk_assignment_sending_confirmed_by")
        ),
        sa.ForeignKeyConstraint(["sending_school_id"], ["school.id"], name=op.f("fk_assignment_sending_school_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_assignment_staff_id")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_assignment_team_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment")),
    )
    with op.batch_alter_table("assignment", schema=None) as batch_op:
        batch_op.create_index("ix_assignment_home_year", ["home_county_code", "school_year", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_assignment_pairing_id"), ["pairing_id"], unique=False)
        batch_op.create_index("ix_assignment_person", ["person_id", "start_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_assignment_receiving_school_id"), ["receiving_school_id"], unique=False)
        batch_op.create_index(
            "ix_assignment_receiving_year", ["receiving_county_code", "school_year", "id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_assignment_sending_school_id"), ["sending_school_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_assignment_staff_id"), ["staff_id"], unique=False)
        batch_op.create_index(
            "ix_assignment_statistics",
            [
                "school_year",
                "home_county_code",
                "status",
                "direction",
                "mode",
                "post",
                "sex",
                "start_on",
                "end_on",
                "person_id",
            ],
            unique=False,
        )
        batch_op.create_index(batch_op.f("ix_assignment_team_id"), ["team_id"], unique=False)

    op.create_table(
        "notice",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "report_returned",
                "report_accepted",
                "report_reminder",
                "report_opened",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("report_id", sa.Uuid(), nullable=True),
        sa.Column("month", sa.String(length=7), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_notice_report_id")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_notice_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
    )
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.create_index("ix_notice_report", ["report_id", "kind", "created_at"], unique=False)
        batch_op.create_index("ix_notice_school", ["school_id", "read_at", "id"], unique=False)

    op.create_table(
        "report_draft",
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_by", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_report_draft_report_id")),
        sa.ForeignKeyConstraint(["saved_by"], ["user_account.id"], name=op.f("fk_report_draft_saved_by")),
        sa.PrimaryKeyConstraint("report_id", name=op.f("pk_report_draft")),
    )
    op.create_table(
        "report_review",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("accepted", sa.Boolean(), nullable=False),
        sa.Column("comments", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("mend_by", sa.Date(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["decided_by"], ["user_account.id"], name=op.f("fk_report_review_decided_by")),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_report_review_report_id")),
        sa.PrimaryKeyConstraint("county_code", "id", name=op.f("pk_report_review")),
    )
    with op.batch_alter_table("report_review", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_report_review_report_id"), ["report_id"], unique=False)

    op.create_table(
        "report_revision",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_by", sa.Uuid(), nullable=False),
        sa.Column("no_change", sa.Boolean(), nullable=False),
        sa.Column("content", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("summary", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_report_revision_report_id")),
        sa.ForeignKeyConstraint(["submitted_by"], ["user_account.id"], name=op.f("fk_report_revision_submitted_by")),
        sa.PrimaryKeyConstraint("county_code", "id", name=op.f("pk_report_revision")),
    )
    with op.batch_alter_table("report_revision", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_report_revision_report_id"), ["report_id"], unique=False)
        batch_op.create_index("uq_report_revision_number", ["county_code", "report_id", "revision"], unique=True)

    op.create_table(
        "report_line",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("assignment_id", sa.Uuid(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "at_post",
                "on_leave",
                "left",
                "problem",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("from_on", sa.Date(), nullable=True),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.Column("category", sa.String(length=32), nullable=True),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["assignment_id"], ["assignment.id"], name=op.f("fk_report_line_assignment_id")),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_report_line_report_id")),
        sa.PrimaryKeyConstraint("county_code", "id", name=op.f("pk_report_line")),
    )
    with op.batch_alter_table("report_line", schema=None) as batch_op:
        batch_op.create_index("ix_report_line_assignment", ["assignment_id", "month"], unique=False)
        batch_op.create_index(batch_op.f("ix_report_line_report_id"), ["report_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("report_line", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_report_line_report_id"))
        batch_op.drop_index("ix_report_line_assignment")

    op.drop_table("report_line")
    with op.batch_alter_table("report_revision", schema=None) as batch_op:
        batch_op.drop_index("uq_report_revision_number")
        batch_op.drop_index(batch_op.f("ix_report_revision_report_id"))

    op.drop_table("report_revision")
    with op.batch_alter_table("report_review", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_report_review_report_id"))

    op.drop_table("report_review")
    op.drop_table("report_draft")
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.drop_index("ix_notice_school")
        batch_op.drop_index("ix_notice_report")

    op.drop_table("notice")
    with op.batch_alter_table("assignment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_assignment_team_id"))
        batch_op.drop_index("ix_assignment_statistics")
        batch_op.drop_index(batch_op.f("ix_assignment_staff_id"))
        batch_op.drop_index(batch_op.f("ix_assignment_sending_school_id"))
        batch_op.drop_index("ix_assignment_receiving_year")
        batch_op.drop_index(batch_op.f("ix_assignment_receiving_school_id"))
        batch_op.drop_index("ix_assignment_person")
        batch_op.drop_index(batch_op.f("ix_assignment_pairing_id"))
        batch_op.drop_index("ix_assignment_home_year")

    op.drop_table("assignment")
    with op.batch_alter_table("team", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_team_pairing_id"))

    op.drop_table("team")
    with op.batch_alter_table("sign_in_session", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_in_session_user_id"))
        batch_op.drop_index(batch_op.f("ix_sign_in_session_expires_at"))
        batch_op.drop_index(batch_op.f("ix_sign_in_session_client_id"))

    op.drop_table("sign_in_session")
    with op.batch_alter_table("report", schema=None) as batch_op:
        batch_op.drop_index("uq_report_school_month")
        batch_op.drop_index("ix_report_queue")
        batch_op.drop_index("ix_report_county_month")

    op.drop_table("report")
    with op.batch_alter_table("pairing_goal", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_pairing_goal_pairing_id"))

    op.drop_table("pairing_goal")
    with op.batch_alter_table("activity", schema=None) as batch_op:
        batch_op.drop_index("ix_activity_pairing_day")
        batch_op.drop_index(batch_op.f("ix_activity_host_school_id"))

    op.drop_table("activity")
    with op.batch_alter_table("user_account", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_user_account_school_id"))
        batch_op.drop_index(batch_op.f("ix_user_account_region_code"))

    op.drop_table("user_account")
    with op.batch_alter_table("staff", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_staff_open_person",
            postgresql_where=sa.text("ended_on IS NULL"),
            sqlite_where=sa.text("ended_on IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_staff_school_id"))
        batch_op.drop_index("ix_staff_county_school")

    op.drop_table("staff")
    with op.batch_alter_table("school_locality", schema=None) as batch_op:
        batch_op.drop_index("uq_school_locality_start")

    op.drop_table("school_locality")
    with op.batch_alter_table("school_flag", schema=None) as batch_op:
        batch_op.drop_index("uq_school_flag_start")

    op.drop_table("school_flag")
    with op.batch_alter_table("pairing", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_pairing_open_schools",
            postgresql_where=sa.text("status NOT IN ('ended', 'void')"),
            sqlite_where=sa.text("status NOT IN ('ended', 'void')"),
        )
        batch_op.drop_index(batch_op.f("ix_pairing_supporting_school_id"))
        batch_op.drop_index("ix_pairing_supporting_county")
        batch_op.drop_index(batch_op.f("ix_pairing_recipient_school_id"))
        batch_op.drop_index("ix_pairing_recipient_county")

    op.drop_table("pairing")
    with op.batch_alter_table("school", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_school_pinyin"))
        batch_op.drop_index(batch_op.f("ix_school_initials"))
        batch_op.drop_index("ix_school_county_pinyin")

    op.drop_table("school")
    op.drop_table("region_calendar")
    op.drop_table("api_client")
    op.drop_table("worker_lease")
    with op.batch_alter_table("sign_in_failure", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_in_failure_last_at"))

    op.drop_table("sign_in_failure")
    with op.batch_alter_table("region", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_region_pinyin"))
        batch_op.drop_index("ix_region_parent")
        batch_op.drop_index(batch_op.f("ix_region_initials"))

    op.drop_table("region")
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_person_pinyin"))
        batch_op.drop_index(batch_op.f("ix_person_initials"))

    op.drop_table("person")
    with op.batch_alter_table("idempotency_key", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_idempotency_key_created_at"))

    op.drop_table("idempotency_key")
    op.drop_table("event_head")
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_event_position"))
        batch_op.drop_index(batch_op.f("ix_event_other_county_code"))
        batch_op.drop_index(batch_op.f("ix_event_entity_id"))

    op.drop_table("event")
