"""Where the columns of a kind stand in a file, and what people call a cell of it."""

from collections.abc import Sequence

from services.api.features.imports.kinds.columns import Kind
from services.api.features.imports.reading.raw import letters


class Places:
    """`columns` says for each column of the kind where it stands in the file's rows; JSON lines have no cells."""

    def __init__(self, kind: Kind, columns: Sequence[int | None], *, has_cells: bool) -> None:
        self.columns, self.has_cells = list(columns), has_cells
        self._of_field = {column.field: place for column, place in zip(kind.columns, columns, strict=True)}

    def cell(self, field: str, number: int) -> str:
        """The cell of a field in a row, as C5; the row alone where the field has no column."""
        place = self._of_field.get(field)
        return f"第{number}行" if place is None or not self.has_cells else f"{letters(place)}{number}"
