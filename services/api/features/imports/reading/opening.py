"""From an uploaded file to its rows under known headings; whatever is strange about the file is said here."""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from services.api.features.imports.kinds.columns import Kind, matched, plain_heading
from services.api.features.imports.reading.book import Book
from services.api.features.imports.reading.places import Places
from services.api.features.imports.reading.plain import Lines, Table
from services.api.features.imports.reading.raw import MOST_ROWS, Cell, RawRow, Rows, Unreadable, letters, sound
from services.contracts.imports import MENDING_HEADING

ROWS_BEFORE_HEADINGS = 15
FEWEST_HEADINGS = 2
MOST_BLANKS_UNSAID = 50
SHOWN = 5
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_FOREIGN = ((b"%PDF", "PDF文件"), (b"\x89PNG", "图片"), (b"\xff\xd8\xff", "图片"), (b"GIF8", "图片"),
            (b"Rar!", "压缩包"), (b"7z\xbc", "压缩包"), (b"\x1f\x8b", "压缩包"), (b"<html", "网页"),
            (b"<!doctype", "网页"),
            (b"<table", "网页"), (b"<?xml", "XML文件"), (b"MZ", "程序"))  # fmt: skip


class Source:
    """An opened upload. `places` says for each column of the kind where it stands in the file's rows."""

    def __init__(self, path: Path, kind: Kind, filename: str) -> None:
        self.kind, self.format = kind, sniffed(path)
        self._file = _opened(path, kind, self.format)
        self._starts_after = 0
        self._unread: dict[int, str] = {}
        self.places: list[int | None] = list(range(len(kind.columns)))
        try:
            if self.format != "jsonl":
                self._read_headings()
            if isinstance(self._file, Book):
                self._refuse_merged(self._file)
        except Unreadable:
            self._file.close()
            raise
        ending = filename.rpartition(".")[2].lower()
        if self.format == "csv" and ending in {"xlsx", "xls", "xlsm"}:
            self._file.noticed.remarks.append("文件名像Excel表格，内容其实是文字表，已按文字表读。")

    @property
    def from_1904(self) -> bool:
        """Whether its days are counted from 1904."""
        return isinstance(self._file, Book) and self._file.from_1904

    def rows(self) -> Iterator[RawRow]:
        """The rows below the headings; whatever reads them, no cell holds half a character. Raises Unreadable."""
        count = 0
        for row in self._file.rows():
            if row.number <= self._starts_after:
                continue
            count += 1
            if count > MOST_ROWS:
                raise Unreadable("file.too_many", f"一个文件最多{MOST_ROWS:,}行，请分成几个文件再传。")
            if self._unread:
                self._say_unread(row.cells)
            yield sound(row)

    def _say_unread(self, cells: list[Cell]) -> None:
        """Tell once that something stands in a column that looks as if it were read."""
        for place in [place for place in self._unread if place < len(cells) and cells[place]]:
            sentence = self._unread.pop(place)
            if sentence not in self._file.noticed.remarks:
                self._file.noticed.remarks.append(sentence)

    @property
    def addresses(self) -> Places:
        """How a cell of a column is called."""
        return Places(self.kind, self.places, has_cells=self.format != "jsonl")

    def remarks(self) -> list[str]:
        """What is worth telling, once all rows are read."""
        noticed = self._file.noticed
        found = list(noticed.remarks)
        if noticed.formulas:
            cells = "、".join(noticed.first_formulas)
            more = "等" if noticed.formulas > len(noticed.first_formulas) else ""
            found.append(f"有{noticed.formulas:,}格是公式（{cells}{more}），按文件里存的结果读。")
        if noticed.blank_rows > MOST_BLANKS_UNSAID:
            found.append(f"有{noticed.blank_rows:,}个空行，没有读。")
        return found

    def close(self) -> None:
        """Give the file back."""
        self._file.close()

    def _read_headings(self) -> None:
        best: tuple[int, RawRow | None] = (0, None)
        for row in islice(self._file.rows(), ROWS_BEFORE_HEADINGS):
            found = sum(place is not None for place in matched(self.kind.columns, _texts(row.cells)))
            if found > best[0]:
                best = (found, row)
        headline = best[1]
        if headline is None or best[0] < FEWEST_HEADINGS:
            raise Unreadable(
                "file.headings", f"没有找到表头。第一行要有“{'”“'.join(_needed(self.kind)[:3])}”这些列名，请对照模板。"
            )
        headings = _texts(headline.cells)
        self.places, self._starts_after = matched(self.kind.columns, headings), headline.number
        self._check_headings(headings)
        told = {plain_heading(heading): sentence for heading, sentence in self.kind.unread.items()}
        self._unread = {place: told[name] for place, heading in enumerate(headings)
                        if (name := plain_heading(heading)) in told}  # fmt: skip

    def _check_headings(self, headings: list[str]) -> None:
        missing = [column.heading for column, place in zip(self.kind.columns, self.places, strict=True)
                   if column.is_marked and place is None]  # fmt: skip
        if missing:
            raise Unreadable("file.columns", f"表头里缺“{'”“'.join(missing)}”这{len(missing)}列，请对照模板补上。")
        plain = [plain_heading(heading) for heading in headings]
        for place in self.places:
            if place is not None and plain.count(plain[place]) > 1:
                raise Unreadable("file.twice", f"{letters(place)}列的列名出现了两次，请删掉一列。")
        told = self.kind.left_alone | {MENDING_HEADING}
        known = {place for place in self.places if place is not None}
        unknown = [place for place, heading in enumerate(headings)
                   if heading and place not in known and heading not in told]  # fmt: skip
        if unknown:
            shown = "、".join(letters(place) for place in unknown[:SHOWN])
            self._file.noticed.remarks.append(f"{shown}列的列名不认识，没有读；要导入的列名请对照模板。")

    def _refuse_merged(self, book: Book) -> None:
        below = book.merged_below(self._starts_after)
        if below:
            shown = "、".join(below[:SHOWN]) + ("等" if len(below) > SHOWN else "")
            sentence = f"表里有合并的单元格（{shown}），合并后下面几行是空的，读不准。请取消合并、每行填满再传。"
            raise Unreadable("file.merged", sentence)


def sniffed(path: Path) -> str:
    """`xlsx`, `csv` or `jsonl` by content, whatever the name says. Raises Unreadable."""
    with path.open("rb") as file:
        head = file.read(4096)
    if not head.strip():
        raise Unreadable("file.empty", "这个文件是空的，请选有内容的文件。")
    if head.startswith(_ZIP):
        return "xlsx"
    if head.startswith(_OLE):
        raise Unreadable("file.old", "这是旧格式（.xls）或加了密码的文件，请用Excel另存为.xlsx（不设密码）再传。")
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    for mark, what in _FOREIGN:
        if head.startswith(mark) or text.startswith(mark):
            raise Unreadable("file.foreign", f"这个文件是{what}，不是表格。请用Excel另存为.xlsx再传。")
    return "jsonl" if text.startswith(b"{") else "csv"


def _opened(path: Path, kind: Kind, form: str) -> Rows:
    if form == "xlsx":
        return Book(path, kind.sheet)
    if form == "jsonl":
        return Lines(path, [column.names for column in kind.columns])
    return Table(path)


def _texts(cells: list[Cell]) -> list[str]:
    return [cell if isinstance(cell, str) else "" for cell in cells]


def _needed(kind: Kind) -> list[str]:
    return [column.heading for column in kind.columns if column.is_marked]
