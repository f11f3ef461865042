"""Stories of exchange: a team each way, and somebody who goes to another county."""

from services.api.features.assignments import service as assignments
from services.api.features.sandbox.play import Play
from services.api.features.sandbox.rules import Step, Story
from services.api.features.sandbox.setting import (
    PAIRED,
    Place,
    Posting,
    arrive,
    confirm,
    founded,
    pair,
    plan,
    set_up,
    version_of,
)
from services.api.features.teams import service as teams
from services.contracts.assignments import AssignmentPatch, EndAssignment, ExtendAssignment
from services.contracts.codes import ExchangeMode, TeamDirection
from services.contracts.teams import TeamCreate, TeamLeader

PAIR, TEAM = "town-village", ExchangeMode.team_two_way
MEMBERS = (
    Posting("there.1", "town.1", "village", TEAM, PAIR, "there"),
    Posting("there.2", "town.2", "village", TEAM, PAIR, "there"),
    Posting("back.1", "village.1", "town", TEAM, PAIR, "back"),
    Posting("back.2", "village.2", "town", TEAM, PAIR, "back"),
)
TEAMS = (
    ("there", "甲县中学下派团队", TeamDirection.from_supporting),
    ("back", "河湾中学上挂团队", TeamDirection.from_recipient),
)


async def _two_schools(play: Play) -> None:
    await set_up(play, Place("town", "甲县中学", 1, is_urban=True), Place("village", "河湾中学", 1, is_urban=False))
    await pair(play, "town", "village", 1, play.on(9, 1))


async def _form(play: Play) -> None:
    for part, name, direction in TEAMS:
        office = await play.office(1)
        body = TeamCreate(
            name=name, pairing_id=play.id("pairing", PAIR), school_year=play.sandbox.school_year, batch="第一批",
            direction=direction,
        )  # fmt: skip
        play.keep("team", part, (await teams.create(office, body)).id)
    for member in MEMBERS:
        await plan(play, await play.office(1), member, play.on(9, 1), play.on(8, 31))
    for part, _, _ in TEAMS:
        office, team_id = await play.office(1), play.id("team", part)
        leader = TeamLeader(assignment_id=play.id("assignment", f"{part}.1"))
        await teams.set_leader(office, team_id, (await teams.detail(office, team_id)).version, leader)


async def _confirm_all(play: Play) -> None:
    for school in ("town", "village"):
        for member in MEMBERS:
            await confirm(play, await play.school(school), member.part)
    for member in MEMBERS:
        await confirm(play, await play.office(1), member.part)
    for team_id in play.all("team"):
        office = await play.office(1)
        await teams.confirm(office, team_id, (await teams.detail(office, team_id)).version)


async def _start(play: Play) -> None:
    for member in MEMBERS:
        await arrive(play, member, play.day)
    for team_id in play.all("team"):
        office = await play.office(1)
        await teams.start(office, team_id, (await teams.detail(office, team_id)).version)


async def _end_early(play: Play) -> None:
    office, assignment_id = await play.office(1), play.id("assignment", "there.2")
    body = EndAssignment(end_on=play.day, reason="支援学校缺数学教师，商定提前返校。")
    await assignments.terminate(office, assignment_id, await version_of(office, assignment_id), body)


FORMED = {
    ("assignment", "plan"): 4, ("team", "create"): 2, ("team", "link"): 1, ("team", "changed"): 1,
    ("team", "members"): 2, ("team", "set-leader"): 2,
}  # fmt: skip
TWO_WAY_TEAM: Story[Play] = Story(
    "城区、农村两校结对，各派两人到对方学校一学年，人数对等；后来一边有一人提前返校。",
    (
        Step("prepare", "建两所学校和结对", 8, 15, "没有交流，统计里都是0。",
             founded(2, 6) | PAIRED, _two_schools),
        Step("form", "两个方向各编一个团队，安排四人", 8, 20, "四项任务待确认，还不计入统计，都在left_out里。",
             FORMED, _form),
        Step("confirm", "两校和县里确认", 8, 26, "四项任务待到岗，情况在这时固定。",
             {("assignment", "confirm"): 12, ("team", "confirm"): 2}, _confirm_all),
        Step("start", "四人到岗，团队开始", 9, 1, "双向对等差额（S-08）：下派2，上挂2，差额0。",
             {("assignment", "arrive"): 4, ("team", "start"): 2}, _start),
        Step("end_early", "一人提前返校", 10, 20,
             "这项任务变为提前结束，不再计入：下派1，上挂2，差额-1；他在left_out里。",
             {("assignment", "terminate"): 1}, _end_early),
    ),
    ("/api/v1/statistics/S-08?school_year={year}", "/api/v1/statistics/S-01?school_year={year}&group_by=direction"),
)  # fmt: skip
CROSSING = Posting("crossing", "home.1", "there")


async def _two_counties(play: Play) -> None:
    await set_up(play, Place("home", "甲县实验中学", 1, is_urban=True), Place("there", "石桥中学", 2, is_urban=False))


async def _plan_crossing(play: Play) -> None:
    await plan(play, await play.office(), CROSSING, play.on(9, 1), play.on(1, 31))


async def _schools_confirm(play: Play) -> None:
    for school in ("home", "there"):
        await confirm(play, await play.school(school), CROSSING.part)


async def _change(play: Play) -> None:
    city, assignment_id = await play.office(), play.id("assignment", CROSSING.part)
    body = AssignmentPatch(end_on=play.on(6, 30))
    await assignments.edit(city, assignment_id, await version_of(city, assignment_id), body)


async def _confirm_again(play: Play) -> None:
    await _schools_confirm(play)
    await confirm(play, await play.office(), CROSSING.part)


async def _come(play: Play) -> None:
    await arrive(play, CROSSING, play.day)


async def _extend(play: Play) -> None:
    city, assignment_id = await play.office(), play.id("assignment", CROSSING.part)
    body = ExtendAssignment(end_on=play.on(8, 31), reason="接收学校请求教完整个学年。")
    await assignments.extend(city, assignment_id, await version_of(city, assignment_id), body)


CROSS_COUNTY: Story[Play] = Story(
    "甲县一名教师到乙县支教，由市里安排；确认到一半改了日期，三方重新确认，后来又延期。",
    (
        Step("prepare", "两县各建一所学校", 8, 15, "没有交流，统计里都是0。",
             founded(2, 6), _two_counties),
        Step("plan", "市里安排一人跨县支教", 8, 18, "两个县都看得到这项任务：home_county_code和receiving_county_code。",
             {("assignment", "plan"): 1}, _plan_crossing),
        Step("confirm", "两所学校确认", 8, 20, "还差市里，仍是待确认。",
             {("assignment", "confirm"): 2}, _schools_confirm),
        Step("change", "市里改结束日期", 8, 22, "两校的确认作废，三方重新确认。",
             {("assignment", "edit"): 1}, _change),
        Step("confirm_again", "两校和市里确认", 8, 25, "三方都确认了，变为待到岗。",
             {("assignment", "confirm"): 3}, _confirm_again),
        Step("arrive", "到岗", 9, 1, "支教人次（S-15）从0变成1。",
             {("assignment", "arrive"): 1}, _come),
        Step("extend", "延期到学年末", 11, 10, "end_on推后，planned_end_on不变；S-15不变。",
             {("assignment", "extend"): 1}, _extend),
    ),
    ("/api/v1/statistics/S-15?school_year={year}", "/api/v1/statistics/S-01?school_year={year}&group_by=county"),
)  # fmt: skip
