"""The forms of term reviews: beginning one, its day and pairing, a research group."""

from collections.abc import Mapping

from services.contracts.pairings import PairingRow
from services.contracts.term_reviews import TermReviewDetail
from services.web import clock
from services.web.api_client.pairings import PairingsClient
from services.web.entry import Entry, Stored
from services.web.inputs import Input
from services.web.pages.activity_plans.terms import term_end, term_words, terms
from services.web.pages.term_reviews import words
from services.web.pages.term_reviews.steps import HOME
from services.web.visit import Visit

NO_PAIRING = "全校的，不属于哪个结对"
DUE = Input("due_on", "哪天前收齐", "date", "各教研组和师傅在这天前交总结，晚了算迟交。")
GROUP = Input("who", "教研组", hint="比如：语文教研组", maxlength=80)


def term_choices() -> list[tuple[str, str]]:
    """Return the present term and the next one."""
    return [(f"{year}-{half.value}", term_words(year, half)) for year, half in terms()]


def _other(row: PairingRow, school_id: str) -> str:
    is_supporting = str(row.supporting.school.id) == school_id
    other = row.recipient if is_supporting else row.supporting
    return f"和{other.school.name}"


async def _pairings(visit: Visit, school_id: str) -> list[tuple[str, str]]:
    found = await PairingsClient(visit.api).rows({"school_id": school_id, "limit": 50})
    return [(str(each.id), _other(each, school_id)) for each in found.items]


async def _pairing_input(visit: Visit, school_id: str) -> Input:
    found = await _pairings(visit, school_id)
    return Input("pairing_id", "属于哪个结对", "select", optional=True, choices=found, blank=NO_PAIRING)


async def new_entry(visit: Visit, school_id: str) -> Entry:
    """Return the form that begins the review of a term."""
    asked = [Input("of_term", "学期", "select", choices=term_choices()), DUE, await _pairing_input(visit, school_id)]
    lines = ["本校的师傅从师徒结对自动带入，教研组在下一页加。"]
    return Entry("开始学期考核", [*HOME, ("开始", "")], asked, "开始", HOME[-1][1], lines=lines)


def new_values(pairing_id: str) -> dict[str, object]:
    """Return what the form starts from."""
    return {"of_term": term_choices()[0][0], "due_on": term_end(clock.today()), "pairing_id": pairing_id}


def create_body(body: Mapping[str, object], school_id: str) -> dict[str, object]:
    """Return the body that begins a review."""
    year, _, half = str(body["of_term"]).partition("-")
    sent = {"school_id": school_id, "school_year": int(year), "term": half, "due_on": body["due_on"]}
    return {**sent, "pairing_id": body.get("pairing_id") or None}


async def edit_entry(visit: Visit, review: TermReviewDetail) -> Entry:
    """Return the form of day and pairing."""
    path = f"/term-reviews/{review.id}"
    asked = [DUE, await _pairing_input(visit, str(review.school.id))]
    trail = [*HOME, (words.title(review), path), ("改期限和结对", "")]
    return Entry("改期限和结对", trail, asked, "保存", path)


def stored(review: TermReviewDetail) -> Stored:
    """Return what the form starts from."""
    return Stored({"due_on": review.due_on, "pairing_id": str(review.pairing_id or "")}, review.version)


def group_entry(review: TermReviewDetail) -> Entry:
    """Return the form of another research group."""
    path = f"/term-reviews/{review.id}"
    trail = [*HOME, (words.title(review), path), ("加教研组", "")]
    return Entry("加教研组", trail, [GROUP], "加上", path, lines=["每个教研组都要交书面总结。"])
