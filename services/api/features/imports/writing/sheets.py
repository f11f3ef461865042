"""How our spreadsheets look: one place for formats, so that the template and the file of mistakes are alike."""

from pathlib import Path
from typing import Any

import xlsxwriter

from services.api.features.imports.kinds.columns import Kind

FIRST_ROW = 1
"""Below the headings, counted from 0."""


def book(path: Path, *, flat: bool) -> Any:
    """A workbook that never takes what people typed for a formula, a link or a number. `flat`: rows leave memory."""
    options = {
        "constant_memory": flat,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    return xlsxwriter.Workbook(str(path), options)


class Formats:
    """The formats of one workbook."""

    def __init__(self, workbook: Any) -> None:
        text = {"num_format": "@", "font_name": "Microsoft YaHei", "font_size": 11}
        self.cell = workbook.add_format({**text, "locked": False})
        self.example = workbook.add_format({**text, "locked": False, "font_color": "#6b7280", "italic": True})
        self.wrong = workbook.add_format({**text, "locked": False, "bg_color": "#fde8e8"})
        self.note = workbook.add_format({**text, "text_wrap": True, "valign": "top", "font_color": "#9b1c1c"})
        heading = {**text, "bold": True, "bg_color": "#e5edf5", "bottom": 1, "valign": "vcenter", "text_wrap": True}
        self.heading = workbook.add_format(heading)
        self.needed = workbook.add_format({**heading, "font_color": "#9b1c1c"})
        self.plain = workbook.add_format(
            {"font_name": "Microsoft YaHei", "font_size": 11, "text_wrap": True, "valign": "top"}
        )
        self.bold = workbook.add_format({"font_name": "Microsoft YaHei", "font_size": 11, "bold": True})


def write_headings(sheet: Any, kind: Kind, formats: Formats) -> None:
    """The first row, the widths, and all cells below as text that may be typed into."""
    sheet.freeze_panes(FIRST_ROW, 1)
    sheet.set_row(0, 32)
    for place, column in enumerate(kind.columns):
        sheet.set_column(place, place, column.width, formats.cell)
        sheet.write_string(0, place, column.heading, formats.needed if column.is_marked else formats.heading)
