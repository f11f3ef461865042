"""Members of a group as they are typed: one a line, the name and then the post."""

import re
from collections.abc import Mapping

from services.contracts.codes import GroupRole

_BETWEEN = re.compile(r"[\s,，、:：]+")
BOXES = {GroupRole.head: "head", GroupRole.deputy: "deputies", GroupRole.member: "others"}


def members_of(body: Mapping[str, object]) -> list[dict[str, str]]:
    """Return what was typed as the API's members: 林立群 校长 is somebody with a post."""
    return [
        {"role": role.value, **_person(line)}
        for role, box in BOXES.items()
        for line in str(body.get(box) or "").splitlines()
        if line.strip()
    ]


def _person(line: str) -> dict[str, str]:
    name, _, post = _BETWEEN.sub(" ", line.strip()).partition(" ")
    return {"name": name, "post": post}
