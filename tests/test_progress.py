"""A command at work says so on a terminal, and nowhere else."""

from __future__ import annotations

import io
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from project_runs import rjh

from rjh_warehouse.cli import base, progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True

    def line(self) -> str:
        """What stands on the terminal's last line."""
        shown: list[str] = []
        for part in self.getvalue().split("\n")[-1].split("\r"):
            shown[: len(part)] = list(part)
        return "".join(shown).rstrip()


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Iterator[Terminal]:
    made = Terminal()
    monkeypatch.setattr(progress, "_terminal", lambda: made)
    monkeypatch.setattr(progress, "DELAY_SECONDS", 0.0)
    monkeypatch.setattr(progress, "INTERVAL_SECONDS", 0.01)
    yield made
    progress.end()


def _until(terminal: Terminal, text: str) -> None:
    for _ in range(500):
        if text in terminal.line():
            return
        time.sleep(0.01)
    raise AssertionError(terminal.getvalue())


def test_what_is_done_is_told_and_then_taken_away(terminal: Terminal) -> None:
    progress.begin("rjh audit")
    _until(terminal, "rjh audit … 0 s")
    progress.tell("Granskar mart.frame", 3, 155)
    _until(terminal, "Granskar mart.frame 3/155 … 0 s")
    progress.tell("Klar")
    _until(terminal, "Klar … 0 s")
    progress.end()
    assert terminal.line() == ""


def test_what_is_printed_stands_on_a_line_of_its_own(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", terminal)
    progress.begin("rjh audit")
    _until(terminal, "rjh audit")
    base.show("en rad")
    progress.end()
    assert "en rad" in [line.split("\r")[-1] for line in terminal.getvalue().split("\n")]


def test_nothing_is_drawn_while_somebody_is_asked(terminal: Terminal) -> None:
    progress.begin("rjh contract draft")
    _until(terminal, "rjh")
    progress.pause()
    before = terminal.getvalue()
    time.sleep(0.1)
    assert terminal.getvalue() == before and terminal.line() == ""


@pytest.mark.parametrize("is_dumb", [True, False])
def test_it_is_quiet_where_nobody_can_see_it(monkeypatch: pytest.MonkeyPatch, is_dumb: bool) -> None:
    stream = Terminal() if is_dumb else io.StringIO()
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setattr(progress, "DELAY_SECONDS", 0.0)
    monkeypatch.setenv("TERM", "dumb" if is_dumb else "xterm")
    progress.begin("rjh build")
    progress.tell("x", 1, 2)
    progress.clear()
    progress.end()
    assert stream.getvalue() == ""


def test_a_line_is_no_wider_than_the_terminal(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.get_terminal_size", lambda: os.terminal_size((40, 20)))
    progress.begin("x" * 200)
    _until(terminal, "x" * 39)
    assert len(terminal.line()) == 39


def test_a_piped_command_writes_its_answer_alone(tmp_path: Path) -> None:
    done = rjh("export", "contracts", "--out", str(tmp_path), data=tmp_path)
    assert done.returncode == 0 and done.stderr == "" and "\r" not in done.stdout
