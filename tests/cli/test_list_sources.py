"""`hot-list pin`, `secret` and `pull` on a real store, a real keyring and a real sshd."""

from __future__ import annotations

import os
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from alpr_console import bootstrap
from alpr_console.adapters.clock import SystemClock
from alpr_console.adapters.keyring.system_keyring import SystemKeyStore
from alpr_console.adapters.list_sources import open_fetcher
from alpr_console.adapters.list_sources.incoming import Limits
from alpr_console.cli import hot_list
from alpr_console.domain.audit import AuditRecord
from alpr_console.domain.errors import (
    HotListMalformed,
    ListSourceUnavailable,
    PermissionRefused,
)
from alpr_console.domain.hotlist import HotList
from alpr_console.domain.list_source import secret_name
from alpr_console.domain.operator import Role
from tests.adapters.keyring_session import SecretServiceSession, secret_service
from tests.adapters.ssh_server import OpenSshServer, openssh
from tests.adapters.tls_server import TlsServer, tls
from tests.fakes.people import staff

__all__ = ["openssh", "secret_service", "tls"]

PASSWORD = "a long enough word"


class Commands:
    """The command line of a console with a chief and an officer."""

    def __init__(self, folder: Path) -> None:
        self.folder, clock = folder, SystemClock()
        keys = bootstrap.system_keys(folder)
        with closing(bootstrap.open_store(folder, keys, "station", clock)) as store:
            people = {"chief": Role.ADMINISTRATOR, "doe": Role.OPERATOR}
            staff(store, folder, people, PASSWORD)

    def run(self, *arguments: str, lines: str = "") -> Result:
        everything = [*arguments, "--data-dir", str(self.folder)]
        return CliRunner().invoke(hot_list.app, everything, input=lines)

    def said(self, *arguments: str, lines: str = "") -> str:
        done = self.run(*arguments, lines=lines)
        assert done.exit_code == 0, (done.output, done.exception)
        return done.output

    def designate(self, server: OpenSshServer, name: str = "SVS", **changed: str) -> None:
        source = server.source("svs*.csv")
        options = {
            "--source": "sftp", "--address": source.address, "--account": source.user,
            "--pin": source.pin, "--every": "6h", **changed,
        }  # fmt: skip
        flat = [part for option in options.items() for part in option]
        self.said("designate", name, "--user", "chief", *flat, lines=f"{PASSWORD}\n")

    def records(self, action: str) -> list[AuditRecord]:
        keys = SystemKeyStore()
        with (
            closing(bootstrap.open_store(self.folder, keys, "test", SystemClock())) as store,
            store.unit_of_work() as work,
        ):
            return [e.record for e in work.audit.entries() if e.record.action == action]

    def in_force(self) -> list[HotList]:
        keys = SystemKeyStore()
        with (
            closing(bootstrap.open_store(self.folder, keys, "test", SystemClock())) as store,
            store.unit_of_work() as work,
        ):
            return work.hot_lists.in_force()


