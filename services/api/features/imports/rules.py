"""What may happen to an upload, and how mistakes are added up. Pure: plain values in, plain values out."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from services.api.kernel.states import Transition, TransitionTable
from services.contracts.imports import ImportState

S = ImportState
_NUMBERS = re.compile(r"[0-9][0-9-]*")
DAYS_KEPT = 30
MOST_CELLS = 20
"""Cells that are named for one kind of mistake; the others are in the file of mistakes."""
MOST_PROBLEMS = 60
RUNNING = frozenset({S.uploaded, S.checking, S.applying})
"""States in which the worker has something to do."""
APPLIED = frozenset({S.applying, S.done})


@dataclass(frozen=True, slots=True)
class Facts:
    """`writes`: rows that would be new or changed; `faulty`: rows with mistakes; `atomic`: all or none."""

    writes: int
    faulty: int
    atomic: bool

    @property
    def can_confirm(self) -> bool:
        """There is something to write, and nothing stands against it."""
        return self.writes > 0 and not (self.atomic and self.faulty)


_WHO = "上传的人或本县的系统管理员"
TABLE: TransitionTable[ImportState, Facts] = TransitionTable(
    "import",
    [
        Transition("confirm", "导入", frozenset({S.checked}), S.applying, _WHO, lambda _facts: True),
        Transition("cancel", "取消", frozenset({S.uploaded, S.checking, S.checked}), S.cancelled, _WHO,
                   lambda _facts: True),
    ],
)  # fmt: skip


def allowed(state: ImportState, facts: Facts) -> list[str]:
    """The actions on an upload; confirming only what would write something."""
    actions = TABLE.allowed(state, facts)
    return [action for action in actions if action != "confirm" or facts.can_confirm]


def added(problems: list[dict[str, Any]], errors: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The kinds of mistakes with these errors added; the most frequent first.

    An error has `field code detail row cell label`; a kind of mistake is one sentence at one field, whatever
    numbers stand in it.
    """
    kinds = {_kind_of(each): dict(each) for each in problems}
    for error in errors:
        key = _kind_of(error)
        if key not in kinds and len(kinds) >= MOST_PROBLEMS:
            key = (error["field"], error["code"], "其他错误，见错误文件")
        first = {"field": key[0], "code": key[1], "detail": error["detail"], "count": 0, "cells": []}
        kind = kinds.setdefault(key, first)
        kind["count"] += 1
        if kind["detail"] != error["detail"]:
            kind["detail"] = key[2]
        if len(kind["cells"]) < MOST_CELLS:
            kind["cells"] = [*kind["cells"], {name: error[name] for name in ("row", "cell", "label")}]
    return sorted(kinds.values(), key=lambda kind: -kind["count"])


def _kind_of(error: Mapping[str, Any]) -> tuple[str, str, str]:
    return error["field"], error["code"], _NUMBERS.sub("…", error["detail"])
