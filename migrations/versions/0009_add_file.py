"""add files"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_OWNERS = {
    "activity_id": "activity",
    "pairing_id": "pairing",
    "about_school_id": "school",
    "locality_id": "school_locality",
    "flag_id": "school_flag",
}
_INDEXED = ("digest", "thumbnail_digest", *_OWNERS)


def _code(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def upgrade() -> None:
    _create_file()
    op.create_table(
        "file_opening",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("other_county_code", sa.String(length=6), nullable=True),
        sa.Column("opened_by", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["file_id"], ["file.id"], name=op.f("fk_file_opening_file_id")),
        sa.ForeignKeyConstraint(["opened_by"], ["user_account.id"], name=op.f("fk_file_opening_opened_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_file_opening")),
    )
    op.create_index(op.f("ix_file_opening_file_id"), "file_opening", ["file_id"], unique=False)


def _create_file() -> None:
    kinds = ("activity_photo", "pairing_agreement", "decision_basis")
    types = ("image/jpeg", "image/png", "application/pdf")
    op.create_table(
        "file",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", _code("kind", *kinds), nullable=False),
        sa.Column("type", _code("type", *types), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("thumbnail_digest", sa.String(length=64), nullable=True),
        sa.Column("restricted", sa.Boolean(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("other_county_code", sa.String(length=6), nullable=True),
        *(sa.Column(name, sa.Uuid(), nullable=True) for name in _OWNERS),
        sa.Column("by_school_id", sa.Uuid(), nullable=True),
        sa.Column("uploaded_by", sa.Uuid(), nullable=False),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("void_reason", sa.String(length=500), nullable=False),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        *(
            sa.ForeignKeyConstraint([name], [f"{table}.id"], name=op.f(f"fk_file_{name}"))
            for name, table in _OWNERS.items()
        ),
        sa.ForeignKeyConstraint(["by_school_id"], ["school.id"], name=op.f("fk_file_by_school_id")),
        sa.ForeignKeyConstraint(["uploaded_by"], ["user_account.id"], name=op.f("fk_file_uploaded_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_file")),
    )
    op.create_index("ix_file_created", "file", ["created_at"], unique=False)
    for name in _INDEXED:
        op.create_index(op.f(f"ix_file_{name}"), "file", [name], unique=False)


def downgrade() -> None:
    op.drop_table("file_opening")
    op.drop_table("file")
