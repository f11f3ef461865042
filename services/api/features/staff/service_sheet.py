"""Staff as a downloaded table: the columns of the import template first, so that it can be imported again.

The column 身份证号 is empty unless the caller has asked for whole numbers and said why; an import reads an empty cell
as nothing said.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from services.api.features.staff import queries_table
from services.api.features.staff.filters import StaffFilter
from services.api.kernel.context import Ctx
from services.api.kernel.exporting import Extra, Sheet, columns
from services.api.kernel.personal import PersonalData
from services.contracts.people import StaffOut


@dataclass(frozen=True, slots=True)
class IdentifiedFilter(StaffFilter):
    """The same people with their whole identity numbers."""

    whole_id_numbers: bool = True


async def _beside(ctx: Ctx, asked: Any, rows: Sequence[StaffOut]) -> list[Extra]:
    """Grades, and for people the first day of work and the whole number where it was asked for. Two queries."""
    people = {row.person_id for row in rows}
    taught = await queries_table.grades(ctx.db, people, ctx.today)
    careers = await queries_table.careers(ctx.db, people) if not ctx.principal.is_client else {}
    personal = PersonalData(ctx.settings) if isinstance(asked, IdentifiedFilter) else None
    return [_extra(row, taught, careers.get(row.person_id), personal) for row in rows]


def _extra(row: StaffOut, taught: dict[Any, list[int]], career: Any, personal: PersonalData | None) -> Extra:
    found: dict[str, object] = {"grades": taught.get(row.person_id)}
    if career is not None:
        found["career_start_on"] = career.career_start_on
        if personal is not None and career.id_number_cipher is not None:
            found["id_number"] = personal.decrypt(career.id_number_cipher)
    return found


STAFF = Sheet("staff", "教职工", columns(
    "姓名 name", "性别 sex", "出生日期 birth_on", "身份证号 +id_number", "学校 school", "工号 staff_no",
    "职务 post", "职称 title", "任教学段 stage", "任教学科 subject", "任教年级 +grades", "在编 in_quota",
    "专任教师 full_time_teacher", "参加工作日期 +career_start_on", "入职日期 hired_on", "结束日期 ended_on",
    "证件号（部分隐去） id_number_masked", "县区代码 county_code", "人员编号 person_id", "系统编号 id",
), beside=_beside)  # fmt: skip
