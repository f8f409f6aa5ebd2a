"""Lists from an HTTPS server: a real one, a real certificate."""

from __future__ import annotations

import base64
import hashlib
import socket
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from alpr_console.adapters.list_sources.incoming import Limits
from alpr_console.adapters.list_sources.open_fetcher import open_fetcher, pins_of
from alpr_console.domain.errors import ListSourceUnavailable
from alpr_console.domain.list_source import source_from
from tests.adapters.tls_server import TlsServer, tls

__all__ = ["tls"]

QUICK = Limits(wait=lambda seconds: None, disk_reserve=0)
FETCHER = open_fetcher(QUICK)


def left_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


@pytest.mark.requirement("HOT-2")
def test_that_a_file_comes_whole_with_its_time_and_its_sum(tls: TlsServer, tmp_path: Path) -> None:
    tls.served.contents = b"LIC,LIS\n" + b"7ABC123,CA\n" * 200_000
    sha256 = hashlib.sha256(tls.served.contents).hexdigest()
    tls.served.sha256 = sha256
    fetched = FETCHER.fetch(tls.source(), None, tmp_path / "in", None)
    assert fetched is not None
    assert (fetched.name, fetched.data_at) == ("svs.csv", tls.served.modified)
    assert (fetched.size, fetched.sha256) == (len(tls.served.contents), sha256)
    assert fetched.path.read_bytes() == tls.served.contents
    assert left_in(tmp_path / "in") == ["svs.csv", "svs.csv.sha256"]


@pytest.mark.parametrize("heeds_since", [True, False])
def test_that_only_a_newer_file_is_fetched_again(
    heeds_since: bool, tls: TlsServer, tmp_path: Path
) -> None:
    tls.served.heeds_since = heeds_since
    first = FETCHER.fetch(tls.source(), None, tmp_path / "in", None)
    assert first is not None
    assert FETCHER.fetch(tls.source(), None, tmp_path / "in", first.mark) is None
    tls.served.modified = first.data_at + timedelta(seconds=1)
    assert FETCHER.fetch(tls.source(), None, tmp_path / "in", first.mark) is not None


def test_that_without_a_time_only_other_contents_are_newer(tls: TlsServer, tmp_path: Path) -> None:
    tls.served.modified = None
    before = datetime.now(UTC)
    first = FETCHER.fetch(tls.source(), None, tmp_path / "in", None)
    assert first is not None
    assert before <= first.data_at <= datetime.now(UTC)
    assert FETCHER.fetch(tls.source(), None, tmp_path / "in", first.mark) is None
    tls.served.contents += b"7XYZ999,CA\n"
    assert FETCHER.fetch(tls.source(), None, tmp_path / "in", first.mark) is not None


def test_that_nothing_is_sent_to_a_server_with_another_certificate(
    tls: TlsServer, tmp_path: Path
) -> None:
    source = tls.source("car12", pin="ab" * 32)
    with pytest.raises(ListSourceUnavailable, match="certificate of 127"):
        FETCHER.fetch(source, "Correct-Horse-7", tmp_path / "in", None)
    assert tls.served.asked == []


def test_that_a_changed_certificate_ends_it(tls: TlsServer, tmp_path: Path) -> None:
    source = tls.source()
    assert FETCHER.fetch(source, None, tmp_path / "in", None) is not None
    tls.stop()
    tls.new_certificate()
    tls.start()
    with pytest.raises(ListSourceUnavailable, match="certificate of 127"):
        FETCHER.fetch(source, None, tmp_path / "in", None)


def test_that_the_pin_command_shows_the_certificate_s_sum(tls: TlsServer) -> None:
    assert pins_of(tls.address("")) == [("certificate", tls.pin)]
    assert tls.served.asked == []


def test_that_a_user_signs_in_with_a_password_and_no_user_with_a_token(
    tls: TlsServer, tmp_path: Path
) -> None:
    assert FETCHER.fetch(tls.source("car12"), "pässword", tmp_path / "in", None) is not None
    assert FETCHER.fetch(tls.source(), "token-1", tmp_path / "in", None) is not None
    sent = [headers["Authorization"] for path, headers in tls.served.asked if path[-4:] == ".csv"]
    basic = base64.b64encode("car12:pässword".encode()).decode()
    assert sent == [f"Basic {basic}", "Bearer token-1"]


