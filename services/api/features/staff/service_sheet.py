"""Staff as a downloaded table: the columns of the import template first, so that it can be imported again.

The column 身份证号 is empty unless the caller has asked for whole numbers and said why; an import reads an empty cell
as nothing said.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from services.api.features.staff import queries_table
from services.api.kernel.context import Ctx
from services.api.kernel.exporting import Extra, Sheet, columns
from services.api.kernel.personal import PersonalData
from services.contracts.people import StaffOut


async def _beside(ctx: Ctx, _asked: Any, rows: Sequence[StaffOut]) -> list[Extra]:
    """Grades, and for people the days of a career. Two queries."""
    return await _extras(ctx, rows, None)


async def _identified(ctx: Ctx, _asked: Any, rows: Sequence[StaffOut]) -> list[Extra]:
    """The same with whole identity numbers. Two queries."""
    return await _extras(ctx, rows, PersonalData(ctx.settings))


async def _extras(ctx: Ctx, rows: Sequence[StaffOut], personal: PersonalData | None) -> list[Extra]:
    people = {row.person_id for row in rows}
    taught = await queries_table.grades(ctx.db, people, ctx.today)
    careers = await queries_table.careers(ctx.db, people) if not ctx.principal.is_client else {}
    return [{"grades": taught.get(row.person_id), **_of_career(careers.get(row.person_id), personal)} for row in rows]


def _of_career(career: Any, personal: PersonalData | None) -> Extra:
    if career is None:
        return {}
    found = {"career_start_on": career.career_start_on, "confirmed_on": career.confirmed_on}
    if personal is not None and career.id_number_cipher is not None:
        found["id_number"] = personal.decrypt(career.id_number_cipher)
    return found


STAFF = Sheet("staff", "教职工", columns(
    "姓名 name", "性别 sex", "出生日期 birth_on", "身份证号 +id_number", "学校 school", "工号 staff_no",
    "职务 post", "职称 title", "任教学段 stage", "任教学科 subject", "任教年级 +grades", "在编 in_quota",
    "专任教师 full_time_teacher", "参加工作日期 +career_start_on", "转正定级日期 +confirmed_on",
    "入职日期 hired_on", "结束日期 ended_on", "证件号（部分隐去） id_number_masked", "县区代码 county_code",
    "人员编号 person_id", "系统编号 id",
), beside=_beside)  # fmt: skip
IDENTIFIED = replace(STAFF, name="staff_identified", title="教职工（含身份证号）", beside=_identified)
