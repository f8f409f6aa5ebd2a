"""What an administrator may name as a list's source."""

from __future__ import annotations

from datetime import timedelta

import pytest

from alpr_console.domain.errors import ListSourceUnavailable
from alpr_console.domain.list_source import ListSource, SourceKind, secret_name, source_from

SSH_PIN = "SHA256:" + "Ab1+" * 10 + "Ab0"
TLS_PIN = "ab" * 32


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        (
            ("folder", "/srv/lists/svs*.csv"),
            ListSource(SourceKind.FOLDER, "/srv/lists/svs*.csv"),
        ),
        (
            (" SFTP ", "sftp.example.gov:2222/out/svs?.csv ", "car12", SSH_PIN + "=", "90m"),
            ListSource(
                SourceKind.SFTP,
                "sftp.example.gov:2222/out/svs?.csv",
                "car12",
                SSH_PIN,
                timedelta(minutes=90),
            ),
        ),
        (
            ("https", "https://lists.example.gov/svs.csv?x=1", "", "AB:" * 31 + "AB", "24h"),
            ListSource(
                SourceKind.HTTPS, "https://lists.example.gov/svs.csv?x=1", "", TLS_PIN
            ),
        ),
    ],
)  # fmt: skip
def test_that_a_source_is_what_was_typed(typed: tuple[str, ...], meant: ListSource) -> None:
    assert source_from(*typed) == meant


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        (("ftp", "host/x"), "Choose folder, sftp or https"),
        (("folder", ""), "no readable address"),
        (("folder", "/srv/a\nb"), "no readable address"),
        (("folder", "lists/svs.csv"), "whole path"),
        (("folder", "/"), "whole path"),
        (("folder", "/srv/../etc/x"), "whole path"),
        (("folder", "/srv/x.csv", "me"), "neither a user nor a pin"),
        (("folder", "/srv/x.csv", "", TLS_PIN), "neither a user nor a pin"),
        (("sftp", "host/x.csv", "", SSH_PIN), "needs a user"),
        (("sftp", "host", "me", SSH_PIN), "names no file"),
        (("sftp", "host/out/", "me", SSH_PIN), "names no file"),
        (("sftp", "/out/x.csv", "me", SSH_PIN), "names no server"),
        (("sftp", f"{'h' * 64}.gov/out/x.csv", "me", SSH_PIN), "names no server"),
        (("sftp", "a..gov/out/x.csv", "me", SSH_PIN), "names no server"),
        (("sftp", "host:x/out/x.csv", "me", SSH_PIN), "names no server"),
        (("sftp", "host:0/out/x.csv", "me", SSH_PIN), "names no server"),
        (("sftp", "host:99999/out/x.csv", "me", SSH_PIN), "names no server"),
        (("sftp", "me:pw@host/out/x.csv", "me", SSH_PIN), "carries a user or password"),
        (("sftp", "host/x.csv", "me"), "pin is missing"),
        (("sftp", "host/x.csv", "me", TLS_PIN), "not a host key's fingerprint"),
        (("sftp", "host/x.csv", "me", "SHA256:äö"), "not a host key's fingerprint"),
        (("https", "http://host/x.csv", "", TLS_PIN), "does not begin with https"),
        (("https", "host/x.csv", "", TLS_PIN), "does not begin with https"),
        (("https", "https://host/", "", TLS_PIN), "names no file"),
        (("https", "https://host/?f=/x.csv", "", TLS_PIN), "names no file"),
        (("https", "https://[::1/x.csv", "", TLS_PIN), "names no server"),
        (("https", "https://host?x/x.csv", "", TLS_PIN), "names no server"),
        (("https", "https://me@host/x.csv", "", TLS_PIN), "carries a user or password"),
        (("https", "https://host/x.csv#top", "", TLS_PIN), "has a '#'"),
        (("https", "https://host/x.csv", "a:b", TLS_PIN), "holds a colon"),
        (("https", "https://host/x.csv", "", SSH_PIN), "SHA-256 sum of a certificate"),
        (("https", "https://host/x.csv"), "pin is missing"),
    ],
)
def test_that_what_cannot_be_meant_is_refused(typed: tuple[str, ...], words: str) -> None:
    with pytest.raises(ListSourceUnavailable) as refusal:
        source_from(*typed)
    assert words in str(refusal.value)


@pytest.mark.requirement("HOT-2")
@pytest.mark.parametrize("every", ["25h", "4m", "1441m", "0h", "", "1d", "-1h", "٣h", "1e3h"])
def test_that_a_list_is_fetched_at_least_daily_and_not_all_the_time(every: str) -> None:
    with pytest.raises(ListSourceUnavailable):
        source_from("folder", "/srv/x.csv", untrusted_every=every)


def test_that_the_host_is_all_of_an_address_that_is_told() -> None:
    source = source_from("https", "https://lists.example.gov:444/svs?token=abc", "", TLS_PIN)
    assert source.host == "lists.example.gov:444"
    assert source_from("folder", "/srv/x.csv").host == ""
    bracketed = source_from("sftp", "[::1]:2222/out/x.csv", "me", SSH_PIN)
    assert (bracketed.server.host, bracketed.server.port) == ("::1", 2222)


def test_that_another_server_or_account_has_another_secret() -> None:
    sources = [
        source_from("sftp", "one/x.csv", "me", SSH_PIN),
        source_from("sftp", "two/x.csv", "me", SSH_PIN),
        source_from("sftp", "one/x.csv", "you", SSH_PIN),
        source_from("https", "https://one/x.csv", "me", TLS_PIN),
    ]
    names = {secret_name(name, one) for one in sources for name in ("SVS", "SFR")}
    assert len(names) == 8
