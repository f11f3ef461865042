"""What the pairings of a list still lack (U-33): ways to those without agreement, leading group, contacts."""

from services.contracts.pairings import PairingSums
from services.web.filters import Filters
from services.web.wording import iso_day

ONLY = {
    "to_start": "双方都签了、等开始的", "unsigned": "协议缺签字的", "without_group": "没有领导小组的",
    "without_plan": "这学期没有商定计划的",
    "without_contacts": "缺负责领导或联络人的",
}  # fmt: skip


def only(filters: Filters) -> str:
    """Return in words what the list is narrowed to beside its filter bar."""
    said = [words for name, words in ONLY.items() if filters.get(name)]
    if filters.get("ends_by"):
        said.append(f"{iso_day(filters.get('ends_by'))}前到期的")
    return "只看" + "、".join(said) if said else ""


def lacking(filters: Filters, sums: PairingSums | None) -> list[tuple[str, str]]:
    """Return 没有领导小组的3对 and where it leads, for all that some lack and is not asked for."""
    if sums is None:
        return []
    counts = {
        "unsigned": sums.open - sums.signed,
        "without_group": sums.without_group,
        "without_contacts": sums.without_contacts,
        "without_plan": sums.without_plan,
    }
    return [
        (f"{ONLY[name]}{count}对", filters.href(**{name: "true"}))
        for name, count in counts.items()
        if count and not filters.get(name)
    ]
