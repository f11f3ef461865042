"""The OpenAPI document says what is really sent: errors are `application/problem+json`; each field has an example."""

from typing import Any

from fastapi import FastAPI

from services.api.kernel.openapi_examples import add_examples
from services.api.kernel.problems import PROBLEM_MEDIA_TYPE

JSON = "application/json"
FIRST_ERROR = 400


def complete_description(app: FastAPI) -> None:
    """Let `app.openapi()` give problems their media type, of which FastAPI knows one a route only, and add examples."""
    generate = app.openapi

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is not None:
            return app.openapi_schema
        document = generate()
        add_examples(document)
        for path in document["paths"].values():
            for operation in path.values():
                _mark_errors(operation.get("responses", {}))
        return document

    app.openapi = openapi  # type: ignore[method-assign] # the documented way to extend it


def _mark_errors(responses: dict[str, Any]) -> None:
    for status, response in responses.items():
        content = response.get("content", {})
        if status.isdecimal() and int(status) >= FIRST_ERROR and JSON in content:
            response["content"] = {PROBLEM_MEDIA_TYPE: content[JSON]}
