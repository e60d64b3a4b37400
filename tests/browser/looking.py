"""Opens pages from files, and keeps what they should not have done."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, Page, Route


@dataclass
class Looking:
    """Opens pages, and keeps what they should not have done: requests beyond their own file, errors in the console."""

    browser: Browser
    folder: Path
    requests: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def at(self, html: str, *, width: int = 1280, scheme: str = "light", scripts: bool = True) -> Page:
        """The page, opened from a file in a window of the width, without animation."""
        file = self.folder / "page.html"
        file.write_text(html, encoding="utf-8", newline="")
        context = self.browser.new_context(
            viewport={"width": width, "height": 844},
            color_scheme="dark" if scheme == "dark" else "light",
            reduced_motion="reduce",
            java_script_enabled=scripts,
        )
        page = context.new_page()

        def stop(route: Route) -> None:
            url = route.request.url
            if url == file.as_uri():
                route.continue_()
            else:
                self.requests.append(url)
                route.abort()

        page.route("**/*", stop)
        page.on(
            "console",
            lambda message: self.errors.append(message.text) if message.type in ("error", "warning") else None,
        )
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.goto(file.as_uri())
        return page
