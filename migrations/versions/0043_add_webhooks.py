"""add webhooks

Subscriptions of provincial systems to the feed of changes, how far each has come, and the messages sent.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None

STATES = ("active", "paused", "failing", "void")
STOPS = ("by_hand", "gone", "gave_up")
KINDS = ("changes", "resync", "test")
DELIVERED = ("waiting", "confirmed", "dead", "dropped")
REASONS = (
    "name_unknown", "address_refused", "unreachable", "tls", "timed_out", "broken_off", "redirected", "refused",
)  # fmt: skip
WAITING_SQL = sa.text("state = 'waiting' AND kind <> 'test'")


def _code(name: str, *values: str, nullable: bool = False) -> sa.Column[str]:
    kind = sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)
    return sa.Column(name, kind, nullable=nullable)


def _text(name: str, length: int, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=length), nullable=nullable)


def _instant(name: str, *, nullable: bool = True) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _number(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=nullable)


def _position(name: str, *, nullable: bool = True) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), nullable=nullable)


def _id(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.Uuid(), nullable=nullable)


def _foreign(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}"))


def upgrade() -> None:
    as_json = sa.JSON().with_variant(JSONB(), "postgresql")
    op.create_table(
        "webhook",
        _id("id"), _number("version"), _instant("created_at", nullable=False),
        _id("client_id"), _text("region_code", 6), _text("url", 500),
        sa.Column("entities", as_json, nullable=False), _text("description", 200),
        _code("status", *STATES), _instant("status_at", nullable=False), _code("stopped_by", *STOPS, nullable=True),
        _text("void_reason", 500), _text("secret_sealed", 200), _text("old_secret_sealed", 200, nullable=True),
        _instant("old_secret_until"),
        _foreign("webhook", "client_id", "api_client"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhook")),
    )  # fmt: skip
    op.create_index(op.f("ix_webhook_client_id"), "webhook", ["client_id"])
    op.create_table(
        "webhook_progress",
        _id("webhook_id"), _id("epoch"), _position("position", nullable=False), _instant("last_confirmed_at"),
        _id("holder", nullable=True), _instant("until"),
        _foreign("webhook_progress", "webhook_id", "webhook"),
        sa.PrimaryKeyConstraint("webhook_id", name=op.f("pk_webhook_progress")),
    )  # fmt: skip
    _deliveries()


def _deliveries() -> None:
    op.create_table(
        "webhook_delivery",
        _id("id"), _id("webhook_id"), _code("kind", *KINDS), _code("state", *DELIVERED),
        _position("after_position"), _position("to_position"), _number("items"),
        sa.Column("body", sa.Text(), nullable=True), _number("attempts"), _number("given_up_after"),
        _number("http_status", nullable=True), _code("reason", *REASONS, nullable=True),
        _number("milliseconds", nullable=True), _instant("created_at", nullable=False), _instant("last_tried_at"),
        _instant("next_try_at"), _instant("confirmed_at"),
        _foreign("webhook_delivery", "webhook_id", "webhook"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhook_delivery")),
    )  # fmt: skip
    op.create_index("ix_webhook_delivery_webhook", "webhook_delivery", ["webhook_id", "id"])
    op.create_index("ix_webhook_delivery_age", "webhook_delivery", ["created_at"])
    op.create_index(
        "uq_webhook_delivery_waiting", "webhook_delivery", ["webhook_id"], unique=True,
        postgresql_where=WAITING_SQL, sqlite_where=WAITING_SQL,
    )  # fmt: skip


def downgrade() -> None:
    op.drop_table("webhook_delivery")
    op.drop_table("webhook_progress")
    op.drop_table("webhook")
