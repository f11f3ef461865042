"""What must hold for every table, read from the metadata (architecture §4, §7)."""

from typing import Any

import pytest
from sqlalchemy import CheckConstraint, Column, Enum, Identity, Sequence, String, Table, Uuid
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateTable

from services.api.features.models import METADATA
from services.api.kernel.events import EVENTLESS_TABLES
from services.api.kernel.models import Base, Entity, Leaf

TABLES = METADATA.sorted_tables
# In the order of the tables: a set has another order in each of several test processes
_BY_NAME: dict[str, Any] = {mapper.class_.__tablename__: mapper.class_ for mapper in Base._sa_registry.mappers}
MODELS: dict[str, Any] = {name: _BY_NAME[name] for name in sorted(_BY_NAME)}
LEAVES = [model for model in MODELS.values() if issubclass(model, Leaf)]
ENTITIES = [model for model in MODELS.values() if issubclass(model, Entity)]
NOT_REFERENCES = {
    "event.entity_id": "the log names rows of every table",
    "event.actor_id": "a user, a client or nobody",
    "event.request_id": "an id of a request",
    "export_log.actor_id": "a user or a client",
    "idempotency_key.principal_id": "a user or a client",
    "import_row.entity_id": "a row of the kind imported",
    "api_client.client_id": "the public name of a provincial system",
}
PUBLIC_TEXT = {
    "code", "county_code", "other_county_code", "location_code", "region_code", "township", "client_id", "month",
    "receipt_no", "stages", "grades", "urban_rural_code", "scopes", "exempt_months", "filters", "aid_areas",
    "items", "warned",
}  # fmt: skip
"""Text and JSON columns that an event may show: codes, months and numbers of receipts, never typed by a person."""
EVENTLESS = {
    "activity_presence", "assignment_correction", "assignment_extension", "client_quota", "client_secret",
    "client_usage", "disagreement_answer", "event", "event_head",
    "goal_progress", "idempotency_key", "import_progress", "import_row", "maintenance", "notice", "planned_school",
    "refusal_measure", "refusal_statement", "region", "report_draft", "report_line", "report_review", "report_revision",
    "sandbox", "sandbox_story",
    "school_correction", "school_move", "sign_in_failure", "sign_in_session", "staff_base_member", "term_evidence",
    "webhook_delivery", "webhook_progress", "worker_lease",
}  # fmt: skip


def columns() -> list[Any]:
    return [pytest.param(column, id=f"{table.name}.{column.name}") for table in TABLES for column in table.columns]


def test_every_table_has_a_model_and_the_lists_below_name_real_columns() -> None:
    assert {table.name for table in TABLES} == set(MODELS)
    real = {f"{table.name}.{column.name}" for table in TABLES for column in table.columns}
    assert set(NOT_REFERENCES) <= real


@pytest.mark.parametrize("model", LEAVES, ids=lambda model: model.__tablename__)
def test_a_leaf_table_is_keyed_by_county_and_nothing_points_to_it(model: Any) -> None:
    assert [column.name for column in model.__table__.primary_key.columns] == ["county_code", "id"]
    pointing = {
        f"{table.name}.{column.name}" for table in TABLES for column in table.columns for key in column.foreign_keys
        if key.column.table is model.__table__
    }  # fmt: skip
    assert pointing == set()
    for index in model.__table__.indexes:
        if index.unique:
            assert "county_code" in index.columns, f"{index.name} cannot be unique on a distributed table"


def test_the_heavy_tables_are_leaves() -> None:
    assert {model.__tablename__ for model in LEAVES} >= {"event", "report_line", "report_revision", "report_review"}


@pytest.mark.parametrize("model", ENTITIES, ids=lambda model: model.__tablename__)
def test_an_entity_has_one_uuid_key_and_a_version(model: Any) -> None:
    table: Table = model.__table__
    assert [column.name for column in table.primary_key.columns] == ["id"]
    assert isinstance(table.c.id.type, Uuid)
    assert not table.c.version.nullable
    assert model.__mapper__.version_id_col is table.c.version


@pytest.mark.parametrize("column", columns())
def test_the_database_makes_no_value_by_itself(column: Column[Any]) -> None:
    assert not isinstance(column.default, Sequence)
    assert not isinstance(column.server_default, Identity)
    assert column.identity is None
    assert column.computed is None
    if column.primary_key:
        assert column.autoincrement in {False, "auto"}
    if column.server_default is not None:
        assert "now" not in str(column.server_default).lower()


@pytest.mark.parametrize("table", TABLES, ids=lambda table: str(table.name))
def test_postgresql_gets_no_serial_and_no_identity(table: Table) -> None:
    dialect: Any = postgresql.dialect
    ddl = str(CreateTable(table).compile(dialect=dialect())).upper()
    assert "SERIAL" not in ddl
    assert "IDENTITY" not in ddl


@pytest.mark.parametrize("column", columns())
def test_a_column_of_codes_stores_values_under_a_check(column: Column[Any]) -> None:
    if not isinstance(column.type, Enum):
        return
    assert not column.type.native_enum
    assert column.type.enums == [member.value for member in column.type.enum_class]  # type: ignore[union-attr]
    checks = [check for check in column.table.constraints if isinstance(check, CheckConstraint)]
    bound = [check for check in checks if getattr(check, "_type_bound", False)]
    assert any(column.name in str(check.sqltext) for check in bound), "no CHECK"


@pytest.mark.parametrize("column", columns())
def test_a_column_that_names_another_row_is_a_foreign_key(column: Column[Any]) -> None:
    name = f"{column.table.name}.{column.name}"
    if column.name.endswith("_id") or (column.name.endswith("_by") and isinstance(column.type, Uuid)):
        assert column.foreign_keys or name in NOT_REFERENCES
    for key in column.foreign_keys:
        there: Any = key.column.type
        assert type(column.type) is type(there) or isinstance(column.type, String)
        assert getattr(column.type, "length", None) == getattr(there, "length", None), "lengths differ"


@pytest.mark.parametrize("table", TABLES, ids=lambda table: str(table.name))
def test_every_constraint_and_index_has_a_name_that_fits_postgresql(table: Table) -> None:
    named: list[Any] = [*table.constraints, *table.indexes]
    names = [str(each.name) for each in named]
    assert "None" not in names
    assert all(len(name) <= 63 for name in names), names


@pytest.mark.parametrize("model", ENTITIES, ids=lambda model: model.__tablename__)
def test_an_event_shows_codes_dates_and_numbers_but_nothing_that_a_person_typed(model: Any) -> None:
    fields = {name: model.__table__.c[name] for name in model.event_fields}
    text = {
        name for name, column in fields.items()
        if (isinstance(column.type, String) and not isinstance(column.type, Enum)) or "JSON" in str(type(column.type))
    }  # fmt: skip
    assert text <= PUBLIC_TEXT
    assert not {"name", "phone", "title_text", "birth_on", "id_number_masked"} & set(fields)


def test_the_tables_without_events_are_exactly_these() -> None:
    print("\n".join(f"{table}: {reason}" for table, reason in sorted(EVENTLESS_TABLES.items())))  # noqa: T201 - to be read
    assert set(EVENTLESS_TABLES) == EVENTLESS
    assert all(EVENTLESS_TABLES.values())
    unlogged = {name for name, model in MODELS.items() if not issubclass(model, Entity)} | {"event_head"}
    assert unlogged == EVENTLESS, "a table that is no entity leaves no event and must be declared with a reason"
