"""What a page of frozen numbers is asked for; what may be asked is in the answer."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from services.contracts.periods import FrozenAnswer
from services.web.api_client.base import Query
from services.web.filters import REGION, Allowed, Filters
from services.web.pages.statistics.asked import NO_GROUP, Choices

OLDER_SHOWN = 5
"""Versions before the one that is shown, to which links lead."""


@dataclass(frozen=True, slots=True)
class FrozenAsked:
    """The address of a page of frozen numbers, in the form that the tables of the live pages take."""

    found: FrozenAnswer
    typed: Filters

    KNOWN: ClassVar[Mapping[str, Allowed]] = {
        "region_code": REGION, "group": re.compile(r"[a-z_]{1,40}"), "version": re.compile(r"[1-9]\d{0,4}"),
    }  # fmt: skip

    @staticmethod
    def query(filters: Filters) -> Query:
        """The API's parameters."""
        group = filters.get("group")
        return {
            "region_code": filters.get("region_code"), "group_by": "" if group == NO_GROUP else group,
            "version": filters.get("version"),
        }  # fmt: skip

    @property
    def filters(self) -> Filters:
        """The address without the version: another region has versions of its own."""
        return Filters(self.typed.path, {name: self.typed.get(name) for name in ("region_code", "group")})

    @property
    def group(self) -> str:
        """By what it is grouped."""
        return self.found.group_by[0] if self.found.group_by else NO_GROUP

    @property
    def group_label(self) -> str:
        """The group in words, empty without one."""
        return dict(self._labels).get(self.group, "")

    @property
    def _labels(self) -> Choices:
        frozen = self.found.dimensions
        return [(each.name, each.label) for each in self.found.definition.dimensions if each.name in frozen]

    @property
    def groups(self) -> Choices:
        """By what it was frozen."""
        return [*((name, f"按{label}") for name, label in self._labels), (NO_GROUP, "不分组")]

    @property
    def older(self) -> Choices:
        """The versions before this one, as address and words, and the latest when another one was asked for."""
        before = range(self.found.version - 1, max(self.found.version - 1 - OLDER_SHOWN, 0), -1)
        latest = [(self.typed.href(version=""), "最新的")] if self.typed.get("version") else []
        return [*latest, *((self.typed.href(version=str(each)), f"第{each}版") for each in before)]

    @staticmethod
    def rows(_part: str, _group: Mapping[str, object], _years_of: tuple[int, int]) -> str:
        """No list: the rows of the past may have been changed since."""
        return ""
