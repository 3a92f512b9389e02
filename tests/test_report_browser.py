"""The month's report in a browser: accessible by axe-core, whole on a phone's width, and asking for nothing."""

from __future__ import annotations

import shutil
from pathlib import Path

import axe_playwright_python
import pytest
from click.testing import CliRunner
from playwright.sync_api import sync_playwright
from report_file import report_project

from rjh_warehouse.cli import main

CHROMIUM = next((found for name in ("chromium", "google-chrome", "chrome") if (found := shutil.which(name))), None)
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine"),
]


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_report_is_accessible_and_loads_nothing(tmp_path: Path, language: str) -> None:
    project, path = report_project(tmp_path), tmp_path / "report.html"
    words = ["report", "2024-04", "--lang", language, "--out", str(path), "--project", str(project.root)]
    assert CliRunner().invoke(main, words).exit_code == 0
    axe = next(Path(axe_playwright_python.__file__).parent.glob("*.js")).read_text(encoding="utf-8")
    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for width in (360, 1440):
            page = browser.new_context(viewport={"width": width, "height": 900}, bypass_csp=True).new_page()
            asked: list[str] = []
            said: list[str] = []
            page.on("request", lambda request, asked=asked: asked.append(request.url))
            page.on("console", lambda message, said=said: said.append(message.text))
            page.goto(path.as_uri())
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            figure = page.locator("details.figure > summary").first
            figure.focus()
            page.keyboard.press("Enter")
            assert page.locator("details.figure[open] code").first.is_visible()
            page.evaluate(axe)
            found = page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)
            assert [(v["id"], v["nodes"][0]["html"]) for v in found["violations"]] == []
            assert asked == [path.as_uri()]
            assert said == []
        browser.close()
