"""An example for each field and parameter that the API describes, so that a page of documentation can be tried out.

Examples stand at the fields themselves (`examples`, JSON Schema 2020-12); whoever shows a body puts them together.
"""

from collections.abc import Iterator
from typing import Any

from services.api.kernel.openapi_words import OF_SCHEMA, WORDS

Json = dict[str, Any]
USUAL_NUMBER = 3
NUMBERS = {
    "status": 409,
    "school_year": 2026,
    "first_school_year": 2026,
    "capped_year": 2026,
    "limit": 50,
    "weight": 10,
    "position": 18231,
}
FORMATS = {"uuid": "019b0c5e-7a10-7c3e-9d51-3f2a6b7c8d9e", "date-time": "2026-11-21T01:40:00Z", "binary": "(文件内容)"}
DAY, FIRST_DAY, LAST_DAY, BIRTHDAY = "2026-11-21", "2026-09-01", "2027-08-31", "1985-07-12"
FIRST_DAYS, LAST_DAYS = (
    ("start", "from", "since", "valid_from", "after"),
    ("end", "to_", "until", "expires", "valid_to"),
)
PARAMETERS = {
    "cursor": "eyJrIjpbIjIwMjYi…",
    "q": "虢镇",
    "school_year": "2026-2027",
    "first_school_year": "2022-2023",
    "group_by": "county",
    "if-match": '"3"',
    "If-Match": '"3"',
    "at_school": "虢镇小学",
    "filename": "名单.xlsx",
    "idempotency-key": "019b0c5e-7a10-7c3e",
    "Idempotency-Key": "019b0c5e-7a10-7c3e",
    "upload": "名单.xlsx",
}
CURSORS = {"next_cursor": "eyJrIjpbIjIwMjYi…", "prev_cursor": "eyJrIjpbIjIwMjUi…"}


def add_examples(document: Json) -> None:
    """Give every field of the schemas and every parameter an example that its own schema allows."""
    for name, schema in document.get("components", {}).get("schemas", {}).items():
        for field, described in schema.get("properties", {}).items():
            example = example_of(described, field, name)
            if example is not None and not {"example", "examples"} & described.keys():
                described["examples"] = [example]
    for parameter in _parameters(document):
        example = PARAMETERS.get(parameter["name"]) or example_of(parameter["schema"], parameter["name"], "")
        if example is not None and not {"example", "examples"} & parameter.keys():
            parameter["example"] = example


def _parameters(document: Json) -> Iterator[Json]:
    for path in document["paths"].values():
        for operation in path.values():
            yield from operation.get("parameters", [])


def example_of(described: Json, field: str, schema: str) -> Any:
    """An example of one field; None where its codes or its own schema say it already."""
    kinds = [kind for kind in described.get("anyOf", [described]) if kind.get("type") != "null"]
    plain = [kind for kind in kinds if "type" in kind and not {"enum", "const"} & kind.keys()]
    if not plain:
        return None
    kind = plain[0]
    if kind["type"] == "array":
        inner = example_of(kind.get("items", {}), field, schema)
        return None if inner is None else [inner]
    return _SCALARS.get(kind["type"], _nothing)(kind, field, schema)


def _text(kind: Json, field: str, schema: str) -> str | None:
    if kind.get("format") == "date":
        return _day(field)
    return FORMATS.get(kind.get("format", "")) or _word(field, schema)


def _day(field: str) -> str:
    if field.startswith("birth"):
        return BIRTHDAY
    if field.startswith(LAST_DAYS):
        return LAST_DAY
    return FIRST_DAY if field.startswith(FIRST_DAYS) else DAY


def _word(field: str, schema: str) -> str | None:
    for beginning, named, example in OF_SCHEMA:
        if field == named and schema.startswith(beginning):
            return str(example)
    if field in CURSORS:
        return CURSORS[field]
    if field == "name" or field.endswith("_by"):
        return str(WORDS["person"])
    return str(WORDS[field]) if field in WORDS else _of_id(field)


def _of_id(field: str) -> str | None:
    return FORMATS["uuid"] if field in {"id", "on_behalf_of"} or field.endswith("_id") else None


def _number(kind: Json, field: str, _schema: str) -> float:
    usual = NUMBERS.get(field, USUAL_NUMBER)
    least, most = float(kind.get("minimum", usual)), float(kind.get("maximum", usual))
    return usual if least <= usual <= most else int(most if usual > most else least)


def _fraction(kind: Json, field: str, schema: str) -> float:
    return 0.97 if "RATE" in field else _number(kind, field, schema)


def _nothing(_kind: Json, _field: str, _schema: str) -> None:
    return None


_SCALARS = {"string": _text, "integer": _number, "number": _fraction}
