"""The swap is whole: no client's log, kill, mode or link stands between a release and its readers."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import pytest
from click.testing import CliRunner
from small_publication import small_build, small_project

from rjh_warehouse.build.generation import generations
from rjh_warehouse.build.publish import publish
from rjh_warehouse.cli import main
from rjh_warehouse.lake.publication import client_logs, halves, publication, shut_out
from rjh_warehouse.settings import Project

CLIENT = """
import sys, duckdb
connection = duckdb.connect(sys.argv[1])
print("open", flush=True)
for line in sys.stdin:
    try:
        connection.execute(line)
        print("done", flush=True)
    except duckdb.Error as error:
        print(type(error).__name__, flush=True)
"""
READ = """
import sys, duckdb
with duckdb.connect(sys.argv[1], read_only=True) as file:
    print(*[int(r[0]) for r in file.execute("SELECT amount_sek FROM mart.cost ORDER BY board_code").fetchall()])
"""


class Client:
    """Another program that holds a file for writing."""

    def __init__(self, path: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", CLIENT, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert self._heard() == "open"

    def ask(self, sql: str) -> str:
        assert self.process.stdin
        self.process.stdin.write(sql + "\n")
        self.process.stdin.flush()
        return self._heard()

    def _heard(self) -> str:
        assert self.process.stdout
        return self.process.stdout.readline().strip()

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()


@contextmanager
def client(path: Path) -> Iterator[Client]:
    held = Client(path)
    try:
        yield held
    finally:
        held.kill()


def read(path: Path) -> str:
    done = subprocess.run([sys.executable, "-c", READ, str(path)], capture_output=True, text=True, check=False)
    return done.stdout.strip() or done.stderr.splitlines()[-1]


@pytest.fixture
def project(tmp_path: Path) -> Project:
    made = small_project(tmp_path / "project")
    publish(made, small_build(made, 1, 100))
    return made


CHANGE = "UPDATE mart.cost SET amount_sek = amount_sek * 1000 WHERE board_code = 'HSN'"


def test_without_the_guard_a_killed_clients_log_would_change_a_release(project: Project) -> None:
    """What the guard is for: should the engine stop doing this, the guard can go."""
    Path(f"{project.published}.wal").unlink()
    with client(project.published) as other:
        assert other.ask(CHANGE) == "done"
    assert read(project.published) == "100000 2"


@pytest.mark.parametrize("when", ["killed before", "holds on", "killed after"])
def test_no_log_of_an_earlier_client_touches_a_release(project: Project, when: str) -> None:
    Path(f"{project.published}.wal").unlink()  # published by an older version: nothing kept the client from writing
    second = small_build(project, 2, 500)
    with client(project.published) as other:
        assert other.ask(CHANGE) == "done"
        if when == "killed before":
            other.kill()
        publish(project, second)
        assert read(project.published) == "500 2"
        if when == "holds on":
            other.ask(CHANGE)
            other.ask("CHECKPOINT")
            other.ask(CHANGE)
            assert read(project.published) == "500 2"
    assert read(project.published) == "500 2"
    assert publication(project.published).state == "whole"
    assert client_logs(project.published) == []


def test_no_client_can_write_beside_the_published_file(project: Project) -> None:
    with client(project.published) as other:
        assert other.ask("SELECT 1") == "done"
        assert other.ask(CHANGE) == "TransactionException"
    assert read(project.published) == "100 2"


def test_a_client_that_holds_the_file_stops_neither_publication_nor_questions(project: Project) -> None:
    with client(project.published):
        asked = CliRunner().invoke(main, ["query", "FROM mart.cost", "--json", "--project", str(project.root)])
        assert json.loads(asked.output)[0] == {"board_code": "HSN", "amount_sek": "100.00"}
        status = CliRunner().invoke(main, ["status", "--json", "--project", str(project.root)])
        assert json.loads(status.output)["publication"] == "whole"
        publish(project, small_build(project, 2, 500))
    assert read(project.published) == "500 2"


def test_a_log_that_comes_all_the_same_is_told_and_taken_away(project: Project) -> None:
    Path(f"{project.published}.wal").unlink()
    with client(project.published) as other:
        other.ask(CHANGE)
    status = CliRunner().invoke(main, ["status", "--project", str(project.root)])
    assert "öppen för skrivning" in status.output
    assert read(project.published) == "100 2"
    assert shut_out(project.published) == []


def test_mode_and_link_are_kept(tmp_path: Path) -> None:
    project = small_project(tmp_path / "project")
    elsewhere = tmp_path / "shared" / "budget.duckdb"
    elsewhere.parent.mkdir()
    project.published.parent.mkdir(parents=True)
    project.published.symlink_to(elsewhere)
    publish(project, small_build(project, 1, 100))
    elsewhere.chmod(0o640)
    group = next(iter({*os.getgroups()} - {elsewhere.stat().st_gid}), elsewhere.stat().st_gid)
    os.chown(elsewhere, -1, group)
    publish(project, small_build(project, 2, 500))
    assert project.published.is_symlink()
    assert (elsewhere.stat().st_mode & 0o777, elsewhere.stat().st_gid) == (0o640, group)
    assert read(project.published) == "500 2"
    for path in (project.published, elsewhere):  # drivers differ in which name they make their log beside
        assert Path(f"{path}.wal").is_symlink()


def _flip(path: Path) -> None:
    """One bit, with the times as they were."""
    before = path.stat()
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def _cut(path: Path) -> None:
    os.truncate(path, 5000)


def _replace(path: Path) -> None:
    path.unlink()
    duckdb.connect(str(path)).close()


def _folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def _note(path: Path) -> None:
    path.with_name(path.name + ".json").write_text("{", encoding="utf-8")


Harm = Callable[[Path], object]


@pytest.mark.parametrize("harm", [_flip, _cut, _replace, _folder, _note])
def test_what_was_not_published_is_noticed_and_not_read(project: Project, harm: Harm) -> None:
    assert publication(project.published).state == "whole"
    harm(project.published)
    assert publication(project.published).state == "changed"
    for words in (["status"], ["query", "SELECT 1"], ["trace", "mart.cost", "--where", "TRUE"]):
        told = CliRunner().invoke(main, [*words, "--project", str(project.root)])
        assert "inte den som publicerades" in told.output
        assert not isinstance(told.exception, Exception), told.exception
    if harm is not _folder:
        publish(project, small_build(project, 2, 500))
        assert read(project.published) == "500 2"


CHANGES = {"os.rename", "os.link", "os.remove", "os.symlink", "os.chmod", "os.chown", "open"}


def kill_everywhere(root: Path) -> list[str]:
    """Publish the second build over the first, killed before its first, second, … change in the published folder.

    Runs in a process of its own, which forks before any thread has started. What readers saw after each kill.
    """
    project = Project(root, root / "data")
    first, second = generations(project.generations)
    found: list[str] = []
    while True:
        code = _in_child(lambda: (_kill_before(len(found)), publish(project, second)))
        standing = publication(project.published)
        assert standing.state == "whole" and standing.release, found
        amount = {"f1": 100, "f2": 500}[standing.release["fingerprint"]]
        assert _in_child(lambda amount=amount: _holds(project.published, amount)) == 0, found
        found.append(str(amount))
        if code == 0:
            return found
        assert code == -signal.SIGKILL, code
        if amount == 500:
            assert _in_child(lambda: publish(project, first)) == 0


def _in_child(work: Callable[[], object]) -> int:
    child = os.fork()
    if not child:
        try:
            work()
            os._exit(0)
        except BaseException:
            traceback.print_exc()
            os._exit(1)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _kill_before(point: int) -> None:
    count = -1

    def watch(event: str, arguments: tuple[Any, ...]) -> None:
        nonlocal count
        reads = event == "open" and not arguments[2] & (os.O_WRONLY | os.O_RDWR)
        if event in CHANGES and not reads and "published" in str(arguments[0]) + str(arguments[1:2]):
            count += 1
            if count == point:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(watch)


def _holds(path: Path, amount: int) -> None:
    with duckdb.connect(str(path), read_only=True) as file:
        assert file.execute("SELECT MAX(amount_sek) FROM mart.cost").fetchone() == (amount,)


@pytest.mark.slow
def test_a_kill_before_any_step_leaves_a_whole_release(project: Project) -> None:
    small_build(project, 2, 500)
    done = subprocess.run([sys.executable, __file__, str(project.root)], check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert set(found[:-1]) == {"100", "500"}  # killed before the swap, and after it
    assert len(found) > 8
    assert halves(project.published) == []


if __name__ == "__main__":
    print(json.dumps(kill_everywhere(Path(sys.argv[1]))))
