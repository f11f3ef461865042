"""The life of a school as a timeline: its own decisions and successions, and what other features tell."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from services.api.features.schools import queries, queries_history
from services.api.features.schools.hooks import history_hooks
from services.api.features.schools.service_plans import told_of_school
from services.api.kernel.clock import SHANGHAI
from services.api.kernel.context import Ctx
from services.api.kernel.problems import Problem
from services.contracts.accounts import SchoolRef
from services.contracts.codes import SuccessionKind
from services.contracts.school_history import HistoryItem, SchoolHistory

LONGEST = 100
RENAMED = "更名："
FIELD_WORDS = {
    "code": "学校代码", "name": "名称", "aliases": "别名", "township": "乡镇", "location_code": "所在县区",
    "kind": "学校类型", "type_code": "办学类型", "stages": "学段", "grades": "年级", "ownership": "办学性质",
    "urban_rural_code": "城乡分类", "locality": "城乡认定", "start_on": "开始日期", "end_on": "结束日期",
    "basis": "依据", "approved": "编制", "senior_posts": "高级岗位", "middle_posts": "中级岗位",
    "junior_posts": "初级岗位",
}  # fmt: skip


async def school_history(ctx: Ctx, school_id: UUID, before: date | None) -> SchoolHistory:
    """The newest hundred things in a school's life, or those before a day. Raises 404. A fixed number of queries."""
    if await queries.visible(ctx.db, ctx.scope, school_id) is None:
        raise Problem("resource.not_found")
    told = [*await _decisions(ctx, school_id), *await _successions(ctx, school_id), *await _others(ctx, school_id)]
    told += await told_of_school(ctx, school_id)
    for hook in history_hooks:
        told += await hook(ctx, school_id)
    asked = [each for each in told if before is None or each.on < before]
    newest = sorted(asked, key=lambda each: each.on, reverse=True)
    return SchoolHistory(items=newest[:LONGEST], more=len(newest) > LONGEST)


async def _decisions(ctx: Ctx, school_id: UUID) -> list[HistoryItem]:
    told = [
        _item(place.start_on, "decision", f"认定为{place.locality.label}学校", place.basis)
        for place in await queries.localities(ctx.db, school_id)
    ]
    for flag in await queries.flags(ctx.db, school_id):
        told.append(_item(flag.start_on, "decision", f"认定为{flag.flag.label}学校", flag.basis))
        if flag.end_on is not None:
            told.append(_item(flag.end_on, "decision", f"不再是{flag.flag.label}学校（到这天为止）", flag.end_basis))
    for post in await queries_history.headcounts(ctx.db, school_id):
        classes = f"高、中、初级岗位{post.senior_posts}、{post.middle_posts}、{post.junior_posts}个"
        words = f"核定编制{post.approved}名，{classes}"
        told.append(_item(post.start_on, "decision", words, post.basis))
    return told


async def _successions(ctx: Ctx, school_id: UUID) -> list[HistoryItem]:
    rows = await queries_history.successions(ctx.db, school_id)
    ids = {each for row in rows for each in (row.from_school_id, row.to_school_id) if each is not None}
    refs = await queries.refs(ctx.db, ids)
    school = await queries.find(ctx.db, school_id)
    formers = await queries_history.formers(ctx.db, [school_id])
    became = _became(school, formers)
    renamed = {each.on: each for each in became if each.text.startswith(RENAMED)}
    told = [
        _succession(row, school_id, refs)
        for row in rows
        if row.kind is not SuccessionKind.rename or row.on not in renamed
    ]
    for row in rows:
        if row.on in renamed:
            renamed[row.on].note = row.reason
    return told + became


def _became(school: Any, formers: Sequence[Any]) -> list[HistoryItem]:
    """Each change of name or code once, with both: 更名：云坪小学 → 云坪镇中心小学. `formers` the newest first."""
    told, after = [], school
    for former in formers:
        words = []
        if former.name != after.name:
            words.append(f"{RENAMED}{former.name} → {after.name}")
        if former.code != after.code:
            words.append(f"学校代码由{former.code}改为{after.code}")
        if former.kind is not after.kind:
            words.append(f"学校类型由{former.kind.label}改为{after.kind.label}")
        told.append(_item(former.end_on + timedelta(days=1), "succession", "，".join(words) or "变更", former.basis))
        after = former
    return told


def _succession(row: Any, school_id: UUID, refs: dict[UUID, SchoolRef]) -> HistoryItem:
    went = row.from_school_id == school_id
    other_id = row.to_school_id if went else row.from_school_id
    other = refs[other_id].name if other_id is not None else ""
    ended = f"撤销，人员和在办的事转到{other}" if other else "撤销"
    words = {
        SuccessionKind.rename: "更名",
        SuccessionKind.reopen: "恢复办学，用回原代码",
        SuccessionKind.merge: f"并入{other}" if went else f"{other}并入本校",
        SuccessionKind.division: f"分出{other}" if went else f"从{other}分出",
        SuccessionKind.close: ended if went else f"接收撤销的{other}",
    }
    elsewhere = other_id if other_id != school_id else None
    return HistoryItem(
        on=row.on, kind="succession", text=words[row.kind], note=row.reason,
        bad=went and row.kind is SuccessionKind.close, noun="schools" if elsewhere else None, id=elsewhere,
    )  # fmt: skip


async def _others(ctx: Ctx, school_id: UUID) -> list[HistoryItem]:
    told = []
    for row in await queries_history.corrections(ctx.db, school_id):
        words = "、".join(FIELD_WORDS.get(name, name) for name in row.fields)
        reason = row.reason if ctx.principal.sees_names else ""
        told.append(_item(row.corrected_at.astimezone(SHANGHAI).date(), "correction", f"改正了{words}", reason))
    for row in await queries_history.delegations_of(ctx.db, ctx.scope, school_id):
        mine = row.school_id == school_id
        words = f"月报由{row.centre_name}代报" if mine else f"代{row.school_name}报月报"
        told.append(_item(row.start_on, "delegation", words, row.basis))
        if row.end_on is not None:
            told.append(_item(row.end_on, "delegation", f"不再{words}（到这天为止）"))
    return told


def _item(on: date, kind: Any, text: str, note: str = "") -> HistoryItem:
    return HistoryItem(on=on, kind=kind, text=text, note=note)
