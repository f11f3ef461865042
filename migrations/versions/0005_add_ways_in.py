"""add ways in

Invitations, administrators' looks at accounts, what is told of a sign-in, and the identity provider's name of a person.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def _code(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def upgrade() -> None:
    _create_invitation()
    _create_user_view()
    with op.batch_alter_table("user_account", schema=None) as batch_op:
        batch_op.add_column(sa.Column("external_subject", sa.String(length=255), nullable=True))
        batch_op.create_unique_constraint(batch_op.f("uq_user_account_external_subject"), ["external_subject"])
    ways = ("password", "invitation", "oidc", "view")
    with op.batch_alter_table("sign_in_session", schema=None) as batch_op:
        batch_op.add_column(sa.Column("way", _code("way", *ways), nullable=False, server_default="password"))
        batch_op.add_column(sa.Column("device", sa.String(length=40), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("view_id", sa.Uuid(), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_sign_in_session_view_id"), "user_view", ["view_id"], ["id"])
    with op.batch_alter_table("sign_in_session", schema=None) as batch_op:
        batch_op.alter_column("way", server_default=None, existing_type=sa.String(length=32), existing_nullable=False)
        batch_op.alter_column(
            "device", server_default=None, existing_type=sa.String(length=40), existing_nullable=False
        )


def _create_invitation() -> None:
    op.create_table(
        "invitation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("region_code", sa.String(length=6), nullable=False),
        sa.Column("channel", _code("channel", "link", "printed"), nullable=False),
        sa.Column("token_digest", sa.String(length=64), nullable=False),
        sa.Column("code_digest", sa.String(length=64), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_invitation_user_id")),
        sa.ForeignKeyConstraint(["region_code"], ["region.code"], name=op.f("fk_invitation_region_code")),
        sa.ForeignKeyConstraint(["created_by"], ["user_account.id"], name=op.f("fk_invitation_created_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_invitation_token_digest")),
    )
    op.create_index(op.f("ix_invitation_user_id"), "invitation", ["user_id"], unique=False)


def _create_user_view() -> None:
    op.create_table(
        "user_view",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("viewer_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("region_code", sa.String(length=6), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["viewer_id"], ["user_account.id"], name=op.f("fk_user_view_viewer_id")),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_user_view_user_id")),
        sa.ForeignKeyConstraint(["region_code"], ["region.code"], name=op.f("fk_user_view_region_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user_view")),
    )
    op.create_index(op.f("ix_user_view_viewer_id"), "user_view", ["viewer_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("sign_in_session", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_sign_in_session_view_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("ck_sign_in_session_way"), type_="check")
        batch_op.drop_column("view_id")
        batch_op.drop_column("device")
        batch_op.drop_column("way")
    with op.batch_alter_table("user_account", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_user_account_external_subject"), type_="unique")
        batch_op.drop_column("external_subject")
    op.drop_table("user_view")
    op.drop_table("invitation")
