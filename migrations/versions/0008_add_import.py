"""add imports and exports"""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

KINDS = ("schools", "staff", "users", "pairings", "assignments")
STATES = ("uploaded", "checking", "checked", "applying", "done", "failed", "cancelled")
ROWS = ("create", "update", "unchanged", "error")
SEARCHED = (("person", "pinyin"), ("staff", "staff_no"), ("user_account", "name"))
"""What the search box looks up by its beginning."""


def upgrade() -> None:
    _create_export_log()
    for table, column in SEARCHED:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column], unique=False)
    _add_imports()
    _add_basis()


def downgrade() -> None:
    with op.batch_alter_table("assignment") as batch_op:
        batch_op.drop_column("basis")
    _drop_imports()
    for table, column in reversed(SEARCHED):
        op.drop_index(op.f(f"ix_{table}_{column}"), table_name=table)
    op.drop_table("export_log")


def _create_export_log() -> None:
    op.create_table(
        "export_log",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("list_name", sa.String(length=40), nullable=False),
        sa.Column("format", sa.String(length=10), nullable=False),
        sa.Column("filters", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("row_count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_export_log")),
    )


def _add_basis() -> None:
    with op.batch_alter_table("assignment") as batch_op:
        batch_op.add_column(sa.Column("basis", sa.String(length=200), nullable=False, server_default=""))
    with op.batch_alter_table("assignment") as batch_op:
        batch_op.alter_column("basis", server_default=None)


def _codes(name: str, values: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def _json() -> sa.types.TypeEngine[Any]:
    return sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def _add_imports() -> None:
    op.create_table(
        "import_job",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", _codes("kind", KINDS), nullable=False),
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("filename", sa.String(length=200), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("dry_run", sa.Boolean(), nullable=False),
        sa.Column("atomic", sa.Boolean(), nullable=False),
        sa.Column("state", _codes("state", STATES), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["county_code"], ["region.code"], name=op.f("fk_import_job_county_code")),
        sa.ForeignKeyConstraint(["created_by"], ["user_account.id"], name=op.f("fk_import_job_created_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_job")),
    )
    op.create_index("ix_import_job_created_by", "import_job", ["created_by", "id"])
    op.create_index(op.f("ix_import_job_state"), "import_job", ["state"])
    op.create_table(
        "import_progress",
        sa.Column("job_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=True),
        sa.Column("creating", sa.Integer(), nullable=False),
        sa.Column("updating", sa.Integer(), nullable=False),
        sa.Column("unchanged", sa.Integer(), nullable=False),
        sa.Column("faulty", sa.Integer(), nullable=False),
        sa.Column("problems", _json(), nullable=False),
        sa.Column("remarks", _json(), nullable=False),
        sa.Column("failure", sa.String(length=200), nullable=False),
        sa.Column("holder", sa.Uuid(), nullable=True),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["job_id"], ["import_job.id"], name=op.f("fk_import_progress_job_id")),
        sa.PrimaryKeyConstraint("job_id", name=op.f("pk_import_progress")),
    )
    op.create_table(
        "import_row",
        sa.Column("job_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("status", _codes("status", ROWS), nullable=False),
        sa.Column("entity_id", sa.Uuid(), nullable=True),
        sa.Column("match_key", sa.String(length=32), nullable=True),
        sa.Column("errors", _json(), nullable=False),
        sa.ForeignKeyConstraint(["job_id"], ["import_job.id"], name=op.f("fk_import_row_job_id")),
        sa.PrimaryKeyConstraint("job_id", "number", name=op.f("pk_import_row")),
    )
    op.create_index("ix_import_row_match", "import_row", ["job_id", "match_key"])
    op.create_index("ix_import_row_status", "import_row", ["job_id", "status", "number"])


def _drop_imports() -> None:
    op.drop_table("import_row")
    op.drop_table("import_progress")
    op.drop_table("import_job")
