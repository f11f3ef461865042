"""The regions that ship with the product, read from `data/` and spelled."""

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from services.api.features.regions.rules import full_name
from services.api.kernel.pinyin import place_spelling
from services.contracts.codes import RegionLevel

DATA = Path(__file__).parent / "data"
VALID_FROM = date(2026, 1, 1)
_LEVELS = {"0": RegionLevel.nation, "1": RegionLevel.province, "2": RegionLevel.city, "3": RegionLevel.county}


def official_rows() -> list[dict[str, Any]]:
    """Column → value of every region, parents before children."""
    full_names: dict[str, str] = {"": ""}
    rows = []
    for line in sorted(_lines(), key=lambda line: (line["level"], line["code"])):
        full_names[line["code"]] = full_name(full_names[line["parent"]], line["name"])
        pinyin, initials = place_spelling(line["name"])
        rows.append(
            {
                "code": line["code"],
                "name": line["name"],
                "full_name": full_names[line["code"]],
                "level": _LEVELS[line["level"]],
                "parent_code": line["parent"] or None,
                "pinyin": pinyin,
                "initials": initials,
                "official": line["code"].isdigit(),
                "valid_from": VALID_FROM,
                "valid_to": None,
            }
        )
    return rows


def _lines() -> Iterator[dict[str, str]]:
    for name in ("regions.csv", "authorities.csv"):
        with (DATA / name).open(encoding="utf-8", newline="") as file:
            yield from csv.DictReader(file)
