"""The month's report in a browser: accessible by axe-core, whole on a phone's width, and asking for nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from browser import looked_at, needs_browser
from click.testing import CliRunner
from playwright.sync_api import Page
from report_file import report_project

from rjh_warehouse.cli import main


def open_a_figure(page: Page) -> None:
    """By the keyboard alone."""
    page.locator("details.figure > summary").first.focus()
    page.keyboard.press("Enter")
    assert page.locator("details.figure[open] code").first.is_visible()


@needs_browser
@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_report_is_accessible_and_loads_nothing(tmp_path: Path, language: str) -> None:
    project, path = report_project(tmp_path), tmp_path / "report.html"
    words = ["report", "2024-04", "--lang", language, "--out", str(path), "--project", str(project.root)]
    assert CliRunner().invoke(main, words).exit_code == 0
    looked_at(path, open_a_figure)
