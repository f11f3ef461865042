"""What the tab 协议与小组 of a pairing shows."""

from collections.abc import Sequence

from services.contracts.agreements import CheckOut


def why(checks: Sequence[CheckOut]) -> list[dict[str, str]]:
    """Return the rules of the county and what they say, as rows of the why panel."""
    return [
        {
            "result": "yes" if each.ok else "no",
            "what": f"{each.title}：{each.text}",
            "sub": f"{each.region_name}，依据：{each.source}" + ("。拟定时已确认" if each.warned else ""),
        }
        for each in checks
    ]
