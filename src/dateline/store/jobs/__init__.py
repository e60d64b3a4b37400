"""Work that waits: what was uploaded and is to be coded, what is to be linked, what is to be told to others.

A job is leased to one worker at a time; what comes of it and how far it has come are kept in one transaction, so that
a worker that is killed at any moment loses nothing and does nothing twice::

    jobs = Jobs(store)
    upload = jobs.open_upload("Reviewer", {"source": "Radio A"})
    jobs.add([NewJob(kind="file", name="report.txt", upload=upload, data=b"…")])
    leased = jobs.lease("worker 1")
"""

from __future__ import annotations

from dateline.store.jobs.queue import BusyError, Jobs, Leased, LostLeaseError, NewJob
from dateline.store.jobs.results import Came, keep_results, outcomes_of, results_of
from dateline.store.jobs.shown import JobShown, Upload, UploadCounts, Uploads

__all__ = [
    "BusyError",
    "Came",
    "JobShown",
    "Jobs",
    "Leased",
    "LostLeaseError",
    "NewJob",
    "Upload",
    "UploadCounts",
    "Uploads",
    "keep_results",
    "outcomes_of",
    "results_of",
]
