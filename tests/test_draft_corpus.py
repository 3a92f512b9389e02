"""Drafts of the made corpus: none wrong, and what is refused is refused rightly."""

from __future__ import annotations

from pathlib import Path

import pytest
from draft_corpus import make_cases
from draft_verdict import judge

from rjh_warehouse.contract.contract import read_contracts

KNOWN = dict(read_contracts(Path(__file__).parents[1] / "contracts"))


def test_every_table_of_the_corpus_is_read_right(tmp_path: Path) -> None:
    verdicts = {case.name: judge(case, KNOWN) for case in make_cases(tmp_path, seed=1)}
    assert {n: (v.kind, v.why) for n, v in verdicts.items() if v.kind != "right"} == {}


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(2, 12))
def test_other_seeds_are_read_right_too(tmp_path: Path, seed: int) -> None:
    verdicts = {case.name: judge(case, {}) for case in make_cases(tmp_path, seed=seed)}
    assert {n: (v.kind, v.why) for n, v in verdicts.items() if v.kind != "right"} == {}
