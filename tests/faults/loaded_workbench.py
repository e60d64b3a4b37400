"""The workbench made once, for whom it serves nothing: what a forked process then makes takes no time."""

from __future__ import annotations

import dateline.serve.run  # noqa: F401
from dateline.serve.app import create_app
from dateline.serve.workbench import Workbench

create_app(Workbench(projects={}))
