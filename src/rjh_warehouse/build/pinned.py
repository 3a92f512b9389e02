"""A build is decided by the project alone: SQLMesh's settings from elsewhere are not read.

SQLMesh adds to a project's configuration what it finds in environment variables (`SQLMESH__…`), in the user's
`~/.sqlmesh/config.yaml` (or under `SQLMESH_HOME`), and in a `.env` file of the project, which may set any variable.
The fingerprint of a build says nothing of those, so they must not be able to change it.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

EMPTY = "empty.env"


def pinned(folder: Path, **variables: str) -> dict[str, Any]:
    """Set the variables that the project's configuration reads, and let no other setting be read.

    Args:
        folder: where the empty file stands that SQLMesh reads in place of a `.env`.
        variables: those of `config.py` (RJH_…); any that is not named is taken away.

    Returns:
        What `sqlmesh.Context` takes as `config_loader_kwargs`.
    """
    for name in [n for n in os.environ if n.upper().startswith("SQLMESH") or n == "RJH_OPTIMIZE_QUERY"]:
        del os.environ[name]
    os.environ.update(variables)
    os.environ["MAX_FORK_WORKERS"] = "1"  # a worker would outlive a killed run and keep its build lock
    os.environ["SQLMESH__DISABLE_ANONYMIZED_ANALYTICS"] = "true"  # asked for when SQLMesh is imported
    empty = folder / EMPTY
    empty.write_text("", encoding="utf-8")
    return {"load_from_env": False, "sqlmesh_path": folder / "no-settings-of-the-user", "dotenv_path": empty}
