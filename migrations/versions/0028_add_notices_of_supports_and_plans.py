"""add notices of supports and plans

A message may be about funds, goods or an improvement plan, besides a report.
"""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

FIRST = ("report_returned", "report_accepted", "report_reminder", "report_opened")
MORE = ("support_given", "support_disputed", "plan_accepted", "plan_returned", "plan_closed")
ABOUT = {"support_id": "support", "improvement_plan_id": "improvement_plan"}


def upgrade() -> None:
    with op.batch_alter_table("notice") as batch:
        for column, table in ABOUT.items():
            batch.add_column(sa.Column(column, sa.Uuid(), nullable=True))
            batch.create_foreign_key(op.f(f"fk_notice_{column}"), table, [column], ["id"])
            batch.create_index(op.f(f"ix_notice_{column}"), [column], unique=False)
    _set_kinds((*FIRST, *MORE))


def downgrade() -> None:
    kinds = sa.column("kind", sa.String)
    op.execute(sa.table("notice", kinds).delete().where(kinds.in_(MORE)))
    _set_kinds(FIRST)
    with op.batch_alter_table("notice") as batch:
        for column in ABOUT:
            batch.drop_index(op.f(f"ix_notice_{column}"))
            batch.drop_constraint(op.f(f"fk_notice_{column}"), type_="foreignkey")
            batch.drop_column(column)


def _set_kinds(codes: tuple[str, ...]) -> None:
    allowed = sa.text(f"kind IN ({', '.join(repr(each) for each in codes)})")
    with op.batch_alter_table("notice") as batch:
        batch.drop_constraint(op.f("ck_notice_kind"), type_="check")
        batch.create_check_constraint(op.f("ck_notice_kind"), allowed)
