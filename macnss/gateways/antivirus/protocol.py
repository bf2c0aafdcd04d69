"""What an antivirus answers."""

from typing import Protocol


class Away(Exception):
    """It did not say: it is stopped, slow, or does not take this file. Nothing is known of the file."""


class Antivirus(Protocol):
    def scan(self, content: bytes) -> str:
        """The name of what it found, "" for a clean file. Raises Away, in a bounded time."""
