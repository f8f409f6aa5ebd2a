"""The audit chain's head, kept apart from the database and sealed.

The chain alone cannot tell that its end was cut off. So the number and hash of the last
entry are kept beside the store, under a MAC whose key is derived from the store's. It is
written after the commit: after a crash in between it is older than the chain, which is in
order; a head newer than the chain means that entries were cut off.

What it cannot tell: that store and head were both put back to an older copy, or that both
were made anew by someone who holds the store's key. Against that helps a head noted down
elsewhere, which `audit verify` prints.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import json
import os
from pathlib import Path

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from alpr_console.audit.chain import Head
from alpr_console.domain.errors import AuditBroken

_CALL = "Keep the store as it is and tell the administrator."


class HeadFile:
    def __init__(self, path: Path, store_key: bytes) -> None:
        self.path = path
        self._key = HKDF(SHA256(), 32, salt=None, info=b"alpr-console audit head 1").derive(
            store_key
        )

    def exists(self) -> bool:
        return self.path.exists()

    def write(self, head: Head, commit: int = 0, commit_mac: str = "") -> None:
        """Replace the kept head, whole or not at all. Raises OSError.

        `commit` and `commit_mac` are the number and seal of the store's last commit.
        """
        document = {
            "sequence": head.sequence,
            "hash": head.hash,
            "commit": commit,
            "commit_mac": commit_mac,
            "seal": self._seal(head, commit, commit_mac),
        }
        fresh = self.path.with_name(self.path.name + ".new")
        file = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
        try:
            os.write(file, json.dumps(document).encode("ascii") + b"\n")
            # Or a power cut could leave the new name with nothing in it.
            os.fsync(file)
        except OSError:
            with contextlib.suppress(OSError):
                fresh.unlink()
            raise
        finally:
            os.close(file)
        os.replace(fresh, self.path)

    def read(self) -> Head:
        """The kept head. Raises as `read_all`."""
        return self.read_all()[0]

    def read_all(self) -> tuple[Head, int, str]:
        """The kept head, and number and seal of the commit that it was written after; 0 and ''
        from a console of before there were seals.

        Raises:
            AuditBroken: the file is missing, unreadable or was not sealed with this key.
        """
        try:
            untrusted = json.loads(self.path.read_text(encoding="ascii"))
            head = Head(int(untrusted["sequence"]), str(untrusted["hash"]))
            commit, commit_mac = (
                int(untrusted.get("commit", 0)),
                str(untrusted.get("commit_mac", "")),
            )
            seal = str(untrusted["seal"])
        except FileNotFoundError as error:
            raise AuditBroken(
                f"{self.path.name}, which says where the audit log ends, is missing.", _CALL
            ) from error
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise AuditBroken(
                f"{self.path.name}, which says where the audit log ends, is damaged.", _CALL
            ) from error
        if not hmac.compare_digest(
            seal.encode("utf-8"), self._seal(head, commit, commit_mac).encode("ascii")
        ):
            raise AuditBroken(
                f"{self.path.name}, which says where the audit log ends, was changed.", _CALL
            )
        return head, commit, commit_mac

    def _seal(self, head: Head, commit: int, commit_mac: str) -> str:
        after = f":{commit}:{commit_mac}" if commit else ""
        message = f"{head.sequence}:{head.hash}{after}".encode()
        return hmac.new(self._key, message, hashlib.sha256).hexdigest()
