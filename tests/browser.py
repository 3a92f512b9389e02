"""Pages in headless Chromium: by axe-core, at a phone's and a screen's width, with no request and no console error."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest
from playwright.sync_api import Page, sync_playwright

CHROMIUM = next((found for name in ("chromium", "google-chrome", "chrome") if (found := shutil.which(name))), None)
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDTHS = (360, 1440)


def needs_browser(test: Callable[..., None]) -> Callable[..., None]:
    """Mark a test as one that looks at pages; where there is no browser it says that nothing was looked at."""
    told = "NOT LOOKED AT: no Chromium on this machine, so no page was tried (apt install chromium)"
    return pytest.mark.slow(pytest.mark.browser(pytest.mark.skipif(CHROMIUM is None, reason=told)(test)))


def looked_at(path: Path, act: Callable[[Page], None] | None = None) -> None:
    """Hold a page to the rules at every width, after `act` has done something with it."""
    axe = next(Path(axe_playwright_python.__file__).parent.glob("*.js")).read_text(encoding="utf-8")
    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for width in WIDTHS:
            viewport: Any = {"width": width, "height": 900}
            said: list[str] = []
            asked: list[str] = []
            as_it_is = browser.new_context(viewport=viewport).new_page()
            as_it_is.on("console", lambda message, said=said: said.append(message.text))
            as_it_is.on("pageerror", lambda error, said=said: said.append(str(error)))
            as_it_is.on("request", lambda request, asked=asked: asked.append(request.url))
            as_it_is.goto(path.as_uri())
            if act:
                act(as_it_is)
            assert as_it_is.evaluate("document.documentElement.scrollWidth") <= width
            assert asked == [path.as_uri()]
            assert said == []
            open_to_axe = browser.new_context(viewport=viewport, bypass_csp=True).new_page()
            open_to_axe.goto(path.as_uri())
            if act:
                act(open_to_axe)
            open_to_axe.evaluate(axe)
            found = open_to_axe.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)
            assert [(v["id"], v["nodes"][0]["html"]) for v in found["violations"]] == []
        browser.close()
