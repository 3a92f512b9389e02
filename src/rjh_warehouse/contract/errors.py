"""What is wrong with a contract, or another YAML file of the project."""

from __future__ import annotations

import re


class WrittenError(ValueError):
    """A YAML file of the project that cannot be used; the message names the file and the fault."""


class ContractError(WrittenError):
    """A contract file that cannot be used; the message names the file and the fault."""


class OpenDraft(ContractError):
    """A drafted contract whose questions are not all answered: it reads nothing, and stops no other.

    `places` are the open questions, such as `tables[0].columns[2].unit`; `file_pattern` as the draft has it.
    """

    def __init__(self, file_name: str, places: list[str], file_pattern: str) -> None:
        super().__init__(f"{file_name}: questions left to answer (?): {', '.join(places)}")
        self.file_name, self.places, self.file_pattern = file_name, places, file_pattern

    def takes(self, name: str) -> bool:
        """Whether a file of this name waits for the answers."""
        try:
            return re.fullmatch(self.file_pattern, name) is not None
        except re.error:
            return False
