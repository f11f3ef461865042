"""What a PATCH body changes: the fields that were sent; null empties those alone that may be empty."""

from collections.abc import Collection
from typing import Any

from services.api.kernel.problems import Problem, field_problem
from services.contracts.base import Body


def changes_of(body: Body, cleared: Collection[str] = ()) -> dict[str, Any]:
    """Field → new value. Raises 422 `field.null` for fields that were sent as null and are not among `cleared`."""
    sent = {name: getattr(body, name) for name in sorted(body.model_fields_set)}
    nulls = [
        field_problem(name, "field.null", "这一项不能清空，不改就不要填")
        for name, value in sent.items()
        if value is None and name not in cleared
    ]
    if nulls:
        raise Problem("request.invalid", errors=nulls)
    return sent
