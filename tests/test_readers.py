"""Readers all day long: many processes through many publications, and the drivers that people have.

Slow: processes of their own, and packages of other versions from the index. A driver that cannot be had here is
skipped, and the reason is told.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import venv
from pathlib import Path

import duckdb
import pytest
from small_publication import small_build, small_project

from rjh_warehouse.build.publish import publish
from rjh_warehouse.settings import Project

pytestmark = pytest.mark.slow

READERS, PUBLICATIONS = 8, 20
DRIVERS = ("1.0.0", "1.1.3", "1.2.2", "1.3.2", "1.4.4", "1.5.6", "2.0.1")
READER = """
import sys, duckdb
from pathlib import Path
file, stop = sys.argv[1], Path(sys.argv[2])
seen, last = set(), False
print("ready", flush=True)
while not last:
    last = stop.exists()
    with duckdb.connect(file, read_only=True) as connection:
        first = connection.execute("SELECT release_id FROM meta.release").fetchall()
        rows = connection.execute("SELECT board_code, amount_sek FROM mart.cost ORDER BY ALL").fetchall()
        again = connection.execute("SELECT release_id FROM meta.release").fetchall()
    assert first == again and len(first) == 1, (first, again)
    number = int(first[0][0][-8:])
    assert [r[0] for r in rows] == ["HSN", "RS"] and rows[0][1] == number * 1000, (number, rows)
    seen.add(number)
print(sorted(seen))
"""
ASKED = (
    "SELECT r.release_id, c.board_code, CAST(c.amount_sek AS TEXT) FROM meta.release AS r, mart.cost AS c"
    " ORDER BY c.board_code"
)
PYTHON = "import sys, duckdb; print(duckdb.connect(sys.argv[1], read_only=True).execute(sys.argv[2]).fetchall())"
ALCHEMY = (
    "import sys, sqlalchemy; engine = sqlalchemy.create_engine('duckdb:///' + sys.argv[1],"
    " connect_args={'read_only': True}); print([tuple(r) for r in engine.connect().execute("
    "sqlalchemy.text(sys.argv[2]))])"
)
NODE = """
const { DuckDBInstance } = require('@duckdb/node-api');
(async () => {
  const instance = await DuckDBInstance.create(process.argv[2], { access_mode: 'READ_ONLY' });
  const read = await (await instance.connect()).runAndReadAll(process.argv[3]);
  console.log(JSON.stringify(read.getRowsJson()));
})();
"""


@pytest.fixture
def project(tmp_path: Path) -> Project:
    made = small_project(tmp_path)
    publish(made, small_build(made, 1, 1000))
    return made


def test_eight_processes_through_twenty_publications_see_one_whole_release_each_time(
    project: Project, tmp_path: Path
) -> None:
    stop = tmp_path / "stop"
    words = [sys.executable, "-c", READER, str(project.published), str(stop)]
    readers = [
        subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(READERS)
    ]
    for reader in readers:
        assert reader.stdout is not None and reader.stdout.readline() == "ready\n"
    for number in range(2, PUBLICATIONS + 2):
        publish(project, small_build(project, number, number * 1000))
    stop.touch()
    for reader in readers:
        said, failed = reader.communicate(timeout=120)
        assert reader.returncode == 0, failed[-2000:]
        assert PUBLICATIONS + 1 in json.loads(said)


def test_a_connection_that_is_kept_keeps_the_old_file(project: Project) -> None:
    with duckdb.connect(str(project.published), read_only=True) as kept:
        publish(project, small_build(project, 2, 2000))
        assert kept.execute("SELECT MAX(amount_sek) FROM mart.cost").fetchone() == (1000,)
        other = subprocess.run(
            [sys.executable, "-c", PYTHON, str(project.published), "SELECT MAX(amount_sek)::INT FROM mart.cost"],
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        assert other.stdout.strip() == "[(2000,)]"


@pytest.fixture(scope="module")
def installer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A Python with pip in a temporary environment."""
    folder = tmp_path_factory.mktemp("drivers") / "env"
    venv.create(folder, with_pip=True)
    return folder / "bin" / "python"


def _installed(installer: Path, folder: Path, *packages: str) -> dict[str, str]:
    """The environment in which the packages are found; the test is skipped where the index does not give them."""
    words = [str(installer), "-m", "pip", "install", "--quiet", "--only-binary", ":all:", "--target", str(folder)]
    done = subprocess.run([*words, *packages], capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"not tried: {' '.join(packages)} cannot be installed here: {done.stderr.strip().splitlines()[-1]}")
    return {"PYTHONPATH": str(folder), "PATH": "/usr/bin:/bin"}


def _wanted(project: Project) -> list[tuple[str, str, str]]:
    with duckdb.connect(str(project.published), read_only=True) as connection:
        return connection.execute(ASKED).fetchall()


@pytest.mark.parametrize("version", DRIVERS)
def test_a_driver_of_another_version_reads_the_published_file(
    project: Project, tmp_path: Path, installer: Path, version: str
) -> None:
    environment = _installed(installer, tmp_path / "packages", f"duckdb=={version}")
    done = subprocess.run(
        [str(installer), "-c", PYTHON, str(project.published), ASKED],
        env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    assert done.stdout.strip() == repr(_wanted(project))


def test_sqlalchemy_reads_the_published_file(project: Project, tmp_path: Path, installer: Path) -> None:
    environment = _installed(installer, tmp_path / "packages", "sqlalchemy", "duckdb-engine", "duckdb<2")
    done = subprocess.run(
        [str(installer), "-c", ALCHEMY, str(project.published), ASKED],
        env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    assert done.stdout.strip() == repr(_wanted(project))


def test_node_reads_the_published_file(project: Project, tmp_path: Path) -> None:
    if not (shutil.which("node") and shutil.which("npm")):
        pytest.skip("not tried: Node.js is not on this machine")
    done = subprocess.run(
        ["npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", str(tmp_path), "@duckdb/node-api"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        pytest.skip(f"not tried: @duckdb/node-api cannot be installed here: {(done.stderr or done.stdout)[-200:]}")
    (tmp_path / "read.js").write_text(NODE, encoding="utf-8")
    read = subprocess.run(
        ["node", str(tmp_path / "read.js"), str(project.published), ASKED], capture_output=True, text=True, check=False
    )
    assert read.returncode == 0, read.stderr[-2000:]
    assert [tuple(r) for r in json.loads(read.stdout)] == _wanted(project)
