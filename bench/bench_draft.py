"""How often an unaided draft is right: the made corpus of tables over several seeds, scored.

    python bench/bench_draft.py [--seeds 5] [--show]

right                 loaded as the table means, or rightly refused
wrong with a word     wrong, and a question or remark tells that something is in doubt
wrong in silence      wrong, and nothing was said
refused               a table that could have been read
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from draft_corpus import make_cases  # noqa: E402
from draft_verdict import judge  # noqa: E402

from rjh_warehouse.contract.contract import read_contracts  # noqa: E402

NAMES = {"right": "right", "asked": "wrong with a word", "silent": "wrong in silence", "refused": "refused"}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--show", action="store_true", help="name every case that is not right")
    given = parser.parse_args()
    contracts = dict(read_contracts(ROOT / "contracts"))
    score: Counter[str] = Counter()
    for seed in range(1, given.seeds + 1):
        with tempfile.TemporaryDirectory() as folder:
            for case in make_cases(Path(folder), seed):
                verdict = judge(case, contracts if seed % 2 else {})
                score[verdict.kind] += 1
                if given.show and verdict.kind != "right":
                    print(f"{seed} {case.name}: {NAMES[verdict.kind]}: {verdict.why}")
    for kind, name in NAMES.items():
        print(f"{score[kind]:5d}  {name}")


if __name__ == "__main__":
    main()
