"""Nothing outside the project changes a build: no variable, no settings of the user, no .env."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
SHOW = """
import json, os, sys
from pathlib import Path
from typing import Any
from rjh_warehouse.build.pinned import pinned
folder = Path(sys.argv[1])
settings = pinned(folder, RJH_DATABASE=str(folder / "w.duckdb"), RJH_CACHE=str(folder / "cache"))
from sqlmesh.core.config.loader import load_configs
from sqlmesh.core.config import Config
(config,) = load_configs(None, Config, [sys.argv[2]], **settings).values()
found = config.dict(exclude={"loader"})
plain = lambda value: sorted(value) if isinstance(value, (set, frozenset)) else str(value)
print(json.dumps([found, os.environ.get("RJH_DATABASE"), os.environ.get("STRAY")], default=plain, sort_keys=True))
"""


def _configuration(folder: Path, project: Path, home: Path, environment: dict[str, str]) -> Any:
    kept = {k: v for k, v in os.environ.items() if not k.upper().startswith(("SQLMESH", "RJH_"))}
    done = subprocess.run(
        [sys.executable, "-c", SHOW, str(folder), str(project)],
        env={**kept, "HOME": str(home), "USERPROFILE": str(home), **environment},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


USER_SETTINGS = """
default_gateway: other
gateways: {other: {connection: {type: duckdb, database: other.duckdb}}}
model_defaults: {dialect: spark, start: 2030-01-01}
env_vars: {RJH_DATABASE: other.duckdb}
"""


def test_settings_from_elsewhere_change_nothing(tmp_path: Path) -> None:
    for name in ("folder", "project", "home/.sqlmesh", "elsewhere"):
        (tmp_path / name).mkdir(parents=True)
    places = (tmp_path / "folder", tmp_path / "project", tmp_path / "home")
    (tmp_path / "project" / "config.py").write_text((ROOT / "config.py").read_text("utf-8"), encoding="utf-8")
    register = Path("seeds", "register")
    shutil.copytree(ROOT / register, tmp_path / "project" / register)
    plain = _configuration(*places, {})
    for folder in (tmp_path / "home" / ".sqlmesh", tmp_path / "elsewhere"):
        (folder / "config.yaml").write_text(USER_SETTINGS, encoding="utf-8")
    (tmp_path / "project" / ".env").write_text("RJH_DATABASE=other.duckdb\nSTRAY=1\nSQLMESH__PROJECT=x\n", "utf-8")
    hostile = {
        "SQLMESH__MODEL_DEFAULTS__START": "2030-01-01",
        "sqlmesh__default_gateway": "other",
        "SQLMESH__GATEWAYS__LOCAL__CONNECTION__DATABASE": "other.duckdb",
        "SQLMESH__VARIABLES__X": "1",
        "SQLMESH_HOME": str(tmp_path / "elsewhere"),
        "SQLMESH_DEBUG": "1",
        "RJH_DATABASE": "other.duckdb",
        "RJH_CACHE": "other",
        "RJH_OPTIMIZE_QUERY": "true",
        "MAX_FORK_WORKERS": "7",
    }
    found = _configuration(*places, hostile)
    assert found == plain, [(k, v, plain[0][k]) for k, v in found[0].items() if v != plain[0][k]]


@pytest.mark.parametrize("path", ["src/rjh_warehouse/build/recipe.py", "src/rjh_warehouse/build/generate.py"])
def test_whoever_opens_sqlmesh_pins_it(path: str) -> None:
    text = (ROOT / path).read_text(encoding="utf-8")
    assert text.count("Context(paths=") == text.count("config_loader_kwargs=") == 1
    users = [p for p in (ROOT / "src").rglob("*.py") if "Context(paths=" in p.read_text(encoding="utf-8")]
    assert {p.name for p in users} == {"recipe.py", "generate.py"}
