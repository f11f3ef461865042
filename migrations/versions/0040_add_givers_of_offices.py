"""add givers of offices

Money for a school of a pairing may come from its education office.
"""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0037"
branch_labels = None
depends_on = None

SCHOOLS = ("supporting", "recipient")
GIVERS = ("supporting", "office", "recipient")
ONE_GIVER = "(giver = 'office' AND receiver IS NOT NULL AND kind = 'fund') OR (giver <> 'office' AND receiver IS NULL)"


def upgrade() -> None:
    side = sa.Enum(*SCHOOLS, name="receiver", native_enum=False, create_constraint=False, length=32)
    with op.batch_alter_table("support") as batch:
        batch.add_column(sa.Column("receiver", side, nullable=True))
        batch.create_check_constraint(op.f("ck_support_receiver"), _among("receiver", SCHOOLS))
        batch.drop_constraint(op.f("ck_support_giver"), type_="check")
        batch.create_check_constraint(op.f("ck_support_giver"), _among("giver", GIVERS))
        batch.create_check_constraint(op.f("ck_support_one_giver"), sa.text(ONE_GIVER))


def downgrade() -> None:
    _forget_offices()
    with op.batch_alter_table("support") as batch:
        batch.drop_constraint(op.f("ck_support_one_giver"), type_="check")
        batch.drop_constraint(op.f("ck_support_giver"), type_="check")
        batch.create_check_constraint(op.f("ck_support_giver"), _among("giver", SCHOOLS))
        batch.drop_constraint(op.f("ck_support_receiver"), type_="check")
        batch.drop_column("receiver")


def _forget_offices() -> None:
    """What offices gave has no place before: its messages go along, its papers stay without an owner."""
    support = sa.table("support", sa.column("id", sa.Uuid()), sa.column("giver", sa.String()))
    theirs = sa.select(support.c.id).where(support.c.giver == "office").scalar_subquery()
    notice = sa.table("notice", sa.column("support_id", sa.Uuid()))
    file = sa.table("file", sa.column("support_id", sa.Uuid()))
    op.execute(notice.delete().where(notice.c.support_id.in_(theirs)))
    op.execute(file.update().where(file.c.support_id.in_(theirs)).values(support_id=None))
    op.execute(support.delete().where(support.c.giver == "office"))


def _among(column: str, codes: tuple[str, ...]) -> sa.TextClause:
    return sa.text(f"{column} IN ({', '.join(repr(each) for each in codes)})")
