"""What an office may arrange between schools, in words for the form that arranges it."""

from services.contracts.accounts import MeOut
from services.contracts.codes import Role


def reach(me: MeOut, noun: str) -> list[str]:
    """Return who arranges what: an office above the county arranges only what crosses the level below it.

    `noun` is 结对 or 交流. The API decides and names the counties when it refuses (architecture §5).
    """
    if me.role is Role.city_supervisor:
        return [
            f"这里只办跨县区的{noun}：两所学校要在{me.region_name}的两个县区，或者是市直属学校。",
            f"同一个县区里的{noun}，由那个县区的协调人办。",
        ]
    if me.role is Role.province_supervisor:
        return [
            f"这里只办跨市的{noun}：两所学校要在{me.region_name}的两个市。",
            "同一个市里跨县区的由市里办，同一个县区里的由县区办。",
        ]
    if me.role is Role.county_coordinator:
        return [f"两所学校都要在{me.region_name}。和别的县区的{noun}，由市里办。"]
    return []
