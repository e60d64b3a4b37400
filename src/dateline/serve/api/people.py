"""People: who is what in the project."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path
from pydantic import BaseModel

from dateline.serve.access import AsAdmin, MissingError, Role
from dateline.serve.accounts import stored
from dateline.serve.api.answering import problems

ROUTER = APIRouter(prefix="/projects/{project}/people", tags=["people"], responses=problems())


class Member(BaseModel):
    """Somebody who is in the project."""

    name: str
    role: Role
    disabled: bool


class NewRole(BaseModel):
    """What somebody is to be; null: nothing in this project."""

    role: Role | None


@ROUTER.get("", operation_id="listPeople")
def list_people(here: AsAdmin) -> list[Member]:
    """The people of the project; none where the workbench has no accounts."""
    if here.workbench.accounts.open:
        return []
    found = stored(here.workbench).people.everyone(here.project)
    return [
        Member(name=person.name, role=person.roles[here.project], disabled=person.disabled is not None)
        for person in found
    ]


@ROUTER.put("/{name}/role", operation_id="setRole", status_code=204)
def set_role(here: AsAdmin, name: Annotated[str, Path(max_length=200)], asked: NewRole) -> None:
    """Make somebody of the project something else in it, or nothing. Others are invited on the page of people."""
    people = stored(here.workbench).people
    person = people.called(name)
    if person is None or here.project not in person.roles:
        raise MissingError(f"nobody called {name!r} is in this project")
    people.set_role(person.name, here.project, asked.role, by=here.visitor.name)
