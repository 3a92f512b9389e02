"""What is made beside its place, or only for a while: whole, and nothing of it left, also after a kill."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

import pytest

from rjh_warehouse.answers.workbook import new_book
from rjh_warehouse.lake.durable import HALF_SECONDS, write_text, written
from rjh_warehouse.scratch import scratch

HOLD = """
import sys, time
from rjh_warehouse.scratch import scratch
with scratch() as folder:
    (folder / "copy").write_text("half")
    print(folder, flush=True)
    time.sleep(60)
"""


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def test_a_scratch_folder_is_gone_afterwards_and_the_killed_ones_with_the_next(temporary: Path) -> None:
    environment = {**os.environ, "TMPDIR": str(temporary)}
    other = subprocess.Popen([sys.executable, "-c", HOLD], stdout=subprocess.PIPE, text=True, env=environment)
    assert other.stdout is not None
    held = Path(other.stdout.readline().strip())
    assert held.is_relative_to(temporary)
    with scratch() as own:
        assert own.is_dir() and (held / "copy").exists()
    assert not own.exists() and (held / "copy").exists()  # another's, in use
    other.kill()
    other.wait()
    assert (held / "copy").exists()
    with scratch():
        assert not held.exists()
    assert list(temporary.iterdir()) == []


def test_a_folder_of_the_name_that_no_scratch_made_is_let_be(temporary: Path) -> None:
    (temporary / "rjh-scratch-x").mkdir()
    with scratch():
        pass
    assert [p.name for p in temporary.iterdir()] == ["rjh-scratch-x"]


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "rapport.html"
    write_text(path, "förra")
    with pytest.raises(ValueError, match="avbruten"), written(path) as beside:
        beside.write_text("hal", encoding="utf-8")
        raise ValueError("avbruten")
    assert path.read_text(encoding="utf-8") == "förra" and list(tmp_path.iterdir()) == [path]


def test_halves_of_a_killed_writer_go_with_the_next(tmp_path: Path) -> None:
    path = tmp_path / "rapport.html"
    killed, writing, another = (tmp_path / f".{name}.part" for name in ("rapport.html.1", "rapport.html.2", "annan.1"))
    for half in (killed, writing, another):
        half.write_text("hal", encoding="utf-8")
    os.utime(killed, (time.time() - HALF_SECONDS - 1,) * 2)
    os.utime(another, (time.time() - HALF_SECONDS - 1,) * 2)
    write_text(path, "hel")
    assert sorted(tmp_path.iterdir()) == sorted([path, writing, another])


def test_a_workbook_that_is_not_finished_leaves_the_one_before(tmp_path: Path) -> None:
    path = tmp_path / "skillnad.xlsx"
    with new_book(path) as book:
        book.add_sheet("ett")
    whole = path.read_bytes()
    assert zipfile.is_zipfile(path)
    with pytest.raises(ValueError, match="avbruten"), new_book(path) as book:
        book.add_sheet("två")
        raise ValueError("avbruten")
    assert path.read_bytes() == whole and list(tmp_path.iterdir()) == [path]


WATCHED = """
import sys, time
sys.argv = ["rebuild", "release", "project", RESULT, "--watched"]
from rjh_warehouse.release import rebuild
rebuild.rebuild = lambda release, project: time.sleep(SECONDS) or []
print("ready", flush=True)
rebuild.main()
"""


def _rebuilding(result: Path, seconds: int) -> subprocess.Popen[str]:
    code = f"SECONDS, RESULT = {seconds}, {str(result)!r}\n{WATCHED}"
    child = subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None and child.stdout.readline() == "ready\n"
    return child


def test_a_rebuilding_ends_with_who_asked_for_it(tmp_path: Path) -> None:
    child = _rebuilding(tmp_path / "result", 60)
    assert child.stdin is not None
    child.stdin.close()  # as when its other end is killed
    assert child.wait(timeout=20) == 1


def test_a_rebuilding_that_is_done_ends_by_itself(tmp_path: Path) -> None:
    child = _rebuilding(tmp_path / "result", 0)
    assert child.wait(timeout=20) == 0 and (tmp_path / "result").read_text() == '{"unlike": []}'
