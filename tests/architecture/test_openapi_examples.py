"""The description of the API shows an example of everything, and the examples are what the API would take."""

import json
from collections.abc import Iterator
from typing import Any

import jsonschema_rs
import pytest
from fastapi import FastAPI

from services.contracts.problem_codes import PROBLEMS

Json = dict[str, Any]
PLAIN = {"string", "integer", "number"}


@pytest.fixture(scope="module")
def document(wired_app: FastAPI) -> Json:
    """What integrators download."""
    return wired_app.openapi()


def _kinds(described: Json) -> Iterator[Json]:
    """The plain values that a field takes, also within a list; codes say their values themselves."""
    for kind in described.get("anyOf", [described]):
        if kind.get("type") == "array":
            yield from _kinds(kind.get("items", {}))
        elif kind.get("type") in PLAIN and not {"enum", "const"} & kind.keys():
            yield kind


def _fields(document: Json) -> Iterator[tuple[str, Json]]:
    for name, schema in document["components"]["schemas"].items():
        for field, described in schema.get("properties", {}).items():
            yield f"{name}.{field}", described


def _resolved(document: Json, parameters: list[Json]) -> list[Json]:
    shared = {f"#/components/parameters/{name}": found for name, found in document["components"]["parameters"].items()}
    return [shared[each["$ref"]] if "$ref" in each else each for each in parameters]


def test_every_field_has_an_example(document: Json) -> None:
    lacking = [name for name, found in _fields(document) if any(_kinds(found)) and "examples" not in found]
    assert lacking == []


def test_every_parameter_has_an_example(document: Json) -> None:
    lacking = [
        f"{method} {path} {parameter['name']}"
        for path, item in document["paths"].items()
        for method, operation in item.items()
        for parameter in _resolved(document, operation.get("parameters", []))
        if any(_kinds(parameter["schema"])) and not {"example", "examples"} & (parameter.keys() | parameter["schema"])
    ]
    assert lacking == []


def _is_taken(document: Json, described: Json, example: Any) -> bool:
    """The components go along only where the field names one: to read them all takes longer than the question."""
    components = {"components": document["components"]} if '"$ref"' in json.dumps(described) else {}
    return jsonschema_rs.is_valid({**described, **components}, example)


def test_an_example_is_what_its_field_takes(document: Json) -> None:
    wrong = [
        name
        for name, found in _fields(document)
        for example in found.get("examples", [])
        if not _is_taken(document, found, example)
    ]
    assert wrong == []


def test_an_example_of_a_problem_is_a_problem_of_ours(document: Json) -> None:
    shown = {
        example
        for name, found in _fields(document)
        if name in {"ProblemOut.code", "FieldProblem.code", "ImportProblem.code", "AcceptResult.code"}
        for example in found["examples"]
    }
    assert shown <= set(PROBLEMS)
