"""docs/questions.md as data: a controller's questions, each with the SELECT that answers it and its printed output."""

from __future__ import annotations

import re
from dataclasses import dataclass

BLOCK = re.compile(r"### (\d+)\. ([^\n]+)\n([^\n]*)\n```sql\n(.*?)\n```(?:\n\n```text\n(.*?)\n```)?", re.DOTALL)


@dataclass(frozen=True)
class Question:
    """One question: its number, the part that it stands in, its words, its query, and its printed output if any."""

    number: int
    part: str
    words: str
    words_en: str
    sql: str
    output: str | None

    @property
    def is_of_documents(self) -> bool:
        """Whether the heading of its part says that it asks the plan documents."""
        return "(documents)" in self.part


def read_questions(text: str) -> list[Question]:
    """Every question of the page, in its order."""
    return [Question(int(m[1]), _part(text, m.start()), m[2], m[3], m[4], m[5]) for m in BLOCK.finditer(text)]


def _part(text: str, place: int) -> str:
    """The heading that a place stands under."""
    return text[text.rindex("\n## ", 0, place) + 4 :].partition("\n")[0]
