"""Of a returned month: what only another school can put right, and what this school can do meanwhile (SM-6)."""

from dataclasses import dataclass

from services.contracts.codes import ReportSection
from services.contracts.reports import ReportDetail

MOST_NAMED = 2
"""Schools that the sentence names; the links name all."""


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Rows of a returned section that belong to other schools: whose they are, and where their telephones stand.

    `links` are names of schools and the pages of the pairings with them; `whole`: nothing is this school's own.
    """

    section: ReportSection
    text: str
    links: list[tuple[str, str]]
    whole: bool


def elsewhere(detail: ReportDetail) -> list[Elsewhere]:
    """Return the returned sections with rows of other schools, in the order of the return."""
    asked = {comment.section: None for comment in detail.returned.comments} if detail.returned else {}
    found = (_BY_SECTION[section](detail) for section in asked if section in _BY_SECTION)
    return [each for each in found if each is not None]


def _activities(detail: ReportDetail) -> Elsewhere | None:
    own, theirs, links = 0, 0, []
    for group in detail.activities:
        foreign = sum(item.host_school_id != detail.school.id for item in group.items)
        own, theirs = own + len(group.items) - foreign, theirs + foreign
        if foreign:
            links.append((group.partner.name, f"/pairings/{group.pairing_id}"))
    if not theirs:
        return None
    names = _named([name for name, _ in links])
    which = f"其中{theirs}次是" if own else "这一节都是"
    whose = f"{which}{names}记的，本校改不了，要那边改。"
    return Elsewhere(ReportSection.activities, whose, links, whole=not own)


def _people(detail: ReportDetail) -> Elsewhere | None:
    if not detail.outgoing:
        return None
    names = list({row.to_school.id: row.to_school.name for row in detail.outgoing}.values())
    whose = f"本校派出的{len(detail.outgoing)}人由{_named(names)}填报，本校改不了，要那边改。"
    return Elsewhere(ReportSection.people, whose, [("结对", "/pairings")], whole=not detail.people)


def _named(names: list[str]) -> str:
    return "、".join(names[:MOST_NAMED]) + (f"等{len(names)}所学校" if len(names) > MOST_NAMED else "")


_BY_SECTION = {ReportSection.activities: _activities, ReportSection.people: _people}
