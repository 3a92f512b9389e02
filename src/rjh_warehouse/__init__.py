"""The warehouse for public budget follow-up: from delivered files to published marts."""

__version__ = "0.1.0"
