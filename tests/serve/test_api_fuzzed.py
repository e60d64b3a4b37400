"""The API against what no program meant, made from its own description by schemathesis; a short run."""

from __future__ import annotations

import os
import traceback
from typing import Any

import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import CHECKS, load_all_checks

from dateline.serve.app import create_app
from dateline.serve.workbench import Workbench
from dateline.store import Store

load_all_checks()
_MORE = int(os.environ.get("FUZZ_EXAMPLES", "4"))
_HELD = [
    CHECKS.get_one(name)
    for name in (
        "not_a_server_error",
        "status_code_conformance",
        "content_type_conformance",
        "response_schema_conformance",
    )
]
_HEADERS = {"authorization": "Bearer none"}
_PATIENCE = 300.0
"""Seconds: how long an answer takes on a busy machine is not what is tested."""


def test_nothing_breaks_the_api(own_store: Store) -> None:
    app = create_app(Workbench(projects={"samples": own_store}, hosts=("*",)))
    described = schemathesis.openapi.from_asgi("/api/v1/openapi.json", app, headers=_HEADERS, timeout=_PATIENCE)
    wrong: list[str] = []
    operations = [result.ok() for result in described.get_all_operations()]
    assert len(operations) > 20
    for operation in operations:
        try:
            _try(operation)
        except Exception as error:  # whatever it is, the other operations are tried too
            wrong.append(f"{operation.label}: {' '.join(traceback.format_exception(error))}")
    assert wrong == [], "\n\n".join(wrong)


def _try(operation: Any) -> None:
    @settings(
        max_examples=_MORE, deadline=None, database=None, derandomize=True, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=operation.as_strategy())
    def one(case: schemathesis.Case) -> None:
        if "project" in case.path_parameters:
            case.path_parameters["project"] = "samples"
        case.call_and_validate(headers=_HEADERS, checks=_HELD, timeout=_PATIENCE)

    one()
