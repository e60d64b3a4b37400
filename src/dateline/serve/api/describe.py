"""The description of the API, OpenAPI 3.1, made from the routes themselves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, FastAPI, Request
from fastapi.openapi.utils import get_openapi

from dateline.serve.access import SignedIn, check_scope
from dateline.serve.api.answering import problems

ROUTER = APIRouter(tags=["description"], responses=problems())


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of an operation: where it goes (path, query) and of which shape it is."""

    name: str
    place: str
    shape: str
    required: bool
    meaning: str


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation of the API."""

    name: str
    group: str
    method: str
    path: str
    meaning: str
    parameters: tuple[Parameter, ...]
    body: str


_INTRODUCTION = """\
Everything that the pages of the workbench do. Sign in by a token: `Authorization: Bearer …`.

Lists come in pages: ask again with `next` as `cursor`, or follow the `Link` header. Records bear an `ETag`: give it as
`If-None-Match` to hear only of changes, and as `If-Match` so that nothing is decided about what has changed meanwhile (412).
Problems are as in RFC 9457. Times are UTC, days ISO 8601, places WGS 84 degrees, offsets code points of the text."""


@ROUTER.get("/openapi.json", operation_id="describe")
def describe(request: Request, visitor: SignedIn) -> dict[str, Any]:
    """This description."""
    check_scope(visitor, "read")
    return description(request.app)


def description(app: FastAPI) -> dict[str, Any]:
    """The description of the application's API, made once."""
    if app.openapi_schema is None:
        made = get_openapi(
            title="Dateline",
            version=app.version,
            description=_INTRODUCTION,
            routes=app.routes,
            separate_input_output_schemas=True,
        )
        made["components"]["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
        made["security"] = [{"token": []}]
        app.openapi_schema = made
    return app.openapi_schema


def operations(described: dict[str, Any]) -> dict[str, list[Operation]]:
    """The operations of a description, by what they are about."""
    groups: dict[str, list[Operation]] = {}
    for operation in _operations(described):
        groups.setdefault(operation.group, []).append(operation)
    return groups


def _operations(described: dict[str, Any]) -> Iterator[Operation]:
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            body = operation.get("requestBody", {}).get("content", {})
            yield Operation(
                name=operation["operationId"],
                group=operation["tags"][0],
                method=method.upper(),
                path=path,
                meaning=operation.get("description", ""),
                parameters=tuple(
                    Parameter(
                        p["name"], p["in"], _shape(p["schema"]), bool(p.get("required")), p.get("description", "")
                    )
                    for p in operation.get("parameters", ())
                ),
                body=", ".join(_shape(part["schema"]) for part in body.values()),
            )


def _shape(schema: dict[str, Any]) -> str:
    """A schema in a few words."""
    if "$ref" in schema:
        return str(schema["$ref"].rpartition("/")[2])
    if "enum" in schema:
        return " | ".join(map(str, schema["enum"]))
    if "anyOf" in schema:
        return " or ".join(shape for part in schema["anyOf"] if (shape := _shape(part)) != "null")
    if schema.get("type") == "array":
        return f"list of {_shape(schema.get('items', {}))}"
    return str(schema.get("format") or schema.get("type") or "anything")
