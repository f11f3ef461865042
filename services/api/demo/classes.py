"""Support classes of the demo: one that runs with its teachers, one that waits for its county."""

from collections.abc import Mapping
from datetime import date, timedelta

from services.api.demo.base import Cast
from services.api.features.pairings.models import Pairing
from services.api.features.support_classes.models import SupportClass, SupportClassPost
from services.contracts.codes import ClassPost, PairSide, SupportClassStatus

_S = SupportClassStatus
CLASSES = (
    ("jh_chengguan", "支援一班", 48, _S.running),
    ("jh_chengguan", "支援二班", 45, _S.applied),
)
GRADE = "七年级"
BEFORE = timedelta(days=60)
POSTS = (ClassPost.chinese, ClassPost.maths, ClassPost.english)


def support_classes(
    cast: Cast, pairings: Mapping[tuple[str, str], Pairing]
) -> tuple[list[SupportClass], list[SupportClassPost]]:
    """The classes of a pairing, and who of the supporting school has the posts of the one that runs."""
    classes: list[SupportClass] = []
    posts: list[SupportClassPost] = []
    for (supporting, recipient), pairing in pairings.items():
        for place, name, pupils, status in CLASSES:
            if place == recipient and all(each.name != name for each in classes):
                classes.append(_class(pairing, name, pupils, status))
                if status is _S.running:
                    posts += _posts(cast, supporting, classes[-1], pairing.start_on)
    return classes, posts


def _class(pairing: Pairing, name: str, pupils: int, status: SupportClassStatus) -> SupportClass:
    found = SupportClass(
        pairing_id=pairing.id, county_code=pairing.recipient_county_code,
        other_county_code=pairing.supporting_county_code, name=name, grade=GRADE, school_year=pairing.start_on.year,
        place=PairSide.recipient, proposed_by=PairSide.recipient, pupils_planned=pupils, status=status,
        applied_on=pairing.start_on - BEFORE,
    )  # fmt: skip
    if status is _S.running:
        found.approved_on = pairing.start_on - BEFORE
        found.started_on, found.pupils_enrolled = pairing.start_on, pupils - 2
    return found


def _posts(cast: Cast, supporting: str, of: SupportClass, start_on: date) -> list[SupportClassPost]:
    """Teachers of the subjects; the first of them is class teacher. Physics and chemistry are open still."""
    people = {employed.subject: employed for employed, _ in cast.people[supporting][1:]}
    found = [(post, people[post.label]) for post in POSTS if post.label in people]
    return [
        SupportClassPost(
            class_id=of.id, county_code=of.county_code, other_county_code=of.other_county_code, post=post,
            staff_id=person.id, start_on=start_on,
        )
        for post, person in [*((ClassPost.class_teacher, each) for _, each in found[:1]), *found]
    ]  # fmt: skip
