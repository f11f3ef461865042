"""What pages say of mentors offered and needs listed."""

from services.contracts.codes import ListingKind, Title
from services.contracts.mentor_listings import MentorListingRow, MentorMatch
from services.web.wording import span


def title(row: MentorListingRow) -> str:
    """Return 陈立群·语文, or 语文要2人, or 罗晓雯·语文."""
    if row.staff_id is not None:
        return f"{row.name or '没有姓名'}·{row.subject}"
    return f"{row.subject}要{row.people}人"


def who(row: MentorListingRow) -> str:
    """Return 高级教师，教学能手: what is known of the person on this day."""
    known = row.title.label if row.title and row.title is not Title.none else ""
    return "，".join(filter(None, [known, *(each.label for each in row.honours)]))


def used(row: MentorListingRow) -> str:
    """Return 可带3人，已带1人 or 要2人，已结成1人."""
    first, second = ("可带", "已带") if row.kind is ListingKind.offer else ("要", "已结成")
    return f"{first}{row.people}人，{second}{row.taken}人"


def where(row: MentorListingRow) -> str:
    """Return 小学一至三年级."""
    return f"{row.stage.label}{row.grades or ''}"


def days(row: MentorListingRow) -> str:
    """Return the period."""
    return span(row.start_on, row.end_on)


def schools(row: MentorListingRow) -> str:
    """Return 县一中 → 城关中学."""
    return f"{row.supporting_school.name} → {row.recipient_school.name}"


def gone(row: MentorListingRow) -> str:
    """Return why it does not count although it is listed; empty when it does."""
    if not row.there:
        return "人已不在这所学校，请撤回"
    return "已到期" if row.over else ""


def match(row: MentorMatch) -> str:
    """Return 可带3人，需要2人."""
    offered = f"可带{row.offered}人" if row.offered else "没有可带的师傅"
    return f"{offered}，{f'需要{row.needed}人' if row.needed else '没有需求'}"


def home(row: MentorListingRow) -> str:
    """Return the address of both lists of the pairing."""
    return f"/pairings/{row.pairing_id}?tab=mentor_listings"
