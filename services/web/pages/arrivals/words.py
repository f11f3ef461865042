"""What pages say of how somebody is looked after, and what the form asks."""

from services.contracts.arrivals import ArrivalDetail, ArrivalRow
from services.contracts.codes import ArrivalItem, LivingArrangement
from services.web.filters import choices
from services.web.inputs import Input
from services.web.wording import day

CODED = [item for item in ArrivalItem if item is not ArrivalItem.contact]
READERS = "教师本人、两边学校和两边教育局看得到。不写病情和家庭情况。"


def name(row: ArrivalRow) -> str:
    """Return the teacher's name."""
    return row.name or "没有姓名"


def inputs() -> list[Input]:
    """Return what the form asks; what is left open may follow."""
    ways = choices(LivingArrangement)
    return [
        *(Input(item.value, item.label, "select", optional=True, choices=ways, blank="还没定") for item in CODED),
        Input("contact", "联系人", hint="本校谁负责、怎么找到，比如：办公室王主任", optional=True, maxlength=80),
        Input("note", "说明", hint=READERS, optional=True),
    ]


def values(row: ArrivalDetail) -> dict[str, object]:
    """Return what is stored by input."""
    coded = {item.value: getattr(row, item.value) for item in CODED}
    ways = {name: way.value if way is not None else "" for name, way in coded.items()}
    return {**ways, "contact": row.contact or "", "note": row.note or ""}


def facts(row: ArrivalDetail) -> list[tuple[str, str]]:
    """Return how each stands: 住宿 学校安排."""
    told = [(item.label, _way(getattr(row, item.value))) for item in CODED]
    if row.words_shown:
        told += [(ArrivalItem.contact.label, row.contact or "还没定"), ("说明", row.note or "没有填")]
    if row.arranged_on is not None:
        by = f"，{row.arranged_by}" if row.arranged_by else ""
        told.append(("安排好的日期", f"{day(row.arranged_on)}{by}"))
    return told


def _way(way: LivingArrangement | None) -> str:
    return way.label if way is not None else "还没定"


def lacking(row: ArrivalRow) -> str:
    """Return 还差住宿、联系人, or 都安排好了."""
    if not row.missing:
        return "都安排好了"
    return f"还差{'、'.join(item.label for item in row.missing)}" if row.version else "还没有登记"


def saved(row: ArrivalDetail) -> str:
    """Return the receipt."""
    return f"已登记，{lacking(row)}。" if row.missing else "已登记，都安排好了。"
