"""What `rjh clean` may take: only what nothing refers to, aside first, and nothing at all where it cannot see."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from closed_folders import close_folder
from small_project import lake_of, run, small_project, stored

from rjh_warehouse.folders import Unreadable, entries, files_below, stands
from rjh_warehouse.lake.leftovers import set_aside


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with a delivery of every state, and what a killed load leaves."""
    made = small_project(tmp_path)
    (lake_of(made).root / "work" / "killed").mkdir()
    (lake_of(made).root / "work" / "killed" / "half").write_text("half", encoding="utf-8")
    return made


PLACES = ["", "deliveries", "files", "rows", "rows/cost", "rejections", "refused", "acceptances", "work"]


@pytest.mark.parametrize("place", PLACES)
def test_where_it_cannot_see_nothing_is_taken(project: Path, monkeypatch: pytest.MonkeyPatch, place: str) -> None:
    before = stored(project)
    with monkeypatch.context() as patch:
        close_folder(patch, (lake_of(project).root / place).resolve())
        done = run(project, "clean")
    assert done.exit_code == 3, done.output
    assert "kan inte läsas" in done.output
    assert "Traceback" not in done.output
    assert stored(project) == before


@pytest.mark.parametrize("command", ["nightly", "status", "load"])
@pytest.mark.parametrize("place", ["deliveries", "acceptances"])
def test_what_cannot_be_read_is_not_empty_for_any_command(
    project: Path, monkeypatch: pytest.MonkeyPatch, command: str, place: str
) -> None:
    (project / "deliveries" / "cost_202403.csv").write_text("ansvar;belopp\n0101;1\n", encoding="utf-8")
    before = stored(project)
    with monkeypatch.context() as patch:
        close_folder(patch, (lake_of(project).root / place).resolve())
        done = run(project, command)
    assert done.exit_code == 3, done.output
    assert "kan inte läsas" in done.output
    assert stored(project) == before


def test_only_what_nothing_refers_to_is_taken_and_it_is_shown(project: Path) -> None:
    before = stored(project)
    shown = run(project, "clean", "--dry-run")
    assert "Skulle läggas åt sidan" in shown.output
    assert stored(project) == before
    done = run(project, "clean")
    assert done.exit_code == 0, done.output
    assert "Lagt åt sidan" in done.output
    after = stored(project)
    gone = before.keys() - after.keys()
    assert {p.name for p in gone} == {"half"}
    aside = {p: text for p, text in after.items() if "trash" in p.parts}
    assert list(aside.values()) == [b"half"]
    assert run(project, "clean").output.startswith("Inget att ta bort")


def test_what_lies_aside_goes_when_it_is_old(project: Path) -> None:
    run(project, "clean")
    trash = lake_of(project).root / "trash"
    (batch,) = entries(trash)
    assert "trash" in run(project, "clean").output
    old = time.time() - 31 * 86_400
    os.utime(batch, (old, old))
    assert run(project, "clean").exit_code == 0
    assert entries(trash) == []


@pytest.mark.parametrize("known_by", ["journal", "build"])
def test_a_delivery_that_is_known_keeps_its_files_without_its_record(project: Path, known_by: str) -> None:
    lake = lake_of(project)
    gone = lake.records()[0]
    lake.record_file(gone.delivery_id).unlink()
    if known_by == "build":
        lake.journal.file(gone.sequence).unlink()
        generation = project / "data" / "generations" / "g1"
        generation.mkdir(parents=True)
        (generation / "inputs.json").write_text(f'{{"deliveries": ["{gone.delivery_id}"]}}', encoding="utf-8")
        (generation / "complete.json").write_text('{"audited_at": "then"}', encoding="utf-8")
    run(project, "clean")
    assert lake.rows_file("cost", gone.delivery_id).is_file()
    assert lake.archived_file(gone.file_sha256, gone.file_name).is_file()


def test_a_record_that_cannot_be_understood_keeps_every_archived_file(project: Path) -> None:
    lake = lake_of(project)
    broken = lake.records()[0]
    lake.record_file(broken.delivery_id).write_text("{", encoding="utf-8")
    before = stored(project)
    moved = set_aside(lake)
    assert all("work" in path.parts for path in moved)
    assert {p for p in stored(project) if "trash" not in p.parts} == {p for p in before if "work" not in p.parts}


def test_a_closed_folder_is_told_and_an_absent_one_is_empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert entries(tmp_path / "absent") == files_below(tmp_path / "absent") == []
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert entries(tmp_path / "file" / "below") == []
    with pytest.raises(Unreadable):
        entries(tmp_path / "file")
    (tmp_path / "closed" / "in").mkdir(parents=True)
    close_folder(monkeypatch, tmp_path / "closed")
    for ask in (entries, files_below, lambda folder: stands(folder / "in")):
        with pytest.raises(Unreadable, match="Permission denied"):
            ask(tmp_path / "closed")
