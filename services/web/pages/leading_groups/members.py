"""Members of a group as they are typed: one a line, the name and then the post."""

import re
from collections.abc import Mapping, Sequence

from services.contracts.codes import GroupRole

_PERSONS = re.compile(r"[,，、;；]+")
_POSTS = ("长", "任", "记", "员", "师", "干")
"""What posts end in: 校长, 主任, 书记, 委员."""
_BETWEEN = re.compile(r"[\s,，、:：]+")
BOXES = {GroupRole.head: "head", GroupRole.deputy: "deputies", GroupRole.member: "others"}


def members_of(body: Mapping[str, object]) -> list[dict[str, str]]:
    """Return what was typed as the API's members: 林立群 校长 is somebody with a post."""
    return [
        {"role": role.value, **_person(one)}
        for role, box in BOXES.items()
        for line in str(body.get(box) or "").splitlines()
        for one in _persons(line)
    ]


def box_of(path: str, people: Sequence[Mapping[str, str]]) -> str:
    """Return the input that an error of the API belongs to: of `members.1.name` the one the second was typed in."""
    first, _, rest = path.partition(".")
    if first != "members":
        return first
    place = rest.partition(".")[0]
    role = people[int(place)]["role"] if place.isdecimal() and int(place) < len(people) else ""
    return next((box for each, box in BOXES.items() if each.value == role), BOXES[GroupRole.head])


def _persons(line: str) -> list[str]:
    """Return who stands on a line: 张三，李四 are two, 张三 校长，李四 主任 too; 林立群，校长 is one."""
    parts = [each.strip() for each in _PERSONS.split(line) if each.strip()]
    with_posts = [len(each.split()) > 1 for each in parts]
    names_alone = not any(with_posts) and not any(each.endswith(_POSTS) for each in parts)
    return parts if all(with_posts) or names_alone else [line]


def _person(line: str) -> dict[str, str]:
    name, _, post = _BETWEEN.sub(" ", line.strip()).partition(" ")
    return {"name": name, "post": post}
