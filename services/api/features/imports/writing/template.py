"""The empty table: drop-downs, locked headings, an example, a sheet that counts what is missing, instructions."""

from pathlib import Path
from typing import Any

from services.api.features.imports.kinds.columns import Column, Kind
from services.api.features.imports.reading.raw import letters
from services.api.features.imports.writing.sheets import FIRST_ROW, Formats, book, write_headings

LAST_ROW = 20_000
CODES_SHEET, CHECK_SHEET, HELP_SHEET = "代码", "检查", "填写说明"


def write_template(kind: Kind, path: Path) -> None:
    """Write the workbook."""
    workbook = book(path, flat=False)
    formats = Formats(workbook)
    sheet = workbook.add_worksheet(kind.sheet)
    write_headings(sheet, kind, formats)
    for place, column in enumerate(kind.columns):
        sheet.write_string(FIRST_ROW, place, column.example, formats.example)
        if column.note:
            sheet.write_comment(0, place, column.note, {"x_scale": 1.6, "y_scale": 0.8})
    _offer(workbook, sheet, kind, formats)
    _check(workbook, kind, formats)
    _explain(workbook, kind, formats)
    sheet.protect("", {"insert_rows": True, "delete_rows": True, "sort": True, "autofilter": True,
                       "format_cells": True, "format_columns": True, "format_rows": True})  # fmt: skip
    workbook.close()


def _offer(workbook: Any, sheet: Any, kind: Kind, formats: Formats) -> None:
    """Drop-downs from a sheet of codes: Excel takes no list of more than 255 characters."""
    codes = workbook.add_worksheet(CODES_SHEET)
    offered = [(place, column) for place, column in enumerate(kind.columns) if column.offered is not None]
    for at, (place, column) in enumerate(offered):
        labels = [member.label for member in column.offered or ()]
        codes.set_column(at, at, 22, formats.plain)
        codes.write_string(0, at, column.heading, formats.bold)
        codes.write_column(1, at, labels, formats.plain)
        source = f"='{CODES_SHEET}'!${letters(at)}$2:${letters(at)}${len(labels) + 1}"
        sheet.data_validation(FIRST_ROW, place, LAST_ROW, place, {
            "validate": "list", "source": source, "error_title": "请从下拉里选",
            "error_message": "请从下拉列表里选一个。",
        })  # fmt: skip


def _check(workbook: Any, kind: Kind, formats: Formats) -> None:
    """For every column that must be filled: how many rows lack it, counted by Excel itself."""
    check = workbook.add_worksheet(CHECK_SHEET)
    check.set_column(0, 0, 30, formats.plain)
    check.set_column(1, 1, 16, formats.plain)
    check.write_row(0, 0, ["检查什么", "行数"], formats.bold)
    width = letters(len(kind.columns) - 1)
    data = f"'{kind.sheet}'!$A${FIRST_ROW + 2}:${width}${LAST_ROW}"
    filled = f'(MMULT(--({data}<>""),TRANSPOSE(COLUMN({data})^0))>0)'
    check.write_string(1, 0, "有内容的行（含示例行）")
    check.write_array_formula(1, 1, 1, 1, f"{{=SUM(--{filled})}}", formats.plain, 1)
    needed = [(place, column) for place, column in enumerate(kind.columns) if column.is_marked]
    for row, (place, column) in enumerate(needed, 2):
        cells = f"'{kind.sheet}'!${letters(place)}${FIRST_ROW + 2}:${letters(place)}${LAST_ROW}"
        check.write_string(row, 0, f"缺“{column.heading}”的行")
        check.write_array_formula(row, 1, row, 1, f'{{=SUM({filled}*({cells}=""))}}', formats.plain, 0)


def _explain(workbook: Any, kind: Kind, formats: Formats) -> None:
    page = workbook.add_worksheet(HELP_SHEET)
    for place, width in enumerate((24, 10, 60, 28)):
        page.set_column(place, place, width, formats.plain)
    lines = [
        f"在“{kind.sheet}”这张表里填，第一行的列名不要改；灰色的示例行不会导入，可以删掉。",
        "每行填满，不要合并单元格，不要用公式。日期写成2019-09-01，也认2019.9.1、2019年9月1日、20190901。",
        "再传一次同样的内容不会重复。没有错的行先导入，有错的行会给一个错误文件，改好再传。",
        *kind.notes,
    ]
    for row, line in enumerate(lines):
        page.merge_range(row, 0, row, 3, line, formats.plain)
    start = len(lines) + 1
    page.write_row(start, 0, ["列名", "必填", "怎么填", "示例"], formats.bold)
    for row, column in enumerate(kind.columns, start + 1):
        page.write_row(
            row,
            0,
            [column.heading, "是" if column.is_marked else "", _how(column), column.example],
            formats.plain,
        )


def _how(column: Column) -> str:
    offered = "从下拉里选：" + "、".join(member.label for member in column.offered) if column.offered else ""
    return "。".join(part for part in (offered, column.note) if part)
