"""The story of a school that is merged into another one."""

from services.api.features.sandbox.play import Play
from services.api.features.sandbox.rules import Step, Story
from services.api.features.sandbox.setting import PAIRED, POSTED, Place, Posting, founded, pair, put_in_post, set_up
from services.api.features.schools import service as schools
from services.contracts.codes import SuccessionKind
from services.contracts.school_history import SchoolAsSeen, SuccessionPlan

COUNTY = 2
IN_POST = Posting("support", "town.1", "small", pairing="town-small")


async def _three_schools(play: Play) -> None:
    places = (
        Place("town", "乙县中学", COUNTY, is_urban=True),
        Place("small", "柳湾中学", COUNTY, is_urban=False, people=2),
        Place("big", "白杨中学", COUNTY, is_urban=False),
    )
    await set_up(play, *places)
    await pair(play, "town", "small", COUNTY, play.on(9, 1))


async def _post(play: Play) -> None:
    await put_in_post(play, IN_POST, COUNTY, play.on(9, 1), play.on(8, 31))


async def _merge(play: Play) -> None:
    office = await play.office(COUNTY)
    seen = [
        SchoolAsSeen(id=school_id, version=(await schools.detail(office, school_id)).version)
        for school_id in (play.id("school", "small"), play.id("school", "big"))
    ]
    body = SuccessionPlan(
        kind=SuccessionKind.merge, on=play.day, reason="生源减少，两校合并办学。", schools=seen,
        to_school_id=play.id("school", "big"),
    )  # fmt: skip
    await schools.succeed(office, body)


async def _rename(play: Play) -> None:
    office, school_id = await play.office(COUNTY), play.id("school", "big")
    seen = SchoolAsSeen(id=school_id, version=(await schools.detail(office, school_id)).version)
    body = SuccessionPlan(
        kind=SuccessionKind.rename, on=play.day, reason="合并后统一校名。", schools=[seen], new_name="乙县第二中学"
    )
    await schools.succeed(office, body)


MERGED = {
    ("school", "merge"): 2, ("school_succession", "merge"): 1, ("staff", "succession"): 2,
    ("staff_position", "succession"): 2, ("staff_position", "created"): 2, ("pairing", "succession"): 1,
    ("assignment", "succession"): 1,
}  # fmt: skip
MERGE: Story[Play] = Story(
    "一所农村学校并入另一所：人员、结对、在岗的交流任务都跟着走，编号不变；合并后的学校再改名。",
    (
        Step("prepare", "建三所学校和一对结对", 8, 15, "三所学校在办。",
             founded(3, 8) | PAIRED, _three_schools),
        Step("post", "城区学校一人到小学校支教", 9, 1, "支教人次（S-15）是1，接收学校是柳湾中学。",
             POSTED, _post),
        Step("merge", "小学校并入大学校", 11, 2,
             "柳湾中学停办；人员、结对、任务的学校变成白杨中学，id不变，S-15仍是1。", MERGED, _merge),
        Step("rename", "合并后的学校改名", 11, 16, "学校的id和代码不变，只改校名；校名不在变更里。",
             {("school", "rename"): 1, ("school_succession", "rename"): 1, ("school_former", "created"): 1}, _rename),
    ),
    ("/api/v1/statistics/S-15?school_year={year}",),
)  # fmt: skip
