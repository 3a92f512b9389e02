"""A folder that may not be read, also for tests that run as root, whom no permission stops."""

from __future__ import annotations

import builtins
import errno
import io
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest


def close_folder(patch: pytest.MonkeyPatch, folder: Path) -> None:
    """Let listing the folder, and opening or asking for anything in it, fail as without any permission on it."""

    def guarded(function: Callable[..., Any], *, itself: bool) -> Callable[..., Any]:
        def called(path: Any = ".", *rest: Any, **named: Any) -> Any:
            if isinstance(path, (str, bytes, os.PathLike)):
                place = Path(os.path.abspath(os.fsdecode(path)))
                if folder in place.parents or (itself and place == folder):
                    raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
            return function(path, *rest, **named)

        return called

    for owner, name in ((os, "scandir"), (os, "listdir")):
        patch.setattr(owner, name, guarded(getattr(owner, name), itself=True))
    for owner, name in ((os, "stat"), (os, "lstat"), (os, "open"), (io, "open"), (builtins, "open")):
        patch.setattr(owner, name, guarded(getattr(owner, name), itself=False))