def test_that_a_token_that_cannot_be_sent_is_not_shown(tls: TlsServer, tmp_path: Path) -> None:
    with pytest.raises(ListSourceUnavailable, match="cannot be sent") as refusal:
        FETCHER.fetch(tls.source(), "token\nHost: other", tmp_path / "in", None)
    assert "Host" not in str(refusal.value)
    assert tls.served.asked == []


def test_that_a_user_without_a_kept_password_is_told_how_to_keep_it(
    tls: TlsServer, tmp_path: Path
) -> None:
    with pytest.raises(ListSourceUnavailable, match="hot-list secret"):
        FETCHER.fetch(tls.source("car12"), None, tmp_path / "in", None)


def test_that_a_file_that_ends_early_does_not_count(tls: TlsServer, tmp_path: Path) -> None:
    tls.served.length = len(tls.served.contents) + 1
    with pytest.raises(ListSourceUnavailable, match="did not come whole"):
        FETCHER.fetch(tls.source(), None, tmp_path / "in", None)
    assert left_in(tmp_path / "in") == []


def test_that_pieces_without_an_end_do_not_count(tls: TlsServer, tmp_path: Path) -> None:
    tls.served.chunked = True
    assert FETCHER.fetch(tls.source(), None, tmp_path / "in", None) is not None
    tls.served.whole = False
    with pytest.raises(ListSourceUnavailable, match="did not come whole"):
        FETCHER.fetch(tls.source(), None, tmp_path / "in2", None)
    assert left_in(tmp_path / "in2") == []


def test_that_a_file_of_unsaid_length_counts_only_with_its_sum(
    tls: TlsServer, tmp_path: Path
) -> None:
    tls.served.length = None
    with pytest.raises(ListSourceUnavailable, match="does not say how long"):
        FETCHER.fetch(tls.source(), None, tmp_path / "in", None)
    assert left_in(tmp_path / "in") == []
    tls.served.sha256 = hashlib.sha256(tls.served.contents).hexdigest()
    assert FETCHER.fetch(tls.source(), None, tmp_path / "in", None) is not None


def test_that_a_file_that_differs_from_its_sum_does_not_count(
    tls: TlsServer, tmp_path: Path
) -> None:
    tls.served.sha256 = "ab" * 32
    with pytest.raises(ListSourceUnavailable, match="does not agree"):
        FETCHER.fetch(tls.source(), None, tmp_path / "in", None)
    assert left_in(tmp_path / "in") == []


@pytest.mark.parametrize("announced", [True, False])
def test_that_a_file_over_the_limit_is_refused(
    announced: bool, tls: TlsServer, tmp_path: Path
) -> None:
    tls.served.contents = b"x" * (3 << 20)
    tls.served.chunked = not announced
    fetcher = open_fetcher(replace(QUICK, size=1 << 20))
    with pytest.raises(ListSourceUnavailable, match="larger than 1 MiB"):
        fetcher.fetch(tls.source(), None, tmp_path / "in", None)
    assert left_in(tmp_path / "in") == []


def test_that_room_is_left_on_the_disk(tls: TlsServer, tmp_path: Path) -> None:
    fetcher = open_fetcher(replace(QUICK, disk_reserve=1 << 62))
    with pytest.raises(ListSourceUnavailable, match="no room"):
        fetcher.fetch(tls.source(), None, tmp_path / "in", None)
    assert left_in(tmp_path / "in") == []


def test_that_a_redirect_stays_on_the_server(tls: TlsServer, tmp_path: Path) -> None:
    tls.served.location = "/elsewhere/list"
    fetched = FETCHER.fetch(tls.source(), "token-1", tmp_path / "in", None)
    assert fetched is not None
    assert fetched.name == "svs.csv"
    assert "/elsewhere/list" in [path for path, _ in tls.served.asked]


