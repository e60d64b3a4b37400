"""A client of the workbench's API, for programs elsewhere.

::

    with Client("https://workbench.example", token="…") as client:
        project = client.project("idlib")
        for incident in project.incidents(harm="killed", since="2024-11-27"):
            print(incident.title, incident.grade)

Needs the extra ``dateline[serve]``, or httpx alone.
"""

from __future__ import annotations

from dateline.client.client import Client
from dateline.client.connection import ApiError
from dateline.client.project import Project

__all__ = ["ApiError", "Client", "Project"]
