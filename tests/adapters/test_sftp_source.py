"""Lists from an SFTP server: real servers, real host keys."""

from __future__ import annotations

import hashlib
import os
import socket
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from alpr_console.adapters.list_sources.incoming import Limits
from alpr_console.adapters.list_sources.open_fetcher import open_fetcher, pins_of
from alpr_console.domain.errors import ListSourceUnavailable
from alpr_console.domain.list_source import SourceKind, folder_and_pattern, source_from
from tests.adapters.ssh_server import (
    OpenSshServer,
    PasswordServer,
    free_port,
    openssh,
    password_server,
)

__all__ = ["openssh", "password_server"]

AT = datetime(2026, 3, 2, 6, 30, tzinfo=UTC)
LINES = b"LIC,LIS\n" + b"".join(b"7ABC%03d,CA\n" % n for n in range(1000)) * 40
QUICK = Limits(wait=lambda seconds: None, disk_reserve=0)


def put(path: Path, contents: bytes, at: datetime) -> None:
    path.write_bytes(contents)
    os.utime(path, (at.timestamp(), at.timestamp()))


def left_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


@pytest.mark.requirement("HOT-2")
def test_that_the_newest_file_comes_whole_with_its_time_and_its_sum(
    openssh: OpenSshServer, tmp_path: Path
) -> None:
    put(openssh.files / "svs-1.csv", b"LIC\nOLD1\n", AT - timedelta(days=1))
    put(openssh.files / "svs-2.csv", LINES, AT)
    put(openssh.files / "sfr-3.csv", b"LIC\nOTHER1\n", AT + timedelta(days=1))
    put(openssh.files / "svs-4.csv.part", b"LIC\nHALF", AT + timedelta(days=1))
    sha256 = hashlib.sha256(LINES).hexdigest()
    (openssh.files / "svs-2.csv.sha256").write_text(f"{sha256}  svs-2.csv\n")
    fetched = open_fetcher(QUICK).fetch(openssh.source(), openssh.key, tmp_path / "in", None)
    assert fetched is not None
    assert (fetched.name, fetched.data_at, fetched.size) == ("svs-2.csv", AT, len(LINES))
    assert fetched.sha256 == sha256
    assert fetched.path.read_bytes() == LINES
    assert left_in(tmp_path / "in") == ["svs-2.csv", "svs-2.csv.sha256"]


def test_that_a_file_of_many_requests_comes_whole(openssh: OpenSshServer, tmp_path: Path) -> None:
    contents = os.urandom(20_000_001)
    put(openssh.files / "svs.csv", contents, AT)
    fetched = open_fetcher(QUICK).fetch(openssh.source(), openssh.key, tmp_path / "in", None)
    assert fetched is not None
    assert fetched.sha256 == hashlib.sha256(contents).hexdigest()
    assert hashlib.sha256(fetched.path.read_bytes()).hexdigest() == fetched.sha256


def test_that_only_a_newer_file_is_fetched_again(openssh: OpenSshServer, tmp_path: Path) -> None:
    fetcher, source = open_fetcher(QUICK), openssh.source("svs.csv")
    put(openssh.files / "svs.csv", LINES, AT)
    first = fetcher.fetch(source, openssh.key, tmp_path / "in", None)
    assert first is not None
    assert fetcher.fetch(source, openssh.key, tmp_path / "in", first.mark) is None
    put(openssh.files / "svs.csv", b"LIC\nNEW1\n", AT + timedelta(seconds=1))
    second = fetcher.fetch(source, openssh.key, tmp_path / "in", first.mark)
    assert second is not None
    assert second.path.read_bytes() == b"LIC\nNEW1\n"


def test_that_an_older_file_put_back_is_not_taken(openssh: OpenSshServer, tmp_path: Path) -> None:
    fetcher, source = open_fetcher(QUICK), openssh.source("svs.csv")
    put(openssh.files / "svs.csv", LINES, AT)
    first = fetcher.fetch(source, openssh.key, tmp_path / "in", None)
    assert first is not None
    put(openssh.files / "svs.csv", b"LIC\nOLD1\n", AT - timedelta(days=3))
    assert fetcher.fetch(source, openssh.key, tmp_path / "in", first.mark) is None


