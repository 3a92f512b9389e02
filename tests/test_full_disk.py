"""A full disk is said by every command, with what may be freed, and takes nothing that was there."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from small_project import lake_of, run, small_project, stored


class _Usage(NamedTuple):
    total: int
    used: int
    free: int


def _no_room(*_: Any, **__: Any) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "somewhere")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    made = small_project(tmp_path)
    (made / "deliveries" / "cost_202405.csv").write_text("ansvar;belopp\n0101;1\n", encoding="utf-8")
    return made


COMMANDS = [("load",), ("nightly",), ("clean",), ("build",), ("verify", "--lake", "--repair")]


@pytest.mark.parametrize("words", COMMANDS, ids=lambda w: w[0])
def test_a_full_disk_is_said_with_what_to_free(
    project: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    (lake_of(project).root / "work" / "killed").mkdir()
    damaged = lake_of(project).journal.file(1)
    damaged.write_bytes(b"damaged")
    before = {p: text for p, text in stored(project).items() if "work" not in p.parts}
    with monkeypatch.context() as patch:
        patch.setattr("shutil.disk_usage", lambda _: _Usage(10, 10, 0))
        for place in ("lake.store.move", "lake.store.move_once", "lake.journal.move", "intake.repair.move"):
            patch.setattr(f"rjh_warehouse.{place}", _no_room)
        patch.setattr("rjh_warehouse.build.session.new_generation", _no_room)
        patch.setattr("rjh_warehouse.lake.leftovers.os.replace", _no_room)
        done = run(project, *words)
    assert done.exit_code in (1, 3), done.output
    assert "Disken är full" in done.output
    assert "rjh clean --keep-days 0" in done.output
    assert not isinstance(done.exception, OSError)
    after = stored(project)
    assert {p: text for p, text in after.items() if p in before} | {damaged: b"damaged"} == before
    assert run(project, "load").exit_code == 1  # with room; one file is refused as before
    assert "cost_202405.csv" in {r.file_name for r in lake_of(project).records()}


def test_an_acceptance_on_a_full_disk_is_said(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blocked = next(r.delivery_id for r in lake_of(project).records() if r.state == "blocked")
    monkeypatch.setattr("rjh_warehouse.lake.acceptance.move", _no_room)
    done = run(project, "accept", blocked, "--by", "A", "--reason", "B", "--until", "2999-12-31")
    assert done.exit_code == 3
    assert "Disken är full" in done.output


def test_status_says_what_is_damaged_and_always_answers(project: Path) -> None:
    lake = lake_of(project)
    record = lake.records()[0]
    lake.rows_file("cost", record.delivery_id).write_bytes(b"damaged")
    lake.record_file(lake.records()[1].delivery_id).write_bytes(b"\x00")
    (lake.root / "seen.json").write_bytes(b"\xff")
    done = run(project, "status")
    assert done.exit_code == 0, done.output
    assert record.file_name in done.output
    assert "SKADAD" in done.output
    assert "damages" in run(project, "status", "--json").output
