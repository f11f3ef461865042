"""Heard lessons of the demo, on days on which the schools met anyway."""

from collections.abc import Mapping, Sequence
from datetime import date

from services.api.demo.base import Cast
from services.api.features.activities.models import Activity
from services.api.features.lesson_records.models import LessonRecord
from services.api.features.pairings.models import Pairing
from services.contracts.codes import LessonRating, LessonStatus, PairSide

PAIRINGS = 4
PLACE = 2
"""Who hears and who teaches: the third of each school, where there are three."""
STRENGTHS, SUGGESTIONS = "目标清楚，板书有条理。", "提问以后多等几秒，让更多学生开口。"
REFLECTION = "问题给得太碎。下次先让学生自己读，再集中讨论一个问题。"


def lesson_records(
    cast: Cast, pairings: Mapping[tuple[str, str], Pairing], activities: Sequence[Activity]
) -> list[LessonRecord]:
    """On the first day of a pairing the recipient teaches and answers; on the last one the other way round."""
    rows: list[LessonRecord] = []
    for number, (schools, pairing) in enumerate(list(pairings.items())[:PAIRINGS], 1):
        days = sorted(each.held_on for each in activities if each.pairing_id == pairing.id)
        for day, side in zip({days[0]: 0, days[-1]: 0} if days else (), reversed(PairSide), strict=False):
            rows.append(_lesson(cast, schools, pairing, side, day, number))
    return rows


def _lesson(
    cast: Cast, schools: tuple[str, str], pairing: Pairing, side: PairSide, day: date, number: int
) -> LessonRecord:
    helper, helped = (cast.people[key][min(PLACE, len(cast.people[key]) - 1)][0] for key in schools)
    teacher, observer = (helper, helped) if side is PairSide.supporting else (helped, helper)
    answered = side is PairSide.recipient
    return LessonRecord(
        pairing_id=pairing.id, county_code=observer.county_code, other_county_code=teacher.county_code,
        teacher_side=side, teacher_staff_id=teacher.id, teacher_person_id=teacher.person_id,
        observer_staff_id=observer.id, observer_person_id=observer.person_id, class_name="1班",
        subject=teacher.subject, topic="单元复习" if answered else "新课导入", held_on=day, lesson_no=number,
        rating=LessonRating.good if answered else LessonRating.excellent, strengths=STRENGTHS,
        suggestions=SUGGESTIONS, reflection=REFLECTION if answered else "", reflected_on=day if answered else None,
        status=LessonStatus.reflected if answered else LessonStatus.recorded,
    )  # fmt: skip
