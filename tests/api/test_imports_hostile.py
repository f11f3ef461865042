"""Files that were damaged, disguised or made to hurt: each gets a clear answer."""

import codecs
import io
import json
import zipfile
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import xlsxwriter

from services.api.worker import Worker
from services.contracts.codes import Role
from tests.api.importing import again, applied, checked, csv_bytes, errors_of, upload, xlsx_bytes
from tests.support.callers import SignIn

HEADINGS = ["学校代码", "学校名称", "学校类型", "学段", "城乡", "城乡起算日期"]
ROW = ["2161000901", "石桥镇中心小学", "中心小学", "小学", "农村", "2020-09-01"]
XML = '<?xml version="1.0"?>'
of_the_file = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""No database is asked about what a file looks like."""


def repacked(content: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    """A workbook with its parts changed."""
    memory = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    return memory.getvalue()


def in_sheet(content: bytes, what: bytes, by: bytes) -> bytes:
    """A workbook with something else in its first sheet."""
    return repacked(content, lambda name, part: part.replace(what, by) if name.endswith("sheet1.xml") else part)


def made(write: Callable[[Any, Any], None]) -> bytes:
    """A workbook with the headings, one right row, and what `write` adds to book and sheet."""
    memory = io.BytesIO()
    book = xlsxwriter.Workbook(memory)
    sheet = book.add_worksheet("学校")
    for number, row in enumerate([HEADINGS, ROW]):
        sheet.write_row(number, 0, row)
    write(book, sheet)
    book.close()
    return memory.getvalue()


GOOD = xlsx_bytes([HEADINGS, ROW])
BOMB = in_sheet(GOOD, b"</sheetData>", b"</sheetData>" + b" " * 30_000_000)
DOCTYPE = in_sheet(GOOD, b"<worksheet", b'<!DOCTYPE a [<!ENTITY x "xxxxxxxxxx">]><worksheet')
REFUSED: dict[str, tuple[bytes, str]] = {
    "nothing but blanks": (b" \r\n ", "file.empty"),
    "a PDF": (b"%PDF-1.7", "file.foreign"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + b"\0" * 99, "file.foreign"),
    "a web page that calls itself a spreadsheet": (b"<html><table><tr><td>", "file.foreign"),
    "an old or locked workbook": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "file.old"),
    "bytes": (b"\x01\x02\x03\0\xfe" * 50, "file.no_text"),
    "another zip": (repacked(GOOD, lambda _name, part: part)[:200], "file.damaged"),
    "a zip of something else": (b"", "file.no_spreadsheet"),
    "a workbook cut off": (GOOD[: len(GOOD) // 2], "file.damaged"),
    "a zip bomb": (BOMB, "file.bomb"),
    "a document type": (DOCTYPE, "file.doctype"),
    "broken XML": (in_sheet(GOOD, b"<sheetData>", b"<sheetData><row><c></row>"), "file.damaged"),
    "texts that point nowhere": (in_sheet(GOOD, b"<v>3</v>", b"<v>99999</v>"), "file.damaged"),
    "only hidden sheets": (
        repacked(GOOD, lambda name, part: part.replace(b"<sheet name", b'<sheet state="hidden" name') if
                 name.endswith("workbook.xml") else part), "file.no_sheet"),
    "no headings": (csv_bytes([["甲", "乙"], ["1", "2"]]), "file.headings"),
    "a heading missing": (csv_bytes([HEADINGS[:3], ROW[:3]]), "file.columns"),
    "a heading twice": (csv_bytes([[*HEADINGS, "学校代码"], [*ROW, "1"]]), "file.twice"),
    "merged cells": (made(lambda _b, sheet: sheet.merge_range(2, 0, 4, 0, "2161000903")), "file.merged"),
    "a line of a million letters": (",".join(HEADINGS).encode() + b"\n" + b"x" * 1_100_000, "file.long_line"),
    "JSON that is none": (b'{"code": ', "file.json"),
    "JSON with another field": (b'{"code": "2161000901", "colour": "red"}', "file.unknown_field"),
}  # fmt: skip
_EMPTY_ZIP = io.BytesIO()
with zipfile.ZipFile(_EMPTY_ZIP, "w") as _archive:
    _archive.writestr("word/document.xml", XML)
REFUSED["a zip of something else"] = (_EMPTY_ZIP.getvalue(), "file.no_spreadsheet")


@of_the_file
@pytest.mark.parametrize("what", REFUSED)
async def test_what_cannot_be_read_is_refused_with_a_sentence(what: str, sign_in: SignIn, worker: Worker) -> None:
    content, code = REFUSED[what]
    county = await sign_in(Role.county_coordinator)
    answer = await upload(county, "schools", content, filename="a.xlsx")
    if answer.status_code == 201:
        await worker.run_once()
        found = (await county.get(f"/imports/{answer.json()['id']}")).json()
        assert found["state"] == "failed", (what, found)
        assert "请" in found["failure"]
        return
    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (422, "import.unreadable"), problem
    assert problem["errors"][0]["code"] == code, problem
    assert "请" in problem["detail"]


@of_the_file
async def test_two_million_empty_rows_and_a_far_away_cell_cost_nothing(sign_in: SignIn, worker: Worker) -> None:
    empty = b"".join(b'<row r="%d" ht="15"></row>' % number for number in range(3, 1_000_000))
    far = b'<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row>'
    county = await sign_in(Role.county_coordinator)
    found = await checked(county, worker, "schools", in_sheet(GOOD, b"</sheetData>", empty + far + b"</sheetData>"))
    assert (found["total"], found["counts"]["create"]) == (1, 1), found
    assert any("空行" in remark for remark in found["remarks"]), found
    found = await checked(county, worker, "schools", csv_bytes([HEADINGS, ROW]) + b"\r\n,,,,," * 2_000_000)
    assert (found["total"], found["remarks"]) == (1, ["有2,000,000个空行，没有读。"]), found


@of_the_file
async def test_formulas_give_their_stored_results_and_are_told(sign_in: SignIn, worker: Worker) -> None:
    def write(_book: Any, sheet: Any) -> None:
        sheet.write_row(2, 0, ["2161000902", "青石小学", "小学", "小学", "农村"])
        sheet.write_formula(2, 5, "=F2", None, "2021-09-01")
        sheet.write_row(3, 0, ["2161000903", "白石小学", "小学", "小学", "农村"])
        sheet.write_formula(3, 5, "=F2", None, "")

    county = await sign_in(Role.county_coordinator)
    found = await checked(county, worker, "schools", made(write))
    assert (found["counts"]["create"], found["counts"]["error"]) == (2, 1), found
    assert any("F3" in remark and "公式" in remark for remark in found["remarks"]), found
    assert await errors_of(county, found) == {"F4": "cell.formula"}
    typed = csv_bytes([HEADINGS, ["2161000904", '=HYPERLINK("x")', *ROW[2:]]])
    assert await errors_of(county, await checked(county, worker, "schools", typed)) == {"B2": "cell.formula"}


@of_the_file
async def test_days_as_text_as_days_and_as_numbers_full_width_digits_and_old_encodings_are_read(
    sign_in: SignIn, worker: Worker
) -> None:
    county = await sign_in(Role.county_coordinator)
    days: list[Any] = [
        "2019.9.1",
        "2019年9月1日",
        "20190901",
        "43709",
        "２０１９－０９－０１",
        date(2019, 9, 1),
        "2019/9/1",
        "2019-09-01 00:00:00",
    ]
    rows = [[f"21610009{n:02}", f"第{n}小学", "小学", "小学", "农村", day] for n, day in enumerate(days)]
    found = await applied(county, worker, "schools", xlsx_bytes([HEADINGS, *rows]))
    assert found["counts"]["create"] == len(days), found
    school = (await county.get("/schools")).json()["items"][0]
    facts = (await county.get(f"/schools/{school['id']}")).json()["facts"]
    assert facts[0]["start_on"] == "2019-09-01"
    same = [HEADINGS, *([str(row[0]), *row[1:5], "2019-09-01"] for row in rows)]
    for content in (csv_bytes(same, "gb18030"), csv_bytes(same, "utf-8-sig"), csv_bytes(same, "utf-16", "\t"),
                    csv_bytes(same, divider=";")):  # fmt: skip
        found = await checked(county, worker, "schools", content)
        assert found["counts"]["unchanged"] == len(days), found


@of_the_file
async def test_hidden_sheets_and_other_sheets_are_told_and_a_text_file_called_xlsx_is_read(
    sign_in: SignIn, worker: Worker
) -> None:
    def write(book: Any, _sheet: Any) -> None:
        book.add_worksheet("旧数据").hide()
        book.add_worksheet("汇总")

    county = await sign_in(Role.county_coordinator)
    found = await checked(county, worker, "schools", made(write))
    assert found["counts"]["create"] == 1
    assert len(found["remarks"]) == 2, found
    found = await checked(county, worker, "schools", csv_bytes([HEADINGS, ROW]), filename="a.xlsx")
    assert found["remarks"] == ["文件名像Excel表格，内容其实是文字表，已按文字表读。"]


@of_the_file
async def test_a_file_of_more_than_fifty_megabytes_is_refused(sign_in: SignIn) -> None:
    county = await sign_in(Role.county_coordinator)
    answer = await upload(county, "schools", b"x" * (51 * 1024 * 1024))
    assert (answer.status_code, answer.json()["code"]) == (413, "request.body_too_large"), answer.text


TABLE = csv_bytes([HEADINGS, ROW])
FAR_DOWN = csv_bytes([HEADINGS, *([f"{2161100000 + n}", *ROW[1:]] for n in range(20_000))])
WIDE = ",".join(HEADINGS) + "\r\n" + ",".join(ROW)
DAMAGED: dict[str, bytes] = {
    "a byte that is no UTF-8": codecs.BOM_UTF8 + TABLE + b"\xff",
    "the end in the middle of a character": codecs.BOM_UTF8 + TABLE + "石".encode()[:2],
    "a heading cut in the middle of a character": codecs.BOM_UTF8 + ",".join(HEADINGS).encode()[:-1],
    "half of two bytes": codecs.BOM_UTF16_LE + WIDE.encode("utf-16-le") + b"\x00",
    "half of two bytes, the other way round": codecs.BOM_UTF16_BE + WIDE.encode("utf-16-be") + b"\x00",
    "half a character": codecs.BOM_UTF16_LE + f"{WIDE}\ud800,".encode("utf-16-le", "surrogatepass"),
    "a byte far down": codecs.BOM_UTF8 + FAR_DOWN + b"\xff",
    "a byte far down, without a mark": FAR_DOWN + b"\xff",
}


@pytest.mark.parametrize("what", DAMAGED)
async def test_a_text_that_breaks_anywhere_is_refused_at_once_with_what_to_do(what: str, sign_in: SignIn) -> None:
    county = await sign_in(Role.county_coordinator)
    answer = await upload(county, "schools", DAMAGED[what])
    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (422, "import.unreadable"), problem
    assert problem["errors"][0]["code"] == "file.encoding", problem
    assert "另存为“CSV UTF-8”或.xlsx" in problem["detail"]


async def test_json_that_breaks_far_down_fails_with_what_to_do(sign_in: SignIn, worker: Worker) -> None:
    lines = "".join(json.dumps(dict(zip(HEADINGS, ROW, strict=True)), ensure_ascii=False) + "\n" for _ in range(3_000))
    found = await checked(await sign_in(Role.county_coordinator), worker, "schools", lines.encode() + b'{"\xff')
    assert (found["state"], found["failure"]) == ("failed", "JSON行文件要用UTF-8编码，请改好再传。"), found


HALVES: dict[str, tuple[bytes, str, str]] = {
    "half a character in JSON": (b'{"\xe5\xa7\x93\xe5\x90\x8d": "\\ud800"}', "name", "第1行"),
    "half a character in a list in JSON": (b'{"name": ["\\udc00"]}', "name", "第1行"),
    "nothing in JSON": (b'{"name": "a\\u0000"}', "name", "第1行"),
    "nothing far down in a text": (
        "姓名,性别,出生日期,学校,任教学段,入职日期".encode() + b"\r\n" * 3000 + "甲\0乙,女".encode(), "name", "A3001"),
}  # fmt: skip


@pytest.mark.parametrize("what", HALVES)
async def test_a_cell_with_what_is_no_character_is_told_and_the_list_goes_on(
    what: str, sign_in: SignIn, worker: Worker
) -> None:
    content, field, cell = HALVES[what]
    county = await sign_in(Role.county_coordinator)
    found = await checked(county, worker, "staff", content)
    problem = next(each for each in found["problems"] if each["code"] == "cell.characters")
    assert (problem["field"], problem["detail"]) == (field, "这一格里有坏掉的字符，读不出来，请删掉重新填")
    assert [(each["cell"], each["label"]) for each in problem["cells"]] == [(cell, "")]
    assert (await errors_of(county, found))[cell]
    assert (await county.get("/imports")).json()["items"][0]["id"] == found["id"]
    workbook = await county.get(f"/imports/{found['id']}/errors.xlsx")
    assert workbook.status_code == 200, workbook.text
    with zipfile.ZipFile(io.BytesIO(workbook.content)) as parts:
        assert "坏掉的字符" in parts.read("xl/worksheets/sheet1.xml").decode()
    cancelled = await county.post(f"/imports/{found['id']}/cancel", version=found["version"])
    assert cancelled.status_code == 200, cancelled.text
    assert (await again(county, found))["state"] == "cancelled"
