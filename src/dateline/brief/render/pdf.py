"""A brief as PDF, printed from its HTML page."""

from __future__ import annotations

from collections.abc import Iterable

from dateline.brief.limits import PAGES
from dateline.brief.record import Brief
from dateline.brief.render.html import page
from dateline.errors import SettingError


def render(brief: Brief) -> bytes:
    """The brief as PDF, as :func:`fitted` makes it."""
    return fitted([brief])[1]


def fitted(briefs: Iterable[Brief]) -> tuple[Brief, bytes]:
    """The first of the briefs that stands on four pages, else the last, and it as PDF, tagged for screen readers.

    Raises SettingError when WeasyPrint or the Pango library that it needs is not installed.
    """
    try:
        import weasyprint  # type: ignore[import-untyped]
    except (ImportError, OSError) as error:
        # WeasyPrint loads Pango as it is imported, and raises OSError where there is none.
        raise SettingError(
            f"PDF cannot be made here ({str(error).splitlines()[0]}): install the extra dateline[brief], and the library Pango "
            "(on Debian: apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0), or take --format html or docx"
        ) from error
    # A page holds all that it shows, and loads nothing.
    fetcher = weasyprint.urls.URLFetcher(allowed_protocols=["data"], allow_redirects=False)
    options = {"pdf_variant": "pdf/ua-1"}
    for brief in briefs:
        laid_out = weasyprint.HTML(string=page(brief), url_fetcher=fetcher).render(**options)
        if len(laid_out.pages) <= PAGES:
            break
    return brief, bytes(laid_out.write_pdf(**options))
