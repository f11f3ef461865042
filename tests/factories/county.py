"""A county that moves in: last year's spreadsheets with the mistakes of real ones. Everybody in them is invented."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from itertools import islice
from typing import Any

from services.api.kernel.periods import school_year_of
from services.contracts.codes import Sex
from tests.factories.world import HOME
from tests.support.id_numbers import id_number

TOWNSHIPS = ("云坪镇", "白果镇", "石桥镇", "双河镇", "天台镇", "松林镇", "竹园镇", "梨花镇", "沙坝乡", "大岭乡")
VILLAGES = "青柳红枫银杏丹桂金竹白杨紫荆翠柏绿槐黄连"
SURNAMES, GIVEN = "陈林何罗邓韩谢吴秦贺江沈曾单仇尉", "立群婉清一鸣晓雯志强雨桐望舒小满知行若谷思齐"
EVERY_FIFTH, EVERY_SEVENTH = 5, 7
JUNIOR, PRIMARY = "初中", "小学"
Row = list[str]


@dataclass(frozen=True)
class Fault:
    """What somebody typed wrong: the cell is found by the key of its row and its heading."""

    heading: str
    typed: str


@dataclass
class Table:
    """One spreadsheet: as it ought to be, and what is wrong in it. No key is ever faulty."""

    kind: str
    key: str
    headings: Row
    right: list[Row]
    faults: dict[int, Fault] = field(default_factory=dict)

    @property
    def typed(self) -> list[Row]:
        """As it is uploaded first, with its headings."""
        rows = [list(row) for row in self.right]
        for index, fault in self.faults.items():
            rows[index][self.headings.index(fault.heading)] = fault.typed
        return [self.headings, *rows]

    @property
    def wrong_cells(self) -> set[tuple[int, str]]:
        """Number of the row in the file, and heading, of every mistake."""
        return {(index + 2, fault.heading) for index, fault in self.faults.items()}

    def mended(self, found: Sequence[Row]) -> list[Row]:
        """The file of mistakes with every red cell put right, and nothing else touched."""
        headings, place = found[0], found[0].index(self.key)
        keys = {row[self.headings.index(self.key)]: index for index, row in enumerate(self.right)}
        rows = []
        for row in found[1:]:
            index = keys[row[place]]
            heading, mended = self.faults[index].heading, list(row)
            mended[headings.index(heading)] = self.right[index][self.headings.index(heading)]
            rows.append(mended)
        return [list(headings), *rows]

    def plant(self, faults: Sequence[Fault], every: int) -> "Table":
        """Put mistakes into every so-manieth row, in turn."""
        spots = range(every // 2, len(self.right), every)
        self.faults = {index: faults[turn % len(faults)] for turn, index in enumerate(spots)}
        return self


class County:
    """Tables of one county. A fifth of the schools are in the town and support the others."""

    def __init__(self, schools: int, staff: int, today: date) -> None:
        self._schools, self._staff = schools, staff
        self.code = HOME
        self.year = school_year_of(today)
        self.start, self.end = date(self.year, 9, 1), date(self.year + 1, 8, 31)

    @cached_property
    def places(self) -> list[tuple[str, str, str]]:
        """Code, name and stage of each school."""
        return list(islice(self._places(), self._schools))

    def _places(self) -> Any:
        for index in range(self._schools):
            stage = JUNIOR if index % EVERY_SEVENTH == EVERY_SEVENTH - 1 else PRIMARY
            code = f"{'31' if stage == JUNIOR else '21'}{self.code[:2]}{700_000 + index:06d}"
            ending = "初级中学" if stage == JUNIOR else "小学"
            township = TOWNSHIPS[index % len(TOWNSHIPS)]
            village = VILLAGES[index // len(TOWNSHIPS) % 10 * 2 :][:2] + "、山湾河岭坪"[index // 100 % 6].strip("、")
            yield code, f"{township}{village}{ending}", stage

    def is_urban(self, index: int) -> bool:
        """Whether the school supports others."""
        return index % EVERY_FIFTH == 0

    def schools(self) -> Table:
        """学校."""
        headings = ["学校代码", "学校名称", "学校类型", "学段", "城乡", "城乡起算日期", "乡镇（街道）"]
        rows = [
            [code, name, "初级中学" if stage == JUNIOR else "小学", stage, "城区" if self.is_urban(index) else "农村",
             "2020-09-01", TOWNSHIPS[index % len(TOWNSHIPS)]]
            for index, (code, name, stage) in enumerate(self.places)
        ]  # fmt: skip
        wrong = [Fault("学校类型", "完小"), Fault("学段", "小学部"), Fault("城乡", "郊区"), Fault("学校名称", ""),
                 Fault("城乡起算日期", "2020-09-31")]  # fmt: skip
        return Table("schools", "学校代码", headings, rows).plant(wrong, max(2, self._schools // 12))

    def staff(self) -> Table:
        """教职工: two in a hundred rows have a mistake."""
        headings = ["姓名", "性别", "出生日期", "身份证号", "学校", "工号", "职务", "职称", "任教学段", "任教学科",
                    "入职日期"]  # fmt: skip
        rows = [self._person(index) for index in range(self._staff)]
        wrong = [Fault("性别", "男性"), Fault("学校", "不存在的小学"), Fault("入职日期", ""), Fault("职称", "特级大师"),
                 Fault("出生日期", "1985-02-30"), Fault("身份证号", "6.10304199001011E+17"),
                 Fault("任教学段", "大学")]  # fmt: skip
        return Table("staff", "工号", headings, rows).plant(wrong, 50)

    def _person(self, index: int) -> Row:
        born, sex = date(1966, 1, 1) + timedelta(days=index % 11_000), Sex.female if index % 3 else Sex.male
        name = SURNAMES[index % 16] + GIVEN[index % 22] + GIVEN[index // 22 % 22]
        _, school, stage = self.places[self.school_of(index)]
        return [name, sex.label, born.isoformat(), id_number(born, sex, serial=index // 11_000), school,
                f"G{index:06d}", "教师", ("一级教师", "二级教师", "高级教师")[index % 3], stage,
                ("语文", "数学", "英语")[index % 3], "2012-09-01"]  # fmt: skip

    def school_of(self, person: int) -> int:
        """The school at which a person works."""
        return person % self._schools

    def people_of(self, school: int) -> int:
        """How many work at a school."""
        return len(range(school, self._staff, self._schools))

    def users(self) -> Table:
        """账号: a reporter and a leader for each school."""
        rows: list[Row] = []
        for index, (code, _, _) in enumerate(self.places):
            for role, short in (("学校报送员", "bs"), ("学校领导", "ld")):
                name = GIVEN[index % 22] + SURNAMES[index % 16] + GIVEN[(index + len(short)) % 22]
                rows.append([self.account(index, short), name, role, code, f"62{index:02d} {1000 + index}"])
        wrong = [Fault("角色", "校长助理"), Fault("学校", "不存在的小学"), Fault("姓名", "")]
        headings = ["账号名", "姓名", "角色", "学校", "联系电话"]
        return Table("users", "账号名", headings, rows).plant(wrong, max(3, len(rows) // 12))

    def account(self, school: int, short: str) -> str:
        """The account name of a school's reporter (bs) or leader (ld)."""
        return f"x{school:04d}.{short}"

    def pairings(self) -> Table:
        """结对: each school of the country is supported by one of the town."""
        headings = ["支援学校", "受援学校", "类别", "开始日期", "结束日期", "依据文件", "支援学校签字日期",
                    "受援学校签字日期", "协议编号"]  # fmt: skip
        first, last = self.start.isoformat(), (self.end + timedelta(days=365)).isoformat()
        rows = [
            [self._supporter(index), name, "中学" if stage == JUNIOR else "小学", first, last, "县教〔2026〕18号",
             (self.start - timedelta(days=8)).isoformat(), (self.start - timedelta(days=6)).isoformat(),
             f"JD-{index:04d}"]
            for index, (_, name, stage) in enumerate(self.places)
            if not self.is_urban(index)
        ]  # fmt: skip
        wrong = [Fault("类别", "大学"), Fault("受援学校", "不存在的小学"), Fault("支援学校签字日期", "")]
        return Table("pairings", "协议编号", headings, rows).plant(wrong, max(2, len(rows) // 8))

    def _supporter(self, index: int) -> str:
        return self.places[index - index % EVERY_FIFTH][1]

    def assignments(self) -> Table:
        """交流任务: one person of each school but the last teaches at the next one for the year."""
        headings = ["姓名", "工号", "接收学校", "交流形式", "工作量", "开始日期", "结束日期", "到岗日期",
                    "三方确认日期", "依据文件"]  # fmt: skip
        first, last, agreed = (day.isoformat() for day in (self.start, self.end, self.start - timedelta(days=4)))
        rows = []
        for index in range(self._schools - 1):
            name, number = (self._person(index)[place] for place in (0, 5))
            rows.append([name, number, self.places[index + 1][1], "支教", "全职", first, last, first, agreed,
                         "县教〔2026〕21号"])  # fmt: skip
        wrong = [Fault("交流形式", "借调"), Fault("接收学校", "不存在的小学"), Fault("到岗日期", "")]
        return Table("assignments", "工号", headings, rows).plant(wrong, max(2, len(rows) // 8))