@pytest.mark.parametrize("kind", ["ed25519", "rsa"])
def test_that_any_of_the_server_s_keys_may_be_the_one_pinned(
    kind: str, openssh: OpenSshServer, tmp_path: Path
) -> None:
    put(openssh.files / "svs.csv", LINES, AT)
    source = openssh.source(kind=kind)
    assert open_fetcher(QUICK).fetch(source, openssh.key, tmp_path / "in", None) is not None


def test_that_the_pin_command_shows_what_the_server_s_own_tool_shows(
    openssh: OpenSshServer,
) -> None:
    shown = pins_of(f"127.0.0.1:{openssh.port}")
    assert dict(shown) == {
        "ssh-ed25519": openssh.fingerprint("ed25519"),
        "ssh-rsa": openssh.fingerprint("rsa"),
    }


def test_that_a_changed_host_key_ends_it(openssh: OpenSshServer, tmp_path: Path) -> None:
    put(openssh.files / "svs.csv", LINES, AT)
    source, fetcher = openssh.source(), open_fetcher(QUICK)
    assert fetcher.fetch(source, openssh.key, tmp_path / "in", None) is not None
    openssh.stop()
    openssh.change_host_keys()
    openssh.start()
    with pytest.raises(ListSourceUnavailable, match="host key of 127"):
        fetcher.fetch(source, openssh.key, tmp_path / "in", None)


def test_that_no_password_goes_to_a_server_with_another_key(
    password_server: PasswordServer, openssh: OpenSshServer, tmp_path: Path
) -> None:
    source = password_server.source(pin=openssh.fingerprint("ed25519"))
    with pytest.raises(ListSourceUnavailable, match="nothing was sent"):
        open_fetcher(QUICK).fetch(source, "Correct-Horse-7", tmp_path / "in", None)
    assert password_server.account.tried == []


def test_that_a_password_opens_the_pinned_server(
    password_server: PasswordServer, tmp_path: Path
) -> None:
    fetched = open_fetcher(QUICK).fetch(
        password_server.source(), "Correct-Horse-7", tmp_path / "in", None
    )
    assert fetched is not None
    assert fetched.path.read_bytes() == password_server.account.contents


def test_that_a_wrong_password_is_refused_and_not_repeated_in_words(
    password_server: PasswordServer, tmp_path: Path
) -> None:
    with pytest.raises(ListSourceUnavailable, match="refuses to sign car12 in") as refusal:
        open_fetcher(QUICK).fetch(password_server.source(), "Wrong-9", tmp_path / "in", None)
    assert "Wrong-9" not in str(refusal.value)


def test_that_another_key_than_the_account_s_is_refused(
    openssh: OpenSshServer, tmp_path: Path
) -> None:
    put(openssh.files / "svs.csv", LINES, AT)
    other = OpenSshServer(tmp_path / "other")
    with pytest.raises(ListSourceUnavailable, match="refuses to sign"):
        open_fetcher(QUICK).fetch(openssh.source(), other.key, tmp_path / "in", None)


@pytest.mark.parametrize("damage", ["", "cut", "random"])
def test_that_what_is_no_private_key_says_so_without_showing_it(
    damage: str, openssh: OpenSshServer, tmp_path: Path
) -> None:
    lines = openssh.key.splitlines()
    broken = {
        "": "-----BEGIN nothing",
        "cut": "\n".join([*lines[:2], lines[-1]]),
        "random": "\n".join([lines[0], "x" * 70, lines[-1]]),
    }[damage]
    with pytest.raises(ListSourceUnavailable, match="not a private key") as refusal:
        open_fetcher(QUICK).fetch(openssh.source(), broken, tmp_path / "in", None)
    assert lines[1] not in str(refusal.value)


