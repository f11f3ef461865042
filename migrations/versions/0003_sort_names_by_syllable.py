"""sort names by syllable, and a nation above the provinces

Lists of people sort by each syllable with its character, so that one surname stands together; the keys of those
who are here already are made as the product makes them today. The nation is a region for those who cover all of it.
"""

import sqlalchemy as sa
from alembic import op

from services.api.kernel.pinyin import person_sort_key

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

BATCH = 1000
BEFORE = sa.Enum("province", "city", "county", name="level", native_enum=False, create_constraint=True, length=32)
AFTER = sa.Enum(
    "nation", "province", "city", "county", name="level", native_enum=False, create_constraint=True, length=32
)
PERSON = sa.table(
    "person", sa.column("id", sa.Uuid()), sa.column("name", sa.String()), sa.column("sort_key", sa.String())
)


def upgrade() -> None:
    with op.batch_alter_table("region") as region:
        region.alter_column("level", existing_type=BEFORE, type_=AFTER, existing_nullable=False)
    with op.batch_alter_table("person") as person:
        person.add_column(sa.Column("sort_key", sa.String(length=600), nullable=False, server_default=""))
    _fill()
    with op.batch_alter_table("person") as person:
        person.alter_column("sort_key", existing_type=sa.String(length=600), server_default=None)
        person.drop_index("ix_person_pinyin")
        person.create_index("ix_person_sort_key", ["sort_key"], unique=False)


def _fill() -> None:
    """Give everybody their key, a thousand at a time."""
    change = sa.update(PERSON).where(PERSON.c.id == sa.bindparam("who")).values(sort_key=sa.bindparam("key"))
    found = op.get_bind().execute(sa.select(PERSON.c.id, PERSON.c.name)).all()
    for start in range(0, len(found), BATCH):
        keys = [{"who": row.id, "key": person_sort_key(row.name)} for row in found[start : start + BATCH]]
        op.get_bind().execute(change, keys)


def downgrade() -> None:
    with op.batch_alter_table("person") as person:
        person.drop_index("ix_person_sort_key")
        person.create_index("ix_person_pinyin", ["pinyin"], unique=False)
        person.drop_column("sort_key")
    # Accounts may stand on the nation's row, so it stays, as a province without a prefix of its own.
    op.execute("UPDATE region SET level = 'province' WHERE level = 'nation'")
    with op.batch_alter_table("region") as region:
        region.alter_column("level", existing_type=AFTER, type_=BEFORE, existing_nullable=False)
