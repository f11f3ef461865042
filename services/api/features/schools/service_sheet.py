"""Schools as a downloaded table: the columns of the import template first, so that it can be imported again."""

from collections.abc import Sequence
from typing import Any

from services.api.features.schools import queries
from services.api.kernel.bulk_rows import rows_by
from services.api.kernel.context import Ctx
from services.api.kernel.exporting import Column, Extra, Sheet, columns
from services.contracts.places import PlannedOut, SchoolOut


async def _beside(ctx: Ctx, _asked: Any, rows: Sequence[SchoolOut]) -> list[Extra]:
    """Short names. One query."""
    school = queries.school
    found = await rows_by(ctx.db, (school.id, school.aliases), school.id, (row.id for row in rows))
    aliases = {each.id: each.aliases for each in found}
    return [{"aliases": aliases.get(row.id)} for row in rows]


def _urban_rural(row: SchoolOut) -> str:
    """The code itself, as the heading says, not its word."""
    return row.urban_rural_code.value if row.urban_rural_code is not None else ""


SCHOOLS = Sheet("schools", "学校", (*columns(
    "学校代码 code", "学校名称 name", "学校类型 kind", "办学类型 type_code", "学段 stages", "城乡 locality",
    "城乡起算日期 locality_since", "乡镇（街道） township", "年级 grades", "曾用名或简称 +aliases",
    "办学性质 ownership"), Column("城乡分类代码", _urban_rural), *columns("薄弱学校 weak", "主管县区代码 county_code",
    "所在地县区代码 location_code", "县区 county_name", "曾用名 former_names", "撤并日期 closed_on", "系统编号 id",
)), beside=_beside)  # fmt: skip

DELEGATIONS = Sheet("delegations", "代报", columns(
    "学校代码 school.code", "学校名称 school.name", "代报学校代码 centre.code", "代报学校名称 centre.name",
    "开始日期 start_on", "结束日期 end_on", "依据文件 basis", "系统编号 id",
))  # fmt: skip


def _schools(plan: PlannedOut) -> str:
    return "、".join(school.name for school in plan.schools)


PLANS = Sheet("planned_successions", "计划的更名撤并", (
    *columns("从哪天起 on", "办什么 title", "种类 kind"), Column("学校", _schools),
    *columns(
        "状态 status", "到期没办成的原因 held_why", "原因 reason", "取消原因 cancel_reason", "办理时间 status_at",
        "系统编号 id",
    ),
))  # fmt: skip
