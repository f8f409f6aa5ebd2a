"""A network camera against a real RTSP server on loopback, killed and started again."""

from __future__ import annotations

import os
import queue
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from alpr_console.adapters.camera.rtsp import RtspCamera
from alpr_console.domain.events import CameraChanged, FrameSeen, PipelineEvent, SourceState
from alpr_console.pipeline.pipeline import Pipeline
from tests.adapters.camera_contract import assert_closes_while_read, assert_gives_frames
from tests.fakes.fake_recogniser import FakeRecogniser

SERVER = Path(__file__).with_name("rtsp_server.py")
PATIENCE_S = 30.0
"""Far beyond what anything here takes; only a hang reaches it."""


class Server:
    """Starts and kills the server on one port."""

    def __init__(self) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = int(free.getsockname()[1])
        self._process: subprocess.Popen[str] | None = None

    @property
    def url(self) -> str:
        return f"rtsp://officer:secret@127.0.0.1:{self.port}/front"

    def start(self) -> None:
        self._process = subprocess.Popen(
            ["/usr/bin/python3", str(SERVER), str(self.port)], stdout=subprocess.PIPE, text=True
        )
        assert self._process.stdout is not None
        assert self._process.stdout.readline() == "ready\n"

    def freeze(self) -> None:
        """The server's computer hangs: connections stay, nothing is sent."""
        assert self._process is not None
        os.kill(self._process.pid, signal.SIGSTOP)

    def kill(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            assert self._process.stdout is not None
            self._process.stdout.close()
            self._process = None


@pytest.fixture
def server() -> Iterator[Server]:
    one = Server()
    one.start()
    yield one
    one.kill()


def test_that_a_network_camera_keeps_the_contract_of_sources(server: Server) -> None:
    camera = RtspCamera(server.url)
    assert camera.live
    assert_gives_frames(camera, 3)
    assert_closes_while_read(camera)


def test_that_a_killed_camera_shows_at_once_and_comes_back_by_itself(server: Server) -> None:
    happened: queue.SimpleQueue[PipelineEvent] = queue.SimpleQueue()
    pipeline = Pipeline([RtspCamera(server.url)], None, FakeRecogniser(), happened.put)
    pipeline.start()
    try:
        await_state(happened, SourceState.LIVE)
        first = await_frame(happened)

        server.kill()
        killed = time.monotonic()
        reason = await_state(happened, SourceState.LOST)
        print(f"lost {time.monotonic() - killed:.1f} s after the kill: {reason}")
        assert f"127.0.0.1:{server.port}/front" in reason
        assert "secret" not in reason

        server.start()
        started = time.monotonic()
        await_state(happened, SourceState.LIVE)
        print(f"live again {time.monotonic() - started:.1f} s after the start")
        assert await_frame(happened).number > first.number
    finally:
        pipeline.stop()


def test_that_a_camera_that_only_falls_silent_is_noticed_too(server: Server) -> None:
    happened: queue.SimpleQueue[PipelineEvent] = queue.SimpleQueue()
    pipeline = Pipeline([RtspCamera(server.url)], None, FakeRecogniser(), happened.put)
    pipeline.start()
    try:
        await_state(happened, SourceState.LIVE)
        server.freeze()
        frozen = time.monotonic()
        reason = await_state(happened, SourceState.LOST)
        print(f"lost {time.monotonic() - frozen:.1f} s after the freeze: {reason}")
    finally:
        pipeline.stop()


def await_state(happened: queue.SimpleQueue[PipelineEvent], state: SourceState) -> str:
    """Wait for the state and give its reason; between, nothing but the way there."""
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until:
        event = happened.get(timeout=PATIENCE_S)
        if isinstance(event, CameraChanged) and event.state is state:
            return event.reason
    raise AssertionError(f"the camera never became {state.value}")


def await_frame(happened: queue.SimpleQueue[PipelineEvent]) -> FrameSeen:
    while True:
        event = happened.get(timeout=PATIENCE_S)
        if isinstance(event, FrameSeen):
            return event
