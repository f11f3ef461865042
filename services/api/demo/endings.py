"""How postings of the demo end: one is to be handed over, one gave feedback that waits, one is all done."""

from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from services.api.demo.exchange import HANDED, TOLD, Story
from services.api.features.assignments.models import Assignment
from services.api.features.handovers.models import Handover
from services.api.kernel import bulk
from services.contracts.codes import AppraisalGrade, FeedbackStatus, HandoverItem, HandoverStatus

APPRAISAL = "到岗以后服从安排，教两个班的课，带了一名徒弟，按时参加校本研训，和老师们处得好。"
LEARNT = "学到了小班化课堂的分组和分层作业，跟着备课组听了20节课，看到了怎样用一节课的时间把错题讲透。"
TO_APPLY = "回校后先在自己的班用分层作业，下学期在备课组讲一次。"


async def tell_endings(session: AsyncSession, story: Story, today: date) -> None:
    """What is written of those who leave soon; of the third nothing is yet."""
    rows = [_ending(story.assignments[place], today) for place in (HANDED, TOLD)]
    last = rows[1]
    last.feedback_status, last.feedback_read_on, last.shared_on = FeedbackStatus.read, today, today
    await bulk.insert_many(session, rows, "give_feedback")


def _ending(row: Assignment, today: date) -> Handover:
    return Handover(
        assignment_id=row.id, county_code=row.home_county_code, other_county_code=row.receiving_county_code,
        status=HandoverStatus.handed_over, handed_over_on=today, grade=AppraisalGrade.excellent, appraisal=APPRAISAL,
        items=[HandoverItem.lessons.value, HandoverItem.papers.value], notes="教案和试卷交给备课组长。",
        feedback_status=FeedbackStatus.filed, learnt=LEARNT, to_apply=TO_APPLY, feedback_filed_on=today,
    )  # fmt: skip