@pytest.fixture
def commands(
    secret_service: SecretServiceSession, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Commands:
    quick = replace(Limits(), wait=lambda seconds: None, disk_reserve=0)
    monkeypatch.setattr(open_fetcher, "Limits", lambda: quick)
    return Commands(tmp_path / "data")


@pytest.fixture
def key_file(openssh: OpenSshServer, tmp_path: Path) -> Path:
    path = tmp_path / "car12.key"
    path.write_text(openssh.key)
    return path


def put(openssh: OpenSshServer, name: str = "svs-1.csv", at: float = 1_770_000_000) -> None:
    path = openssh.files / name
    path.write_text("LIC,LIS\n7ABC123,CA\n8XYZ441,CA\n")
    os.utime(path, (at, at))


@pytest.mark.requirement("HOT-2")
def test_that_a_list_is_designated_with_a_server_and_fetched_from_it(
    commands: Commands, openssh: OpenSshServer, key_file: Path
) -> None:
    put(openssh)
    commands.designate(openssh)
    kept = commands.said(
        "secret", "SVS", "--user", "chief", "--key", str(key_file), lines=f"{PASSWORD}\n"
    )
    assert "in the keyring" in kept
    assert commands.said("pull", "SVS") == "SVS version 1: 2 entries in force.\n"
    assert commands.said("pull") == "SVS: nothing newer.\n"
    assert [one.data_at.timestamp() for one in commands.in_force()] == [1_770_000_000]
    [designated] = commands.records("hot_list.designated")
    assert openssh.fingerprint("ed25519") in designated.details["source"]
    who = [record.who for record in commands.records("hot_list.pulled")]
    assert len(who) == 2
    assert all(one.startswith("os:") for one in who)


def test_that_the_secret_is_in_the_keyring_and_nowhere_on_record(
    commands: Commands, openssh: OpenSshServer
) -> None:
    commands.designate(openssh)
    said = commands.said("secret", "SVS", "--user", "chief", lines=f"{PASSWORD}\nCorrect-Horse-7\n")
    name = secret_name("SVS", openssh.source("svs*.csv"))
    assert SystemKeyStore().secret(name) == "Correct-Horse-7"
    [kept] = commands.records("hot_list.secret_kept")
    assert (kept.who, kept.subject) == ("chief", "SVS")
    assert "Correct-Horse-7" not in said + repr(kept)
    commands.said("secret", "SVS", "--user", "chief", "--forget", lines=f"{PASSWORD}\n")
    assert SystemKeyStore().secret(name) is None
    assert [r.outcome for r in commands.records("hot_list.secret_forgotten")] == ["done"]


def test_that_only_an_administrator_keeps_a_secret(
    commands: Commands, openssh: OpenSshServer
) -> None:
    commands.designate(openssh)
    done = commands.run("secret", "SVS", "--user", "doe", lines=f"{PASSWORD}\nMine\n")
    assert isinstance(done.exception, PermissionRefused)
    assert SystemKeyStore().secret(secret_name("SVS", openssh.source("svs*.csv"))) is None
    [refused] = commands.records("hot_list.secret_kept")
    assert (refused.who, refused.outcome.split(":")[0]) == ("doe", "refused")


@pytest.mark.parametrize("name", ["SFR", "nobody's"])
def test_that_a_list_without_a_server_has_no_secret(name: str, commands: Commands) -> None:
    commands.said("designate", "SFR", "--user", "chief", lines=f"{PASSWORD}\n")
    done = commands.run("secret", name, "--user", "chief", lines=f"{PASSWORD}\nMine\n")
    assert isinstance(done.exception, HotListMalformed)


def test_that_the_pins_are_shown_with_what_to_do_with_them(
    openssh: OpenSshServer, tls: TlsServer
) -> None:
    runner = CliRunner()
    ssh = runner.invoke(hot_list.app, ["pin", f"127.0.0.1:{openssh.port}"]).output
    assert openssh.fingerprint("ed25519") in ssh
    assert openssh.fingerprint("rsa") in ssh
    https = runner.invoke(hot_list.app, ["pin", tls.address()]).output
    assert tls.pin in https
    assert "Compare it with what the operator" in https


def test_that_one_list_that_fails_does_not_keep_the_others(
    commands: Commands, openssh: OpenSshServer, tmp_path: Path
) -> None:
    put(openssh)
    commands.designate(openssh, "AAA")
    folder = openssh.files
    commands.said(
        "designate", "SVS", "--user", "chief", "--source", "folder",
        "--address", f"{folder}/svs*.csv", lines=f"{PASSWORD}\n",
    )  # fmt: skip
    done = commands.run("pull")
    assert done.exit_code == ListSourceUnavailable.exit_code
    assert "AAA: The keyring holds no password or key" in done.output
    assert [one.name for one in commands.in_force()] == ["SVS"]


def test_that_a_source_stays_until_another_or_none_is_named(
    commands: Commands, openssh: OpenSshServer
) -> None:
    commands.designate(openssh)
    commands.said("designate", "SVS", "--user", "chief", lines=f"{PASSWORD}\n")
    commands.said("designate", "SVS", "--user", "chief", "--source", "hand", lines=f"{PASSWORD}\n")
    sources = [record.details["source"] for record in commands.records("hot_list.designated")]
    assert sources[0] == sources[1] != sources[2] == "by hand"
    wrong = commands.run(
        "designate", "SVS", "--user", "chief", "--address", "/x/y.csv", lines=f"{PASSWORD}\n"
    )
    assert isinstance(wrong.exception, ListSourceUnavailable)
    late = commands.run(
        "designate", "SVS", "--user", "chief", "--source", "folder", "--address", "/x/y.csv",
        "--every", "48h", lines=f"{PASSWORD}\n",
    )  # fmt: skip
    assert isinstance(late.exception, ListSourceUnavailable)
