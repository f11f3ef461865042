"""The OpenAPI document says what is really sent: errors are `application/problem+json`; each field has an example."""

from typing import Any

from fastapi import FastAPI
from pydantic.json_schema import models_json_schema

from services.api.kernel.openapi_examples import add_examples
from services.contracts.problems import ProblemOut

SCHEMAS = "#/components/schemas/{model}"


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
        return document

    app.openapi = openapi  # type: ignore[method-assign] # the documented way to extend it
