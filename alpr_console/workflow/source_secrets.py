"""The passwords and keys by which lists are fetched, in the hands of the administrator."""

from __future__ import annotations

from alpr_console.domain.audit import AuditRecord
from alpr_console.domain.errors import HotListMalformed
from alpr_console.domain.list_source import SourceKind, secret_name
from alpr_console.domain.operator import Permission
from alpr_console.domain.session import Session
from alpr_console.ports import UnitOfWorkFactory
from alpr_console.source_ports import SecretStore
from alpr_console.workflow.on_record import refusals_recorded

KEPT = "hot_list.secret_kept"
FORGOTTEN = "hot_list.secret_forgotten"


def keep_source_secret(
    uow: UnitOfWorkFactory, session: Session, secrets: SecretStore, name: str, secret: str
) -> None:
    """Keep the password, token or private key of the list's source in the keyring.

    That it was kept is on record, never what. Raises PermissionRefused, KeyringUnavailable;
    HotListMalformed for a list without a source that asks for one.
    """
    _change(uow, session, secrets, KEPT, name, secret)


def forget_source_secret(
    uow: UnitOfWorkFactory, session: Session, secrets: SecretStore, name: str
) -> None:
    """Take it out of the keyring. Raises as `keep_source_secret`."""
    _change(uow, session, secrets, FORGOTTEN, name, None)


def _change(
    uow: UnitOfWorkFactory,
    session: Session,
    secrets: SecretStore,
    action: str,
    untrusted_name: str,
    secret: str | None,
) -> None:
    who, name = session.user.name, " ".join(untrusted_name.split())
    with refusals_recorded(uow, action, who, name):
        session.demand(Permission.IMPORT_HOT_LISTS)
        with uow() as work:
            designation = work.designations.get(name)
            source = None if designation is None else designation.source
            if source is None or source.kind is SourceKind.FOLDER:
                raise HotListMalformed(
                    f"{name} is no list that is fetched from a server.",
                    "Designate it with its server first.",
                )
            if secret is not None and not secret.strip():
                raise HotListMalformed("The secret is empty.", "Give the password or key.")
            details = {"kind": source.kind.value, "host": source.host, "user": source.user}
            work.audit.append(AuditRecord(action, who, "done", name, details=details))
            # Last in the transaction: a keyring that refuses takes the record back as well.
            if secret is None:
                secrets.forget_secret(secret_name(name, source))
            else:
                secrets.keep_secret(secret_name(name, source), secret)
