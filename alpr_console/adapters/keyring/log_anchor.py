"""The log's anchor in the keyring."""

from __future__ import annotations

from typing import Protocol

from alpr_console.audit.anchor import Anchor, anchor_from_text, anchor_text
from alpr_console.proof_ports import Signer


class Notes(Protocol):
    """A place in the keyring for short texts that are no secret."""

    def note(self, name: str) -> str | None: ...

    def keep_note(self, name: str, text: str) -> None: ...


_NAME = "log anchor"


class LogAnchor:
    def __init__(self, notes: Notes, signer: Signer) -> None:
        self._notes = notes
        self._signer = signer

    def keep(self, anchor: Anchor) -> None:
        """In place of the one before. Raises KeyringUnavailable."""
        signature = self._signer.sign(anchor.message())
        self._notes.keep_note(_NAME, anchor_text(anchor, signature))

    def kept(self) -> Anchor | None:
        """None where none was ever kept. Raises KeyringUnavailable, AuditBroken."""
        text = self._notes.note(_NAME)
        return None if text is None else anchor_from_text(text, self._signer.public_key)