@pytest.mark.parametrize(
    "location",
    ["https://127.0.0.1:1/svs.csv", "https://localhost/svs.csv", "http://127.0.0.1/svs.csv",
     "//other/svs.csv", "ftp:x", ""],
)  # fmt: skip
def test_that_a_redirect_elsewhere_is_refused(
    location: str, tls: TlsServer, tmp_path: Path
) -> None:
    tls.served.location = location or "https://[bad/"
    with pytest.raises(ListSourceUnavailable, match="another server"):
        FETCHER.fetch(tls.source(), "token-1", tmp_path / "in", None)


def test_that_a_redirect_in_a_circle_ends(tls: TlsServer, tmp_path: Path) -> None:
    tls.served.location = "?again"
    with pytest.raises(ListSourceUnavailable, match="circle"):
        FETCHER.fetch(tls.source(), None, tmp_path / "in", None)
    assert len(tls.served.asked) == 4


@pytest.mark.parametrize(
    ("status", "words"),
    [(401, "refuses to hand"), (403, "refuses to hand"), (404, "There is no"), (503, "503")],
)
def test_that_a_refusal_is_told_in_words(
    status: int, words: str, tls: TlsServer, tmp_path: Path
) -> None:
    tls.served.status = status
    with pytest.raises(ListSourceUnavailable, match=words):
        FETCHER.fetch(tls.source(), None, tmp_path / "in", None)


def test_that_a_packed_answer_is_refused(tls: TlsServer, tmp_path: Path) -> None:
    tls.served.headers = {"Content-Encoding": "gzip"}
    with pytest.raises(ListSourceUnavailable, match="packs"):
        FETCHER.fetch(tls.source(), None, tmp_path / "in", None)


def test_that_a_future_date_is_refused(tls: TlsServer, tmp_path: Path) -> None:
    tls.served.modified = datetime.now(UTC) + timedelta(days=2)
    with pytest.raises(ListSourceUnavailable, match="yet to come"):
        FETCHER.fetch(tls.source(), None, tmp_path / "in", None)


def test_that_the_address_s_own_token_is_in_no_words(tls: TlsServer, tmp_path: Path) -> None:
    source = tls.source(target="/out/svs.csv?token=opensesame")
    assert FETCHER.fetch(source, None, tmp_path / "in", None) is not None
    tls.stop()
    with pytest.raises(ListSourceUnavailable, match="cannot be reached") as refusal:
        FETCHER.fetch(source, None, tmp_path / "in", None)
    assert "opensesame" not in str(refusal.value)
    assert str(tls.port) in str(refusal.value)


def test_that_a_name_with_spaces_and_accents_is_asked_for_as_the_net_writes_it(
    tls: TlsServer, tmp_path: Path
) -> None:
    fetched = FETCHER.fetch(tls.source(target="/out/liste é.csv"), None, tmp_path / "in", None)
    assert fetched is not None
    assert fetched.name == "liste é.csv"
    assert tls.served.asked[0][0] == "/out/liste%20%C3%A9.csv"


def test_that_a_silent_server_is_given_up(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"https://127.0.0.1:{silent.getsockname()[1]}/svs.csv"
        source = source_from("https", address, "", "ab" * 32)
        fetcher = open_fetcher(replace(QUICK, silence_s=0.2))
        with pytest.raises(ListSourceUnavailable, match="has said nothing"):
            fetcher.fetch(source, None, tmp_path / "in", None)
        with pytest.raises(ListSourceUnavailable, match="has said nothing"):
            pins_of(address, replace(QUICK, silence_s=0.2))


def test_that_a_transfer_ends_when_the_console_does(tls: TlsServer, tmp_path: Path) -> None:
    fetcher = open_fetcher(replace(QUICK, stopped=lambda: True))
    with pytest.raises(ListSourceUnavailable, match="was ended"):
        fetcher.fetch(tls.source(), None, tmp_path / "in", None)
    assert left_in(tmp_path / "in") == []


def test_that_a_transfer_that_drips_is_given_up(tls: TlsServer, tmp_path: Path) -> None:
    fetcher = open_fetcher(replace(QUICK, total_s=-1.0))
    with pytest.raises(ListSourceUnavailable, match="too long"):
        fetcher.fetch(tls.source(), None, tmp_path / "in", None)
    assert left_in(tmp_path / "in") == []
