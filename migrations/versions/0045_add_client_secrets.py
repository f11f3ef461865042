"""add client secrets

Secrets of provincial systems in a table of their own, so that two are good at once while one is changed for the other;
where a system may come from, how much it may call a day and how much it did.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
TEXTS = ("contact", "description", "basis_number")
MOVED = ("id", "secret_digest", "created_at", "last_used_at")
CLIENTS = sa.table(
    "api_client", sa.column("id", sa.Uuid()), sa.column("secret_digest", sa.String()),
    sa.column("created_at", INSTANT), sa.column("last_used_at", INSTANT),
)  # fmt: skip
SECRETS = sa.table(
    "client_secret", sa.column("id", sa.Uuid()), sa.column("client_id", sa.Uuid()), sa.column("digest", sa.String()),
    sa.column("made_at", INSTANT), sa.column("ends_at", INSTANT), sa.column("last_used_at", INSTANT),
)  # fmt: skip


def _json() -> Any:
    return sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    _create_tables()
    with op.batch_alter_table("api_client") as batch:
        for name in TEXTS:
            batch.add_column(sa.Column(name, sa.String(length=200), nullable=False, server_default=sa.text("''")))
        batch.add_column(sa.Column("addresses", _json(), nullable=False, server_default=sa.text("'[]'")))
        batch.add_column(sa.Column("basis_on", sa.Date(), nullable=True))
        batch.add_column(sa.Column("daily_quota", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("secret_changes", sa.Integer(), nullable=False, server_default=sa.text("0")))
    _move_digests()
    with op.batch_alter_table("api_client") as batch:
        for name in TEXTS:
            batch.alter_column(name, server_default=None, existing_type=sa.String(length=200), existing_nullable=False)
        batch.alter_column("secret_changes", server_default=None, existing_type=sa.Integer(), existing_nullable=False)
        batch.alter_column("addresses", server_default=None, existing_type=_json(), existing_nullable=False)
        batch.drop_column("secret_digest")
        batch.drop_column("last_used_at")
    with op.batch_alter_table("sign_in_session") as batch:
        batch.add_column(sa.Column("client_secret_id", sa.Uuid(), nullable=True))
        batch.create_foreign_key(
            op.f("fk_sign_in_session_client_secret_id"), "client_secret", ["client_secret_id"], ["id"]
        )
        batch.create_index(op.f("ix_sign_in_session_client_secret_id"), ["client_secret_id"])


def _create_tables() -> None:
    op.create_table(
        "client_secret",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.Column("ends_at", INSTANT, nullable=True),
        sa.Column("last_used_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["client_id"], ["api_client.id"], name=op.f("fk_client_secret_client_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_client_secret")),
    )
    op.create_index(op.f("ix_client_secret_client_id"), "client_secret", ["client_id"], unique=False)
    op.create_table(
        "client_usage",
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("area", sa.String(length=40), nullable=False),
        sa.Column("calls", sa.Integer(), nullable=False),
        sa.Column("refused", sa.Integer(), nullable=False),
        sa.Column("bytes_sent", sa.BigInteger(), nullable=False),
        sa.Column("last_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["client_id"], ["api_client.id"], name=op.f("fk_client_usage_client_id")),
        sa.PrimaryKeyConstraint("client_id", "day", "area", name=op.f("pk_client_usage")),
    )
    op.create_table(
        "client_quota",
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["client_id"], ["api_client.id"], name=op.f("fk_client_quota_client_id")),
        sa.PrimaryKeyConstraint("client_id", "day", name=op.f("pk_client_quota")),
    )


def _move_digests() -> None:
    """Each client keeps the secret it has, which takes the client's id: unique, and in the order of making."""
    connection = op.get_bind()
    found = connection.execute(sa.select(*(CLIENTS.c[name] for name in MOVED))).all()
    if found:
        rows = [
            {
                "id": row.id, "client_id": row.id, "digest": row.secret_digest, "made_at": row.created_at,
                "last_used_at": row.last_used_at,
            }
            for row in found
        ]  # fmt: skip
        connection.execute(sa.insert(SECRETS), rows)


def downgrade() -> None:
    with op.batch_alter_table("sign_in_session") as batch:
        batch.drop_index(op.f("ix_sign_in_session_client_secret_id"))
        batch.drop_constraint(op.f("fk_sign_in_session_client_secret_id"), type_="foreignkey")
        batch.drop_column("client_secret_id")
    with op.batch_alter_table("api_client") as batch:
        batch.add_column(
            sa.Column("secret_digest", sa.String(length=64), nullable=False, server_default=sa.text("'-'"))
        )
        batch.add_column(sa.Column("last_used_at", INSTANT, nullable=True))
    _move_back()
    with op.batch_alter_table("api_client") as batch:
        batch.alter_column(
            "secret_digest", server_default=None, existing_type=sa.String(length=64), existing_nullable=False
        )
        for name in (*TEXTS, "addresses", "basis_on", "daily_quota", "secret_changes"):
            batch.drop_column(name)
    op.drop_table("client_quota")
    op.drop_table("client_usage")
    op.drop_table("client_secret")


def _move_back() -> None:
    """Only one has room: the newest that no end was set for, else the client needs a new one."""
    newest = SECRETS.alias()
    of_client = newest.c.client_id == CLIENTS.c.id
    ordered = newest.c.made_at.desc(), newest.c.id.desc()
    open_ones = sa.select(newest.c.digest).where(of_client, newest.c.ends_at.is_(None)).order_by(*ordered).limit(1)
    used = sa.select(sa.func.max(newest.c.last_used_at)).where(of_client)
    values = {
        "secret_digest": sa.func.coalesce(open_ones.scalar_subquery(), "-"), "last_used_at": used.scalar_subquery(),
    }  # fmt: skip
    op.execute(sa.update(CLIENTS).values(values))
