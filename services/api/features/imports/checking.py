"""From raw cells to contracts: each cell is read, then the whole row is checked as the form's body is."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from pydantic import ValidationError

from services.api.features.imports.kinds.columns import Column
from services.api.features.imports.reading import values
from services.api.features.imports.reading.opening import Source
from services.api.features.imports.reading.places import Places
from services.api.features.imports.reading.raw import Cell, Fault, RawRow
from services.api.kernel.handlers import field_of
from services.api.kernel.outcomes import Line, Outcome, refused, wrong
from services.api.kernel.spreadsheets import as_typed
from services.contracts.problems import FieldProblem

LONGEST_LABEL = 30
MISSING = "这一项要填"
OFTEN = 4096
"""Cells of one column that are remembered with what they mean: days, schools and codes come again and again."""


@dataclass(slots=True)
class Read:
    """One row of a file: a line for the feature, or problems. `label` is the row's own name, as typed."""

    number: int
    label: str
    places: Places
    line: Line | None = None
    problems: list[FieldProblem] = field(default_factory=list)

    def refusal(self) -> Outcome:
        """For rows that no feature is asked about."""
        return refused(*self.problems)

    def cell(self, name: str) -> str:
        """The cell of a field, as C5."""
        return self.places.cell(name, self.number)


class RowReader:
    """Reads the rows of one source."""

    def __init__(self, source: Source, county_code: str) -> None:
        kind = source.kind
        self._kind, self._addresses = kind, source.addresses
        self._columns = [
            (column.field, place, lru_cache(OFTEN)(_reader(column, source)), column.needed)
            for column, place in zip(kind.columns, source.places, strict=True) if place is not None
        ]  # fmt: skip
        self._examples = [(source.places[index], column.example) for index, column in enumerate(kind.columns)]
        self._label = next(
            place for column, place in zip(kind.columns, source.places, strict=True) if column.field == kind.label_field
        )
        fields = kind.contract.model_fields
        self._body_fields = frozenset(fields)
        self._blanks = ({"county_code": county_code} if "county_code" in fields else {}), kind.blanks

    def read(self, row: RawRow) -> Read | None:
        """The row; None for the template's example."""
        cells = row.cells
        typed: dict[str, Any] = {}
        problems: list[FieldProblem] = []
        for name, place, reader, needed in self._columns:
            cell = cells[place] if place < len(cells) else None
            try:
                value = _value(cell, reader)
            except values.WrongCell as error:
                problems.append(wrong(name, error.code, error.detail))
                continue
            if value is not None and value != "":
                typed[name] = value
            elif needed:
                problems.append(wrong(name, "missing", MISSING))
        if all(_text(cells, place) == example for place, example in self._examples):
            return None
        found = Read(row.number, self.label(row), self._addresses, problems=problems)
        self._validate(found, typed)
        return found

    def label(self, row: RawRow) -> str:
        """The row's own name, as typed."""
        return _text(row.cells, self._label)[:LONGEST_LABEL]

    def _validate(self, found: Read, typed: dict[str, Any]) -> None:
        kind, (county, blanks) = self._kind, self._blanks
        extra = {name: str(typed.get(name_of_column, "")) for name_of_column, name in kind.extra.items()}
        known = {name: value for name, value in typed.items() if name in self._body_fields}
        try:
            contract = kind.contract.model_validate({**county, **known, **blanks})
        except ValidationError as error:
            named = {problem.field for problem in found.problems}
            found.problems += [problem for problem in _problems(error) if problem.field not in named]
            return
        if not found.problems:
            found.line = Line(contract, extra)


def _text(cells: Sequence[Cell], place: int | None) -> str:
    """What was typed into a column."""
    cell = cells[place] if place is not None and place < len(cells) else None
    return as_typed(cell) if isinstance(cell, str) else ""


def _reader(column: Column, source: Source) -> values.Reader:
    return values.day_from_1904 if column.read is values.day and source.from_1904 else column.read


def _value(cell: Any, reader: values.Reader) -> Any:
    if isinstance(cell, Fault):
        raise values.WrongCell(cell.code, cell.detail)
    return None if cell is None else reader(cell)


def _problems(error: ValidationError) -> list[FieldProblem]:
    found = [field_of({**each, "loc": ("row", *each["loc"][:1])}) for each in error.errors(include_url=False)]
    return list({problem.field: problem for problem in reversed(found)}.values())


def read_all(reader: RowReader, rows: Sequence[RawRow]) -> list[Read]:
    """Read a chunk of rows; examples are left out."""
    return [found for row in rows if (found := reader.read(row)) is not None]
