"""The page of the API's operations, from the routes of the workbench."""

from __future__ import annotations

from dateline.serve.api.describe import Operation, description, operations
from dateline.serve.app import create_app
from dateline.serve.workbench import Workbench


def api_page() -> str:
    """Every operation, with its parameters and the shape of its body."""
    described = description(create_app(Workbench(projects={})))
    lines = ["# API", "", described["info"]["description"].replace("\n", " ").replace("  ", "\n\n"), ""]
    lines += [
        "How to use it: [the how-to](../how-to/use-the-api.md). The same as OpenAPI 3.1: `/api/v1/openapi.json`.",
        "",
    ]
    for group, found in operations(described).items():
        lines += [f"## {group.capitalize()}", ""]
        for operation in found:
            lines += _operation(operation)
    return "\n".join(lines)


def _operation(operation: Operation) -> list[str]:
    lines = [f"### {operation.name}", "", f"`{operation.method} {operation.path}`", "", operation.meaning, ""]
    if operation.body:
        lines += [f"Body: {operation.body}.", ""]
    if operation.parameters:
        lines += ["| parameter | in | shape | meaning |", "| --- | --- | --- | --- |"]
        lines += [
            f"| `{p.name}`{' (required)' if p.required else ''} | {p.place} | {p.shape.replace(' | ', ', ')} | {p.meaning} |"
            for p in operation.parameters
        ]
        lines.append("")
    return lines
