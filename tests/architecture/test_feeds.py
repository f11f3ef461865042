"""Every kind of row that leaves events is in the feed of changes, or is left out for a reason (architecture §7)."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, Enum, select
from sqlalchemy.orm import Session

from services.api.features.changes.feeds import Feed
from services.api.kernel.events import EVENTLESS_TABLES
from services.api.kernel.models import Entity
from services.api.wiring_feeds import FEEDS, LEFT_OUT
from tests.support.databases import DATABASES
from tests.support.rows import fill_every_table
from tests.support.schema import on

ENTITIES = [feed.entity for feed in FEEDS]
NEVER = ("name", "phone", "contact", "reason", "note", "id_number", "birth", "remark", "address")


def models(base: type[Entity] = Entity) -> Iterator[type[Entity]]:
    for each in base.__subclasses__():
        if hasattr(each, "__table__"):
            yield each
        yield from models(each)


def test_every_eventful_table_is_in_the_feed_or_left_out_for_a_reason() -> None:
    eventful = {str(model.__tablename__) for model in models()} - set(EVENTLESS_TABLES)
    assert eventful == {*ENTITIES, *LEFT_OUT}
    assert not set(ENTITIES) & set(LEFT_OUT)
    assert len(ENTITIES) == len(set(ENTITIES))
    assert all(LEFT_OUT.values())


def test_what_a_row_refers_to_comes_before_it() -> None:
    order = {name: number for number, name in enumerate(ENTITIES)}
    for feed in FEEDS:
        for key in feed.model.__table__.foreign_keys:  # type: ignore[attr-defined] # every table class has it
            there = key.column.table.name
            told = key.parent.name in feed.model.event_fields
            if told and there in order and there != feed.entity:
                assert order[there] < order[feed.entity], f"{feed.entity}.{key.parent.name}"


@pytest.mark.parametrize("feed", FEEDS, ids=ENTITIES)
def test_public_fields_are_columns_without_names_and_typed_words(feed: Feed) -> None:
    columns = feed.model.__table__.c  # type: ignore[attr-defined] # every table class has it
    assert feed.model.event_fields
    for name in (*feed.model.event_fields, *feed.counties):
        assert name in columns
    for name in feed.model.event_fields:
        personal = any(word == name or name.endswith(f"_{word}") for word in NEVER)
        assert not personal or isinstance(columns[name].type, Enum), name


def test_the_columns_of_a_feed_name_the_counties_of_its_events() -> None:
    with DATABASES["sqlite"]() as url:
        on(url, fill_every_table)
        on(url, agree)


def agree(connection: Connection) -> None:
    with Session(connection) as session:
        for feed in FEEDS:
            rows = list(session.scalars(select(feed.model)))
            assert rows
            for row in rows:
                named = {getattr(row, name) for name in feed.counties}
                assert named - {None} == set(row.event_counties()) - {None}, feed.entity
