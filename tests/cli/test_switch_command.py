"""`alpr-console switch …` on a real store, a real keyring and a switch in a process of its own."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from alpr_console import bootstrap
from alpr_console.adapters.clock import SystemClock
from alpr_console.adapters.keyring.system_keyring import SystemKeyStore
from alpr_console.cli import switch as command
from alpr_console.domain.errors import (
    ConfirmationRefused,
    PermissionRefused,
    SwitchUnavailable,
)
from alpr_console.domain.message_switch import MessageSwitch
from alpr_console.domain.operator import Role
from alpr_console.simulation.switch_table import load_table
from tests.adapters.keyring_session import SecretServiceSession, secret_service
from tests.adapters.switch_process import SECRET, SwitchProcess, switch
from tests.fakes import memory_switch
from tests.fakes.people import staff

__all__ = ["secret_service", "switch"]

WORD = "a long enough word"


class Commands:
    """The command line of a vehicle with a chief and an officer."""

    def __init__(self, folder: Path, process: SwitchProcess) -> None:
        self.folder, self.process = folder, process
        folder.mkdir()
        keys = bootstrap.system_keys(folder)
        with closing(bootstrap.open_store(folder, keys, "station", SystemClock())) as store:
            staff(store, folder, {"chief": Role.ADMINISTRATOR, "doe": Role.OPERATOR}, WORD)

    def run(self, *arguments: str, user: str = "chief", lines: str = "") -> Result:
        return CliRunner().invoke(
            command.app,
            [*arguments, "--user", user, "--data-dir", str(self.folder)],
            input=f"{WORD}\n{lines}",
        )

    def set(self, *more: str, user: str = "chief", secret: str = SECRET) -> Result:
        return self.run(
            "set", f"127.0.0.1:{self.process.port}", "--device", "4-adam",
            "--ca", str(self.process.folder / "ca.pem"), *more, user=user, lines=f"{secret}\n",
        )  # fmt: skip

    def kept(self) -> tuple[MessageSwitch | None, list[tuple[str, str]]]:
        """The setting, and what is on record of it."""
        keys = SystemKeyStore()
        with (
            closing(bootstrap.open_store(self.folder, keys, "test", SystemClock())) as store,
            store.unit_of_work() as work,
        ):
            records = [entry.record for entry in work.audit.entries()]
            return work.switch.switch(), [
                (one.action, one.outcome.partition(":")[0])
                for one in records
                if one.action.startswith("switch.")
            ]


@pytest.fixture
def commands(
    tmp_path: Path, secret_service: SecretServiceSession, switch: SwitchProcess
) -> Commands:
    return Commands(tmp_path / "vehicle", switch)


def said(result: Result) -> str:
    assert result.exit_code == 0, (result.output, result.exception)
    return result.output


@pytest.mark.requirement("HIT-3")
def test_that_a_switch_is_set_tested_and_removed(commands: Commands) -> None:
    assert "TLS, authority pinned" in said(commands.set("--ori", "ca0370900"))
    assert "it answers, and knows 4-adam" in said(commands.run("test"))
    kept, _ = commands.kept()
    assert kept is not None
    assert kept.ori == "CA0370900"
    assert SystemKeyStore().secret(kept.secret_name) == SECRET
    said(commands.run("remove"))
    again, records = commands.kept()
    assert again is None
    assert SystemKeyStore().secret(kept.secret_name) is None
    assert records == [("switch.set", "done"), ("switch.tested", "done"),
                       ("switch.removed", "done")]  # fmt: skip


def test_that_a_client_certificate_is_kept_in_the_keyring(
    commands: Commands, switch: SwitchProcess
) -> None:
    pair = switch.folder / "7-boy.pem"
    shown = said(commands.run(
        "set", f"127.0.0.1:{switch.port}", "--device", "7-boy", "--ca",
        str(switch.folder / "ca.pem"), "--key", str(pair),
    ))  # fmt: skip
    assert "no longer needed here" in shown
    assert "it answers, and knows 7-boy" in said(commands.run("test"))


def test_that_the_secret_never_shows_and_lies_in_no_file(commands: Commands) -> None:
    assert SECRET not in said(commands.set())
    for path in commands.folder.rglob("*"):
        assert not path.is_file() or SECRET.encode() not in path.read_bytes()


def test_that_an_officer_sets_tests_and_removes_nothing(commands: Commands) -> None:
    said(commands.set())
    for refused in (
        commands.set(user="doe"),
        commands.run("test", user="doe"),
        commands.run("remove", user="doe"),
    ):
        assert isinstance(refused.exception, PermissionRefused)
    assert [one for one in commands.kept()[1] if one[1] == "refused"] == [
        ("switch.set", "refused"), ("switch.test_asked_for", "refused"),
        ("switch.removed", "refused"),
    ]  # fmt: skip


def test_that_a_wrong_secret_is_told_by_the_test(commands: Commands) -> None:
    said(commands.set(secret="another one"))
    failed = commands.run("test")
    assert isinstance(failed.exception, SwitchUnavailable)
    assert commands.kept()[1][-1] == ("switch.tested", "failed")


@pytest.mark.parametrize(
    ("more", "what"),
    [
        (("--ori", "CA037"), "no ORI"),
        (("--device", "4 adam"), "cannot be the name"),
        (("--ca", str(memory_switch.__file__)), "no certificate"),
    ],
)
def test_that_a_switch_that_cannot_be_is_refused_on_record(
    commands: Commands, more: tuple[str, str], what: str
) -> None:
    failed = commands.set(*more)
    assert isinstance(failed.exception, ConfirmationRefused)
    assert what in str(failed.exception)
    assert commands.kept() == (None, [("switch.set", "refused")])


def test_that_without_a_switch_there_is_nothing_to_test_or_remove(commands: Commands) -> None:
    for act in ("test", "remove"):
        failed = commands.run(act)
        assert isinstance(failed.exception, ConfirmationRefused)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "has no"),
        ("answer = 3", "has no"),
        ("[[answer]]\ndoes = 'confirmed'", "needs a plate"),
        ("[[answer]]\nplate = 'A'\ndoes = 'maybe'", "needs a plate, and one of"),
        ("[[answer]]\nplate = 'A'\ndoes = 'cut'\nthen = 'cut'", "'then' is one of"),
        ("[[answer]]\nplate = 'A'\ndoes = 'cut'\nminutes = 'x'", "of another kind"),
        ("[[answer]]\nplate = 'A'\ndoes = 'cut'\nwhat = 1", "'what' is not known"),
        ("[[", "cannot be read"),
    ],
)
def test_that_a_table_that_cannot_be_used_says_why(tmp_path: Path, text: str, why: str) -> None:
    path = tmp_path / "table.toml"
    path.write_text(text)
    with pytest.raises(ConfirmationRefused, match=why):
        load_table(path)


def test_that_the_table_that_comes_with_it_can_be_used() -> None:
    table = load_table(bootstrap.locations.resources_dir() / "switch" / "simulated.toml")
    assert table.row_for("7ABC128").does == "confirmed"
    assert table.row_for("NOT LISTED").plate == "*"
