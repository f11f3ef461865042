"""Versions in `ETag` and `If-Match` (RFC 9110 §8.8, §13.1)."""

import hashlib
import re
from typing import Annotated

from fastapi import Depends, Header

from services.api.kernel.models import Entity
from services.api.kernel.problems import Problem, invalid

_TAG = re.compile(r'^(?:W/)?"?(\d{1,9})(?:[.\-;][^"]*)?"?$')


def body_tag(body: bytes, version: int | None) -> str:
    """The entity tag of an answer: `"<version>.<hash>"` for a single row, `"<hash>"` for lists and statistics."""
    digest = hashlib.blake2b(body, digest_size=12).hexdigest()
    return f'"{digest}"' if version is None else f'"{version}.{digest}"'


def matches(if_none_match: str, tag: str) -> bool:
    """Weak comparison against a list of tags; `-gzip` and the like after the tag are ignored."""
    wanted = tag.strip('"')
    for part in if_none_match.split(","):
        seen = part.strip().removeprefix("W/").strip('"')
        if seen in {"*", wanted} or seen.startswith(wanted + "-"):
            return True
    return False


def _expected_version(if_match: Annotated[str | None, Header()] = None) -> int:
    if if_match is None:
        raise Problem("precondition.required")
    found = _TAG.match(if_match.strip())
    if found is None:
        raise invalid("If-Match", "precondition.malformed", 'If-Match要写成读取时得到的ETag，比如"3"')
    return int(found.group(1))


ExpectedVersion = Annotated[int, Depends(_expected_version)]
"""The version the caller has seen. 428 `precondition.required` without it."""


def check_version(entity: Entity, expected: int) -> None:
    """Raises 412 `precondition.stale` when somebody else wrote in between."""
    if entity.version != expected:
        raise Problem("precondition.stale", headers={"ETag": f'"{entity.version}"'})
