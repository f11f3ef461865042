"""Term reviews of the demo: one that a school collects for, one that waits for its county, one that was read."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from uuid import UUID

from services.api.demo.base import Cast
from services.api.features.mentor_pairs.models import MentorPair
from services.api.features.pairings.models import Pairing
from services.api.features.term_reviews.models import TermContribution, TermEvidence, TermReview
from services.api.features.term_reviews.rules import period_of
from services.api.kernel.periods import school_year_of
from services.contracts.codes import ContributionKind, EvidenceKind, SchoolTerm, TermReviewStatus

_K, _S = ContributionKind, TermReviewStatus
COLLECTING, WAITING = "guozhen_junior", "panxi"
GROUPS = ("语文教研组", "数学教研组", "英语教研组")
PRACTICE = "每周一次集体备课，两周一次听评课，期中上了两节校内公开课。"
EFFECT = "青年教师都上过一节公开课，教案和反思齐全。"
MENTORING = "徒弟上了一节汇报课，学会了整本书阅读的教法。"
REWARD = 30_000
BEFORE = timedelta(days=3)


def term_reviews(
    cast: Cast, pairings: Mapping[tuple[str, str], Pairing], pairs: Sequence[MentorPair], today: date
) -> tuple[list[TermReview], list[TermContribution], list[TermEvidence]]:
    """The reviews of two schools, their summaries and what was seen; nothing is handed in after today."""
    year, spring = school_year_of(today), date(school_year_of(today) + 1, 2, 1)
    term = SchoolTerm.spring if today >= spring else SchoolTerm.autumn
    own = next(pairing for key, pairing in pairings.items() if COLLECTING in key)
    reviews = [
        _review(cast, COLLECTING, year, term, _S.collecting, own),
        _review(cast, COLLECTING, year - 1, SchoolTerm.spring, _S.accepted, None),
        _review(cast, WAITING, year, term, _S.submitted, None),
    ]
    for review in reviews[1:]:
        review.submitted_on = today if review.status is _S.submitted else review.due_on
        review.checked_on = review.decided_on = review.submitted_on
        review.accepted_on = review.due_on if review.status is _S.accepted else None
    found = [each for review in reviews for each in _summaries(review, pairs, today)]
    seen = [
        TermEvidence(review_id=review.id, kind=kind, papers=12, recorded=0)
        for review in reviews[1:] for kind in list(EvidenceKind)[:3]
    ]  # fmt: skip
    return reviews, found, seen


def _review(
    cast: Cast, key: str, year: int, term: SchoolTerm, status: TermReviewStatus, pairing: Pairing | None
) -> TermReview:
    school, last = cast.schools[key], period_of(year, term).end_on
    assert last is not None
    counties = {pairing.supporting_county_code, pairing.recipient_county_code} if pairing else set()
    return TermReview(
        school_id=school.id, county_code=school.county_code, school_year=year, term=term, status=status,
        other_county_code=next(iter(counties - {school.county_code}), None), due_on=last,
        pairing_id=pairing.id if pairing else None,
    )  # fmt: skip


def _summaries(review: TermReview, pairs: Sequence[MentorPair], today: date) -> list[TermContribution]:
    """Groups, the mentors of the school, the school's own; while it collects the first group alone has handed in."""
    collecting = review.status is TermReviewStatus.collecting
    handed_on = min(today, review.due_on) - BEFORE
    rows = [_summary(review, _K.group, who=who) for who in GROUPS]
    if collecting:
        mentors = dict.fromkeys(each.mentor_staff_id for each in pairs if each.mentor_school_id == review.school_id)
        rows += [_summary(review, _K.mentor, staff_id=each) for each in mentors]
    rows.append(_summary(review, _K.school))
    for each in rows[:1] if collecting else rows:
        each.handed_on, each.practice, each.effect, each.mentoring = handed_on, PRACTICE, EFFECT, MENTORING
        each.qualified = None if collecting or each.kind is _K.school else True
    if not collecting:
        rows[0].reward, rows[0].reward_cents = "评为优秀教研组", REWARD
    return rows


def _summary(
    review: TermReview, kind: ContributionKind, who: str = "", staff_id: UUID | None = None
) -> TermContribution:
    return TermContribution(
        review_id=review.id, county_code=review.county_code, other_county_code=review.other_county_code, kind=kind,
        who=who, staff_id=staff_id,
    )  # fmt: skip
