"""The dossier of an incident: what is known of it and from whom, beside another one, and what people decide about it."""

from __future__ import annotations

from fastapi import APIRouter

from dateline.serve.pages.incidents import beside, decide, show

ROUTER = APIRouter()
for _part in (decide, beside, show):  # the addresses with a word of their own before that of any incident
    ROUTER.include_router(_part.ROUTER)
