"""Commands as a person runs them, on a machine where something is wrong: one sentence that
says what to do, an exit code, and nothing changed.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
import secretstorage
import sqlcipher3
from jeepney.io.blocking import open_dbus_connection

from alpr_console.adapters.clock import SystemClock
from alpr_console.adapters.keyring.session_keyring import SessionKeyStore
from alpr_console.adapters.storage import cipher
from alpr_console.adapters.storage.list_shelf import FolderShelf
from alpr_console.adapters.storage.store import Store
from alpr_console.bootstrap import SHELF_FOLDER, STORE_FILE, STORE_KEY, Settings, build_console
from alpr_console.domain.events import (
    CameraChanged,
    ConsoleEvent,
    FaultRaised,
    SessionChanged,
    SourceState,
)
from alpr_console.domain.operator import Role
from alpr_console.locations import models_dir
from tests.adapters.keyring_session import SecretServiceSession
from tests.fakes.people import staff
from tests.fakes.recording_speaker import RecordingSpeaker

ANOTHER_KEY = bytes(32)
PASSWORD = "correct horse battery"


class Ran:
    def __init__(self, done: subprocess.CompletedProcess[str]) -> None:
        self.code, self.out, self.err = done.returncode, done.stdout, done.stderr

    def assert_refused(self, code: int, *says: str) -> None:
        """It ended with `code` and one line on stderr that holds each of `says`."""
        assert self.out == ""
        (line,) = self.err.splitlines()
        assert line.startswith("alpr-console: ")
        assert line.endswith(".")
        for words in says:
            assert words in line
        assert self.code == code


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of the data folder; none where it was never made."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


class Machine:
    """A user's desktop with a keyring, a data folder and the shipped weights."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.data = folder / "data"
        self.session = SecretServiceSession(folder / "desktop")
        self.environment = {**os.environ, **self.session.environment}
        # Without a display: a window that opened by mistake would not be seen, and wait.
        for name in ("DISPLAY", "WAYLAND_DISPLAY", "PYTHON_KEYRING_BACKEND"):
            self.environment.pop(name, None)
        self.environment["ALPR_CONSOLE_DATA"] = str(self.data)
        self.environment["ALPR_CONSOLE_ACKNOWLEDGED"] = "yes"

    def run(self, *arguments: object, typed: str = "", **environment: str) -> Ran:
        """`typed` is what stands on standard input."""
        return Ran(
            subprocess.run(
                [sys.executable, "-m", "alpr_console", *map(str, arguments)],
                env={**self.environment, **environment},
                input=typed,
                capture_output=True,
                text=True,
                timeout=120,
                check=False,
            )
        )

    def key(self) -> bytes:
        """The store's key, as any program of this user could get it."""
        address = self.environment["DBUS_SESSION_BUS_ADDRESS"]
        with closing(open_dbus_connection(address)) as connection:
            (item,) = secretstorage.search_items(
                connection, {"service": "alpr-console", "username": "store"}
            )
            return bytes.fromhex(item.get_secret().decode())

    def lists(self) -> list[tuple[str, int, list[str]]]:
        """Name, version and plates of the lists in force."""
        store = Store.open(self.data / STORE_FILE, self.key(), "test", SystemClock())
        with closing(store), store.unit_of_work() as work:
            in_force = work.hot_lists.in_force()
        shelf = FolderShelf(self.data / SHELF_FOLDER, self.key())
        return [
            (one.name, one.version, [entry.lic for entry in shelf.entries(one.file_id)])
            for one in in_force
        ]

    def add_administrator(self) -> None:
        store = Store.open(self.data / STORE_FILE, self.key(), "test", SystemClock())
        with closing(store):
            staff(store, self.folder, {"pdoe": Role.ADMINISTRATOR}, PASSWORD)


def drop_triggers(tool: sqlcipher3.Connection) -> None:
    rows = tool.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for (name,) in rows:
        tool.execute(f"DROP TRIGGER {name}")


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machine]:
    """Its store holds the list SVS, imported by the command."""
    machine = Machine(tmp_path_factory.mktemp("machine"))
    try:
        good = machine.folder / "svs.csv"
        good.write_text("LIC,LIS\n7ABC123,CA\n")
        machine.run("hot-list", "import", good, "--name", "SVS").assert_refused(
            7, "SVS is not a designated hot list"
        )
        machine.add_administrator()
        designate = ("hot-list", "designate", "SVS", "--user", "pdoe")
        machine.run(*designate, typed="wrong\n").assert_refused(10, "password")
        assert machine.run(*designate, typed=f"{PASSWORD}\n").out == "SVS is designated.\n"
        ran = machine.run("hot-list", "import", good, "--name", "SVS")
        assert (ran.code, ran.err) == (0, "")
        assert ran.out == "SVS version 1: 1 entry in force.\n"
        yield machine
    finally:
        machine.session.stop()


@pytest.mark.requirement("HOT-2")
def test_that_a_bad_hot_list_is_refused_and_the_one_before_stays(machine: Machine) -> None:
    before = machine.lists()
    bad = machine.folder / "bad.csv"
    bad.write_text("LIC,LIS\n7ABC123,CA\n8?8,CA\n9NEW999,CA\n7XYZ111,California\n")
    refused = machine.run("hot-list", "import", bad, "--name", "SVS")
    refused.assert_refused(7, "bad.csv", "line 3", "line 5", "list before stays")
    missing = machine.run("hot-list", "import", machine.folder / "gone.csv", "--name", "SVS")
    missing.assert_refused(7, "gone.csv does not exist.", "Check the path.")
    assert before == machine.lists() == [("SVS", 1, ["7ABC123"])]