def test_that_without_a_secret_the_sentence_says_how_to_keep_one(
    openssh: OpenSshServer, tmp_path: Path
) -> None:
    with pytest.raises(ListSourceUnavailable, match="hot-list secret"):
        open_fetcher(QUICK).fetch(openssh.source(), None, tmp_path / "in", None)


def test_that_a_file_still_being_written_is_left(openssh: OpenSshServer, tmp_path: Path) -> None:
    path = openssh.files / "svs.csv"
    put(path, LINES, AT)
    waited = []

    def meanwhile(seconds: float) -> None:
        waited.append(seconds)
        put(path, LINES + b"7ZZZ999,CA\n", AT + timedelta(seconds=1))

    fetcher = open_fetcher(replace(QUICK, wait=meanwhile))
    with pytest.raises(ListSourceUnavailable, match="still being written"):
        fetcher.fetch(openssh.source(), openssh.key, tmp_path / "in", None)
    assert left_in(tmp_path / "in") == []
    assert 0 < waited[0] <= 2


@pytest.mark.parametrize("claimed", [19_000_000, 20])
def test_that_a_file_that_ends_early_does_not_count(
    claimed: int, password_server: PasswordServer, tmp_path: Path
) -> None:
    password_server.account.size = claimed
    with pytest.raises(ListSourceUnavailable, match="did not come whole"):
        open_fetcher(QUICK).fetch(
            password_server.source(), "Correct-Horse-7", tmp_path / "in", None
        )
    assert left_in(tmp_path / "in") == []


def test_that_a_file_that_differs_from_its_sum_does_not_count(
    openssh: OpenSshServer, tmp_path: Path
) -> None:
    put(openssh.files / "svs.csv", LINES, AT)
    (openssh.files / "svs.csv.sha256").write_text("ab" * 32)
    with pytest.raises(ListSourceUnavailable, match="does not agree with its"):
        open_fetcher(QUICK).fetch(openssh.source(), openssh.key, tmp_path / "in", None)
    assert left_in(tmp_path / "in") == []


def test_that_a_server_that_is_gone_is_named(openssh: OpenSshServer, tmp_path: Path) -> None:
    openssh.stop()
    with pytest.raises(ListSourceUnavailable, match=f"127.0.0.1:{openssh.port} refuses"):
        open_fetcher(QUICK).fetch(openssh.source(), openssh.key, tmp_path / "in", None)


def test_that_a_missing_file_and_a_missing_folder_are_named(
    openssh: OpenSshServer, tmp_path: Path
) -> None:
    fetcher = open_fetcher(QUICK)
    for pattern in ("svs.csv", "svs*.csv", "nowhere/svs*.csv"):
        with pytest.raises(ListSourceUnavailable, match=r"is not on|There is no"):
            fetcher.fetch(openssh.source(pattern), openssh.key, tmp_path / "in", None)


def test_that_a_silent_server_is_given_up(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        source = source_from("sftp", f"127.0.0.1:{port}/x.csv", "me", "SHA256:" + "A" * 43)
        with pytest.raises(ListSourceUnavailable):
            open_fetcher(replace(QUICK, silence_s=0.2)).fetch(source, "x", tmp_path / "in", None)


def test_that_a_future_date_is_refused(openssh: OpenSshServer, tmp_path: Path) -> None:
    put(openssh.files / "svs.csv", LINES, datetime.now(UTC) + timedelta(days=2))
    with pytest.raises(ListSourceUnavailable, match="yet to come"):
        open_fetcher(QUICK).fetch(openssh.source(), openssh.key, tmp_path / "in", None)


def test_that_a_path_can_start_at_the_account_s_own_folder() -> None:
    source = source_from("sftp", f"h:{free_port()}/~/out/svs*.csv", "me", "SHA256:" + "A" * 43)
    assert source.kind is SourceKind.SFTP
    assert folder_and_pattern(source.server.target) == ("./out", "svs*.csv")
    assert folder_and_pattern("/svs.csv") == ("/", "svs.csv")
