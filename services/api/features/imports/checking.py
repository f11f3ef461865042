"""From raw cells to contracts: each cell is read, then the whole row is checked as the form's body is."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from services.api.features.imports.kinds.columns import Column
from services.api.features.imports.reading import values
from services.api.features.imports.reading.opening import Source
from services.api.features.imports.reading.raw import Fault, RawRow
from services.api.kernel.handlers import field_of
from services.api.kernel.outcomes import Line, Outcome, refused, wrong
from services.contracts.problems import FieldProblem

LONGEST_LABEL = 30
MISSING = "这一项要填"


@dataclass(slots=True)
class Read:
    """One row of a file: a line for the feature, or problems. `label` is the row's own name, as typed."""

    number: int
    label: str
    cells: "RowReader"
    line: Line | None = None
    problems: list[FieldProblem] = field(default_factory=list)

    def refusal(self) -> Outcome:
        """For rows that no feature is asked about."""
        return refused(*self.problems)

    def cell(self, name: str) -> str:
        """The cell of a field, as C5."""
        return self.cells.address(name, self.number)


class RowReader:
    """Reads the rows of one source."""

    def __init__(self, source: Source, county_code: str) -> None:
        self._kind = source.kind
        self._county = county_code
        self._columns = [(column, place, _reader(column, source)) for column, place
                         in zip(source.kind.columns, source.places, strict=True) if place is not None]  # fmt: skip
        self._source = source
        self._index = {column.field: place for place, column in enumerate(source.kind.columns)}
        self._examples = {column.field: column.example for column in source.kind.columns}

    def read(self, row: RawRow) -> Read | None:
        """The row; None for the template's example."""
        typed: dict[str, Any] = {}
        problems: list[FieldProblem] = []
        texts: dict[str, str] = {}
        for column, place, reader in self._columns:
            cell = row.cells[place] if place < len(row.cells) else None
            if isinstance(cell, str):
                texts[column.field] = cell
            try:
                value = _value(cell, reader)
            except values.WrongCell as error:
                problems.append(wrong(column.field, error.code, error.detail))
                continue
            if value is not None and value != "":
                typed[column.field] = value
            elif column.needed:
                problems.append(wrong(column.field, "missing", MISSING))
        if self._is_example(texts):
            return None
        found = Read(row.number, texts.get(self._kind.label_field, "")[:LONGEST_LABEL], self, problems=problems)
        self._validate(found, typed)
        return found

    def address(self, name: str, number: int) -> str:
        """The cell of a field in a row; the row where the field has no column."""
        place = self._index.get(name)
        return f"第{number}行" if place is None else self._source.address(place, number)

    def _is_example(self, texts: dict[str, str]) -> bool:
        return all(texts.get(name, "") == example for name, example in self._examples.items())

    def _validate(self, found: Read, typed: dict[str, Any]) -> None:
        kind = self._kind
        extra = {name: str(typed.get(name_of_column, "")) for name_of_column, name in kind.extra.items()}
        fields = kind.contract.model_fields
        body = {name: value for name, value in typed.items() if name in fields} | kind.blanks
        if "county_code" in fields:
            body.setdefault("county_code", self._county)
        named = {problem.field for problem in found.problems}
        try:
            contract = kind.contract.model_validate(body)
        except ValidationError as error:
            found.problems += [problem for problem in _problems(error) if problem.field not in named]
            return
        if not found.problems:
            found.line = Line(contract, extra)


def _reader(column: Column, source: Source) -> values.Reader:
    return values.day_from_1904 if column.read is values.day and source.from_1904 else column.read


def _value(cell: Any, reader: values.Reader) -> Any:
    if isinstance(cell, Fault):
        raise values.WrongCell(cell.code, cell.detail)
    return None if cell is None else reader(cell)


def _problems(error: ValidationError) -> list[FieldProblem]:
    found = [
        field_of({**each, "loc": ("row", *each["loc"][:1])})
        for each in error.errors(include_url=False, include_input=False)
    ]
    return list({problem.field: problem for problem in reversed(found)}.values())


def read_all(reader: RowReader, rows: Sequence[RawRow]) -> list[Read]:
    """Read a chunk of rows; examples are left out."""
    return [found for row in rows if (found := reader.read(row)) is not None]