def test_that_audit_verify_tells_whole_from_tampered(machine: Machine, tmp_path: Path) -> None:
    whole = machine.run("audit", "verify")
    assert (whole.code, whole.err) == (0, "")
    assert "The chain is whole." in whole.out
    copy = tmp_path / "copy"
    shutil.copytree(machine.data, copy)
    with closing(cipher.connect(copy / STORE_FILE, machine.key())) as tool:
        drop_triggers(tool)
        tool.execute("UPDATE audit_log SET who = 'nobody' WHERE sequence = 1")
    tampered = machine.run("audit", "verify", "--data-dir", copy)
    tampered.assert_refused(8, "entry 1", "tell the administrator")


def test_that_audit_verify_makes_no_store_where_there_is_none(
    machine: Machine, tmp_path: Path
) -> None:
    nowhere = tmp_path / "nowhere"
    machine.run("audit", "verify", ALPR_CONSOLE_DATA=str(nowhere)).assert_refused(
        6, f"There is no store in {nowhere}.", "--data-dir"
    )
    assert not nowhere.exists()


def test_that_a_store_of_another_key_stays_as_it_is(machine: Machine, tmp_path: Path) -> None:
    Store.open(tmp_path / "data" / STORE_FILE, ANOTHER_KEY, "test", SystemClock()).close()
    before = contents(tmp_path / "data")
    good = machine.folder / "svs.csv"
    for command in (["run"], ["hot-list", "import", good, "--name", "SVS"]):
        ran = machine.run(*command, "--data-dir", tmp_path / "data")
        ran.assert_refused(6, "key")
        assert contents(tmp_path / "data") == before


def test_that_damaged_and_missing_weights_are_named(machine: Machine, tmp_path: Path) -> None:
    weights = tmp_path / "models"
    weights.mkdir()
    for path in models_dir().iterdir():
        if path.is_file():
            shutil.copy(path, weights)
    # Whichever of the two this processor takes.
    for damaged in (weights / "plate_reader.bin", weights / "plate_reader_int8.bin"):
        data = bytearray(damaged.read_bytes())
        data[len(data) // 2] ^= 1
        damaged.write_bytes(data)
    nowhere = tmp_path / "data"
    environment = {"ALPR_CONSOLE_MODELS": str(weights), "ALPR_CONSOLE_DATA": str(nowhere)}
    machine.run("run", **environment).assert_refused(3, str(weights / "plate_reader"), "again")
    (weights / "manifest.toml").unlink()
    machine.run("read", tmp_path / "car.jpg", **environment).assert_refused(
        3, "manifest.toml is missing"
    )
    assert not nowhere.exists()


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["watch", "rtsp://127.0.0.1:9/x"], 4, "127.0.0.1:9"),
        (["watch", "/dev/video99"], 4, "There is no camera at /dev/video99."),
        (["read", "missing.jpg"], 4, "missing.jpg does not exist."),
        (["run", "--source", "http://10.0.0.5/"], 4, "cannot be reached by http"),
        (["run", "--policy", "nowhere-pd"], 9, "Choose one of: "),
    ],
    ids=["stream", "camera", "picture", "address", "policy"],
)
def test_that_what_is_not_there_is_named(
    machine: Machine, tmp_path: Path, arguments: list[str], code: int, says: str
) -> None:
    ran = machine.run(*arguments, ALPR_CONSOLE_DATA=str(tmp_path / "data"))
    ran.assert_refused(code, says)
    assert not (tmp_path / "data").exists()


def test_that_no_keyring_and_a_locked_one_are_told_apart(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    try:
        machine.session.lock()
        locked = machine.run("run")
        locked.assert_refused(5, "The keyring is locked. Unlock it")
    finally:
        machine.session.stop()
    absent = machine.run("run")
    absent.assert_refused(5, "There is no system keyring. Install")
    assert not machine.data.exists()


def faults_of_a_shift(data: Path, keys: SessionKeyStore, *wanted: str) -> list[ConsoleEvent]:
    """What the console of a car without its camera tells until it told of `wanted` faults."""
    console = build_console(
        Settings("template", "4-Adam-12", ("/dev/video99",), data_dir=data),
        keys=keys,
        speaker=RecordingSpeaker(),
    )
    events: list[ConsoleEvent] = []
    console.subscribe(events.append)
    console.start()
    try:
        if console.ask(lambda desk: desk.first_start_needed()).result(30):
            console.ask(
                lambda desk: desk.create_administrator(
                    "pdoe", "P. Doe", "1234", "correct horse", trained=True
                )
            ).result(30)
        console.ask(lambda desk: desk.sign_in("pdoe", "correct horse", acknowledged=True)).result(
            30
        )
        limit = time.monotonic() + 30
        while not {e.notice for e in events if isinstance(e, FaultRaised)}.issuperset(wanted):
            assert time.monotonic() < limit
            time.sleep(0.02)
    finally:
        console.stop()
    return events


def test_that_neither_a_missing_camera_nor_an_altered_log_keeps_the_car_from_starting(
    tmp_path: Path,
) -> None:
    keys = SessionKeyStore()
    events = faults_of_a_shift(tmp_path / "data", keys, "camera_lost")
    assert any(isinstance(e, SessionChanged) and e.session for e in events)
    (lost,) = [e for e in events if isinstance(e, CameraChanged) and e.state is SourceState.LOST]
    assert "There is no camera at /dev/video99." in lost.reason
    assert "audit_broken" not in [e.notice for e in events if isinstance(e, FaultRaised)]
    with closing(cipher.connect(tmp_path / "data" / STORE_FILE, keys.store_key(STORE_KEY))) as tool:
        drop_triggers(tool)
        tool.execute("DELETE FROM audit_log WHERE sequence = (SELECT max(sequence) FROM audit_log)")
    faults_of_a_shift(tmp_path / "data", keys, "camera_lost", "audit_broken")
