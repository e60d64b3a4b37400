"""The projects of whoever asks."""

from __future__ import annotations

from fastapi import APIRouter, Request
from pydantic import BaseModel

from dateline.serve.access import AsViewer, Role, SignedIn, check_scope
from dateline.serve.api.answering import problems
from dateline.serve.workbench import Workbench

ROUTER = APIRouter(tags=["projects"], responses=problems())


class Project(BaseModel):
    """A project, and what one is in it."""

    name: str
    role: Role


class ProjectStats(Project):
    """A project, with how much of everything its store holds."""

    holds: dict[str, int | str | None]


@ROUTER.get("/projects", operation_id="listProjects")
def list_projects(request: Request, visitor: SignedIn) -> list[Project]:
    """The projects that you are in."""
    check_scope(visitor, "read")
    workbench: Workbench = request.app.state.workbench
    roles = {name: workbench.accounts.role(visitor, name) for name in workbench.projects}
    return [Project(name=name, role=role) for name, role in roles.items() if role is not None]


@ROUTER.get("/projects/{project}", operation_id="getProject")
def get_project(here: AsViewer) -> ProjectStats:
    """One project, and how much its store holds."""
    return ProjectStats(name=here.project, role=here.role, holds=here.store.stats())
