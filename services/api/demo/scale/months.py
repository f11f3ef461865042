"""A year of monthly reports: opened, sent in time or late or not at all, accepted, returned, waiting."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from services.api.demo.months import PLANS, PUBLIC
from services.api.demo.scale.exchange import Memory, Served
from services.api.demo.scale.pairs import Pair
from services.api.demo.scale.places import Land, Place
from services.api.demo.scale.plan import Scale
from services.api.features.reports import rules
from services.api.features.reports.models import Report, ReportLine, ReportReview, ReportRevision
from services.api.kernel.bulk_past import Batch, Chain, Past, Step, complete
from services.api.kernel.bulk_rows import Columns
from services.api.kernel.clock import shanghai_midnight
from services.api.kernel.periods import Period, month_of, month_period, next_month
from services.contracts.codes import LeaveCategory, PersonState, ReportStatus

OPEN_DAY, DUE_DAY, GRACE_DAY, REVIEW_WORKDAYS = 20, 5, 10, 3
EXEMPT = (2, 8)
MONTHS = 12
NEVER, LATE, RETURNED, LEFT_WAITING, ON_LEAVE, PROBLEM = 0.025, 0.06, 0.012, 0.006, 0.03, 0.012
WORDS = "受援学校缺少音乐教师，请下学期优先安排。"
R = ReportStatus


@dataclass(frozen=True, slots=True)
class Sent:
    """One report as far as it came."""

    place: Place
    report_id: UUID
    opened_at: datetime
    submitted_at: datetime | None
    decided_at: datetime | None
    is_accepted: bool
    people: tuple[tuple[Served, bool], ...]
    has_problem: bool
    plan: str
    public_line: str

    @property
    def status(self) -> ReportStatus:
        """Where it stands."""
        if self.submitted_at is None:
            return R.due
        if self.decided_at is None:
            return R.submitted
        return R.accepted if self.is_accepted else R.returned

    @property
    def no_change(self) -> bool:
        """Whether it says that nobody was away and nothing was wrong."""
        return not self.has_problem and not any(away for _, away in self.people)


class Months:
    """Makes the reports of one month after another."""

    def __init__(
        self, scale: Scale, land: Land, pairs: Iterable[tuple[Pair, Pair | None]], memory: Memory,
        coordinators: Mapping[str, UUID],
    ) -> None:  # fmt: skip
        self._scale, self._land, self._memory, self._coordinators = scale, land, memory, coordinators
        for pair in (each for both in pairs for each in both if each is not None):
            memory.taking_part[pair.supporting.number].append(pair.period)
            memory.taking_part[pair.recipient.number].append(pair.period)

    def months(self) -> list[str]:
        """The last twelve that have opened, without those that are exempt."""
        current = month_of(self._scale.today)
        asked = (next_month(current, -back) for back in reversed(range(MONTHS)))
        return [month for month in asked if not rules.is_exempt(month, EXEMPT) and self._when(month).opens_on
                <= self._scale.today]  # fmt: skip

    @staticmethod
    def _when(month: str) -> rules.Deadlines:
        return rules.deadlines(month, OPEN_DAY, DUE_DAY, GRACE_DAY)

    def taking_part(self, month: str) -> list[Place]:
        """Schools in a pairing that runs, or with an assignment that has begun, on any day of the month."""
        period = month_period(month)
        assert period.end_on is not None
        last_start = min(self._scale.today, period.end_on)
        known = self._memory.taking_part
        return [
            place for place in self._land.places
            if any(each.start_on <= last_start and _reaches(each, period.start_on) for each in known[place.number])
        ]  # fmt: skip

    def batch(self, chain: Chain, month: str, places: Sequence[Place]) -> Batch:
        """The reports of some schools for a month, with what was sent and decided."""
        when = self._when(month)
        sent = [self._sent(place, month, when) for place in places]
        columns = _reports(sent, month, when, self._coordinators)
        tables: list[Any] = [(Report, columns, ()), *_parts(self._scale, sent, month, self._coordinators)]
        return chain.batch([each for each in tables if each[1]["id"]], list(_steps(columns, self._coordinators)))

    def _sent(self, place: Place, month: str, when: rules.Deadlines) -> Sent:
        chance, now = self._scale.chance, self._scale.present
        opened = shanghai_midnight(when.opens_on) + timedelta(minutes=1)
        submitted: datetime | None = self._submitted(opened, when)
        decided: datetime | None = None
        if submitted is not None and submitted > now:
            submitted = None
        if submitted is not None and chance.random() >= LEFT_WAITING:
            decided = submitted + timedelta(hours=chance.randint(3, 70), minutes=chance.randrange(60))
            decided = decided if decided <= now else None
        people = self._people(place, month_period(month))
        return Sent(
            place, self._scale.new_id(opened), opened, submitted, decided, chance.random() >= RETURNED, people,
            chance.random() < PROBLEM, chance.choice(PLANS), chance.choice(PUBLIC),
        )  # fmt: skip

    def _submitted(self, opened: datetime, when: rules.Deadlines) -> datetime | None:
        """Most in the last days before it is due, some late, a few never."""
        chance, draw = self._scale.chance, self._scale.chance.random()
        if draw < NEVER:
            return None
        if draw < NEVER + LATE:
            return when.due_at + timedelta(minutes=chance.randint(30, 6 * 24 * 60))
        span = int((when.due_at - opened).total_seconds()) // 60 - 10 * 60
        return opened + timedelta(minutes=8 * 60 + int(span * chance.random() ** 0.7))

    def _people(self, place: Place, period: Period) -> tuple[tuple[Served, bool], ...]:
        last = period.end_on or period.start_on
        here = (each for each in self._memory.served.get(place.number, ())
                if each.start_on <= last and each.end_on >= period.start_on)  # fmt: skip
        in_order = sorted(here, key=lambda each: (each.start_on, each.assignment_id))
        first, back = _leave(period.start_on)
        return tuple(
            (each, self._scale.chance.random() < ON_LEAVE and each.start_on <= first and each.end_on >= back)
            for each in in_order
        )


def _leave(first_day: date) -> tuple[date, date]:
    """Three days in the middle of the month."""
    return first_day + timedelta(days=16), first_day + timedelta(days=18)


def _reaches(period: Period, day: date) -> bool:
    return period.end_on is None or period.end_on >= day


def _reports(sent: Sequence[Sent], month: str, when: rules.Deadlines, coordinators: Mapping[str, UUID]) -> Columns:
    count, done = len(sent), [each.submitted_at is not None for each in sent]
    accepted = [each.status is R.accepted for each in sent]
    returned = [each.status is R.returned for each in sent]

    def where(chosen: Sequence[bool], values: Iterable[Any]) -> list[Any]:
        return [value if is_so else None for is_so, value in zip(chosen, values, strict=True)]

    submitted = [each.submitted_at for each in sent]
    return complete(Report, {
        "id": [each.report_id for each in sent], "created_at": [each.opened_at for each in sent],
        "version": [1 + (each.submitted_at is not None) + (each.decided_at is not None) for each in sent],
        "school_id": [each.place.id for each in sent], "county_code": [each.place.county for each in sent],
        "school_code": where(done, (each.place.code for each in sent)),
        "school_name": where(done, (each.place.name for each in sent)),
        "month": [month] * count, "status": [each.status for each in sent],
        "opened_at": [each.opened_at for each in sent], "due_at": [when.due_at] * count,
        "grace_until": [when.grace_until] * count, "revision": [int(is_done) for is_done in done],
        "receipt_no": where(done, (rules.receipt_number(month, each.place.code, 1) for each in sent)),
        "no_change": where(done, (each.no_change for each in sent)),
        "first_submitted_at": submitted, "submitted_at": submitted,
        "submitted_by": where(done, (each.place.reporter for each in sent)),
        "accepted_at": where(accepted, (each.decided_at for each in sent)),
        "accepted_by": where(accepted, (coordinators[each.place.county] for each in sent)),
        "returned_at": where(returned, (each.decided_at for each in sent)),
        "mend_by": [each.decided_at.date() + timedelta(days=5) if is_so and each.decided_at is not None else None
                    for is_so, each in zip(returned, sent, strict=True)],
    })  # fmt: skip


def _parts(
    scale: Scale, sent: Sequence[Sent], month: str, coordinators: Mapping[str, UUID]
) -> Iterator[tuple[Any, Columns, tuple[str, ...]]]:
    """Revisions, lines and reviews: parts of the report, whose own events tell of them."""
    done = [each for each in sent if each.submitted_at is not None]
    lines = [_lines(each, month) for each in done]
    contents = [_content(each, own) for each, own in zip(done, lines, strict=True)]
    times = [each.submitted_at for each in done]
    yield ReportRevision, {
        "county_code": [each.place.county for each in done], "id": [scale.new_id(moment) for moment in times if moment],
        "report_id": [each.report_id for each in done], "revision": [1] * len(done), "submitted_at": times,
        "submitted_by": [each.place.reporter for each in done], "no_change": [each.no_change for each in done],
        "content": contents, "summary": [_summary(each) for each in done],
    }, ("content", "summary")  # fmt: skip
    flat = [(each, line) for each, own in zip(done, lines, strict=True) for line in own]
    yield ReportLine, {
        "county_code": [each.place.county for each, _ in flat],
        "id": [scale.new_id(each.opened_at) for each, _ in flat],
        "report_id": [each.report_id for each, _ in flat], "revision": [1] * len(flat), "month": [month] * len(flat),
        "note": [""] * len(flat),
        **{name: [line[name] for _, line in flat] for name in ("assignment_id", "state", "from_on", "to_on",
                                                               "category")},
    }, ()  # fmt: skip
    decided = [each for each in done if each.decided_at is not None]
    comments = json.dumps([{"section": "people", "text": "请核对本月人员的在岗情况后再报。"}], ensure_ascii=False)
    yield ReportReview, {
        "county_code": [each.place.county for each in decided],
        "id": [scale.new_id(each.decided_at) for each in decided if each.decided_at is not None],
        "report_id": [each.report_id for each in decided], "revision": [1] * len(decided),
        "accepted": [each.is_accepted for each in decided],
        "comments": ["[]" if each.is_accepted else comments for each in decided],
        "decided_at": [each.decided_at for each in decided],
        "decided_by": [coordinators[each.place.county] for each in decided],
    }, ("comments",)  # fmt: skip


def _lines(sent: Sent, month: str) -> list[dict[str, Any]]:
    first, back = _leave(month_period(month).start_on)
    return [
        {
            "assignment_id": served.assignment_id, "state": PersonState.on_leave if away else PersonState.at_post,
            "from_on": first if away else None, "to_on": back if away else None,
            "category": LeaveCategory.official.value if away else None,
        }
        for served, away in sent.people
    ]  # fmt: skip


def _content(sent: Sent, lines: Sequence[dict[str, Any]]) -> str:
    people = [
        {
            "assignment_id": str(line["assignment_id"]), "state": line["state"].value,
            "from_on": line["from_on"].isoformat() if line["from_on"] else "",
            "to_on": line["to_on"].isoformat() if line["to_on"] else "", "category": line["category"] or "", "note": "",
        }
        for line in lines
    ]  # fmt: skip
    said = {
        "people": people, "goals": [], "has_problem": sent.has_problem, "problem": WORDS if sent.has_problem else "",
        "plan": sent.plan, "public_line": sent.public_line,
    }  # fmt: skip
    return json.dumps(said, ensure_ascii=False)


def _summary(sent: Sent) -> str:
    total, away = len(sent.people), sum(1 for _, is_away in sent.people if is_away)
    return json.dumps({
        "people_total": total, "people_at_post": total - away, "people_on_leave": away, "people_left": 0,
        "people_problem": 0, "activity_count": 0, "person_times": 0, "goal_count": 0, "goals_updated": 0,
        "has_problem": sent.has_problem, "activities": [],
    })  # fmt: skip


BLANK = {
    "status": R.due, "revision": 0, "first_submitted_at": None, "submitted_at": None, "receipt_no": None,
    "accepted_at": None, "returned_at": None, "mend_by": None, "no_change": None,
}  # fmt: skip


def _steps(columns: Columns, coordinators: Mapping[str, UUID]) -> Iterator[Step]:
    """Opened by the system, sent by the school, decided by the county."""
    count = len(columns["id"])
    past = Past(Report, {**columns, **{name: [value] * count for name, value in BLANK.items()}})
    yield past.created("open", columns["opened_at"])

    def step(
        action: str, version: int, becomes: ReportStatus, places: Sequence[int], moments: str, actors: Sequence[UUID],
        *more: str,
    ) -> Step:  # fmt: skip
        fields = {name: [columns[name][place] for place in places] for name in (moments, *more)}
        return past.changed(
            action, version, places, fields[moments], fields | {"status": [becomes] * len(places)},
            actors=[actors[place] for place in places],
        )  # fmt: skip

    sent = [place for place, moment in enumerate(columns["submitted_at"]) if moment is not None]
    yield step("submit", 2, R.submitted, sent, "submitted_at", columns["submitted_by"], "revision",
               "first_submitted_at", "receipt_no", "no_change")  # fmt: skip
    counties = [coordinators[county] for county in columns["county_code"]]
    accepted = [place for place, found in enumerate(columns["status"]) if found is R.accepted]
    yield step("accept", 3, R.accepted, accepted, "accepted_at", counties)
    returned = [place for place, found in enumerate(columns["status"]) if found is R.returned]
    yield step("return", 3, R.returned, returned, "returned_at", counties, "mend_by")
