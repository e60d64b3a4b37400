"""Taking reports in: the route read → parse → code → store → link, for many reports, in several processes.

::

    add_and_link(inputs, intake) → what was added, known, failed, linked

It stands above the rooms, as the pipeline does: ``dateline add`` and ``dateline watch`` are its doors.
"""

from __future__ import annotations

from dateline.intake.add import Added, Intake, add_and_link, add_coded
from dateline.intake.versions import versions_of

__all__ = ["Added", "Intake", "add_and_link", "add_coded", "versions_of"]
