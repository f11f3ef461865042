"""The OpenAPI document says what is really sent: errors are `application/problem+json`; each field has an example."""

from typing import Any

from fastapi import FastAPI
from pydantic.json_schema import models_json_schema

from services.api.kernel.openapi_examples import add_examples
from services.api.kernel.sandbox_day import HEADER
from services.contracts.problems import ProblemOut

SCHEMAS = "#/components/schemas/{model}"
SANDBOX_DAY = "SandboxDate"
NOT_OF_A_DAY = "/api/v1/changes"
"""The log and its snapshots are told as of now."""


def complete_description(app: FastAPI) -> None:
    """Let `app.openapi()` describe the problem that every route names by reference, and add examples."""
    generate = app.openapi

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is not None:
            return app.openapi_schema
        document = generate()
        _, problem = models_json_schema([(ProblemOut, "serialization")], ref_template=SCHEMAS)
        schemas = document["components"]["schemas"]
        document["components"]["schemas"] = dict(sorted({**schemas, **problem["$defs"]}.items()))
        add_examples(document)
        _add_sandbox_day(document)
        return document

    app.openapi = openapi  # type: ignore[method-assign] # the documented way to extend it


def _add_sandbox_day(document: dict[str, Any]) -> None:
    """The header with which systems that practise read as of another day, once, named by each read of theirs."""
    document["components"]["parameters"] = {
        SANDBOX_DAY: {
            "name": HEADER, "in": "header", "required": False, "schema": {"type": "string", "format": "date"},
            "example": "2026-12-05",
            "description": "Systems that practise only: answered as of that day in Asia/Shanghai. From others a 422.",
        }
    }  # fmt: skip
    named = {"$ref": f"#/components/parameters/{SANDBOX_DAY}"}
    for path, item in document["paths"].items():
        read = item.get("get")
        if read is not None and "401" in read["responses"] and not path.startswith(NOT_OF_A_DAY):
            read["parameters"] = [*read.get("parameters", []), named]
