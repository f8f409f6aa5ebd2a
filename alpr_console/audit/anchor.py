"""Where the log and the store stood, kept outside both and signed.

The head beside the store is found wanting by an older copy of store and head put back together.
The anchor lies in the keyring, which a copied disk does not hold, and goes with each export.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from alpr_console.audit.chain import time_from_text, time_text
from alpr_console.domain.errors import AuditBroken

_CALL = "Keep the store as it is and tell the administrator."


@dataclass(frozen=True, slots=True)
class Anchor:
    sequence: int
    hash: str
    commit: int
    """Number of the store's last commit."""
    at: datetime

    def message(self) -> bytes:
        """What is signed."""
        return json.dumps(
            {
                "sequence": self.sequence,
                "hash": self.hash,
                "commit": self.commit,
                "at": time_text(self.at),
            },
            sort_keys=True,
            separators=(",", ":"),
        ).encode("ascii")


def anchor_text(anchor: Anchor, signature: bytes) -> str:
    return json.dumps({"anchor": anchor.message().decode("ascii"), "signature": signature.hex()})


def anchor_from_text(untrusted: str, public_key: bytes) -> Anchor:
    """Raises AuditBroken where it is not what this console signed."""
    try:
        kept = json.loads(untrusted)
        message = str(kept["anchor"]).encode("ascii")
        key = Ed25519PublicKey.from_public_bytes(public_key)
        key.verify(bytes.fromhex(kept["signature"]), message)
        fields = json.loads(message)
        return Anchor(
            int(fields["sequence"]), str(fields["hash"]), int(fields["commit"]),
            time_from_text(fields["at"]),
        )  # fmt: skip
    except (ValueError, KeyError, TypeError, InvalidSignature) as error:
        raise AuditBroken("The log's anchor in the keyring was changed.", _CALL) from error


def check_anchor(anchor: Anchor, entries: int, hash_there: str, commit: int) -> None:
    """`hash_there` is the hash of the log's entry number `anchor.sequence`; '' if there is none.

    Raises AuditBroken where log or store are older than the anchor, or others.
    """
    if anchor.sequence > entries or anchor.commit > commit:
        raise AuditBroken(
            f"On {anchor.at:%Y-%m-%d %H:%M} UTC the log stood at entry {anchor.sequence}, but it "
            f"ends at entry {entries}: an older copy was put back, or its end cut off.",
            _CALL,
        )
    if anchor.sequence and hash_there != anchor.hash:
        raise AuditBroken(
            f"Audit entry {anchor.sequence} is not the one that the keyring vouches for: the log "
            "was written anew.",
            _CALL,
        )
