"""Devices that take sound and give none: ALSA's own null device under the real player, and what
PulseAudio 16.1 prints, word for word; what WirePlumber and amixer print is in their form."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from alpr_console.adapters.speech import device_state, faults
from alpr_console.adapters.speech import speaker as speaker_module
from alpr_console.adapters.speech.speaker import SystemSpeaker
from alpr_console.domain.hotlist import Priority
from alpr_console.health.rules import Facts, evaluate
from tests.adapters.test_speech import PATIENCE, SOUNDS, device, eventually, played, program
from tests.fakes.shift import START, policy

__all__ = ["device"]

INFO = "Server Name: pulseaudio\nServer Version: 16.1\nDefault Sink: {sink}\nDefault Source: x\n"
SINKS = "1\treal\tmodule-alsa-card.c\ts16le 2ch 44100Hz\tIDLE\n4\tother\tmodule-null-sink.c\ts\tI\n"
LOUD = (
    "Volume: front-left: 32768 /  50% / -18.06 dB,   front-right: 32768 /  50% / -18.06 dB\n"
    "        balance 0.00\n"
)
ZERO = (
    "Volume: front-left: 0 /   0% / -inf dB,   front-right: 0 /   0% / -inf dB\n"
    "        balance 0.00\n"
)
MIXER = (
    "Simple mixer control 'Master',0\n  Capabilities: pvolume pswitch\n"
    "  Playback channels: Front Left - Front Right\n  Limits: Playback 0 - 65536\n  Mono:\n"
    "  Front Left: Playback {left}\n  Front Right: Playback {right}\n"
)

Put = Callable[..., None]


@pytest.fixture
def put(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Put:
    """A program that prints what the arguments it is given stand for; of others there are none."""
    folder = tmp_path / "programs"
    folder.mkdir()
    monkeypatch.setenv("PATH", f"{folder}:/bin")

    def make(name: str, **answers: str) -> None:
        cases = ""
        for argument, printed in answers.items():
            (folder / f"{name}-{argument}").write_text(printed)
            cases += f'*{argument.replace("_", "-")}*) cat "{folder}/{name}-{argument}";;\n'
        program(folder / name, f'#!/bin/sh\ncase "$*" in\n{cases}*) exit 1;;\nesac\n')

    return make


@pytest.mark.parametrize(
    ("sink", "mute", "volume", "fault"),
    [
        ("real", "Mute: no\n", LOUD, ""),
        ("real", "Mute: yes\n", LOUD, faults.DEVICE_MUTED),
        ("real", "Mute: no\n", ZERO, faults.DEVICE_AT_ZERO),
        ("auto_null", "Mute: no\n", LOUD, faults.DUMMY),
        ("other", "Mute: no\n", LOUD, faults.DUMMY),
        ("", "Mute: no\n", LOUD, faults.DUMMY),
    ],
)
def test_that_pulseaudio_tells_of_a_dummy_a_muted_and_a_silent_sink(
    put: Put, sink: str, mute: str, volume: str, fault: str
) -> None:
    put("pactl", info=INFO.format(sink=sink), sinks=SINKS, mute=mute, volume=volume)
    assert device_state.state_fault() == fault


@pytest.mark.parametrize(
    ("told", "about", "fault"),
    [
        ("Volume: 0.40\n", 'node.name = "alsa_output.pci"', ""),
        ("Volume: 0.40 [MUTED]\n", 'node.name = "alsa_output.pci"', faults.DEVICE_MUTED),
        ("Volume: 0.00\n", 'node.name = "alsa_output.pci"', faults.DEVICE_AT_ZERO),
        ("Volume: 1.00\n", '* node.name = "auto_null"', faults.DUMMY),
    ],
)
def test_that_pipewire_tells_the_same(put: Put, told: str, about: str, fault: str) -> None:
    put("wpctl", get_volume=told, inspect=about)
    assert device_state.state_fault() == fault


@pytest.mark.parametrize(
    ("left", "right", "fault"),
    [
        ("52000 [79%] [on]", "0 [0%] [on]", ""),
        ("0 [0%] [on]", "0 [0%] [on]", faults.DEVICE_AT_ZERO),
        ("52000 [79%] [off]", "52000 [79%] [off]", faults.DEVICE_MUTED),
        ("52000 [79%] [on]", "52000 [79%] [off]", ""),
    ],
)
def test_that_alsas_mixer_tells_where_no_server_does(
    put: Put, left: str, right: str, fault: str
) -> None:
    put("amixer", Master=MIXER.format(left=left, right=right))
    assert device_state.state_fault() == fault


def test_that_a_server_is_believed_over_the_mixer_under_it(put: Put) -> None:
    put("pactl", info=INFO.format(sink="real"), sinks=SINKS, mute="Mute: no\n", volume=LOUD)
    put("amixer", Master=MIXER.format(left="0 [0%] [off]", right="0 [0%] [off]"))
    assert device_state.state_fault() == ""


def test_that_what_nobody_tells_is_no_fault(put: Put) -> None:
    assert device_state.state_fault() == ""
    put("pactl")
    assert device_state.state_fault() == ""


def alsa(folder: Path, monkeypatch: pytest.MonkeyPatch, default: str) -> None:
    """The real aplay, with this as its default device."""
    path = folder / "asound.conf"
    path.write_text(f"pcm.!default {{ {default} }}\n")
    monkeypatch.setenv("ALSA_CONFIG_PATH", str(path))


@pytest.mark.parametrize(
    ("default", "fault"),
    [("type null", faults.SWALLOWED), ("type hw card 31", faults.NO_DEVICE)],
    ids=["null", "absent"],
)
def test_that_the_real_player_over_a_null_or_absent_device_is_a_fault_on_screen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, default: str, fault: str
) -> None:
    alsa(tmp_path, monkeypatch, default)
    speaker = SystemSpeaker(SOUNDS)
    try:
        # At the start, before anything was to be heard.
        assert eventually(lambda: speaker.fault == fault)
        speaker.announce("hit_stolen_vehicle", "Stolen vehicle.", Priority.HIGH)
        assert speaker.wait_silent(PATIENCE)
        assert speaker.fault == fault
    finally:
        speaker.close()
    told = evaluate(Facts(policy().stale_after, sound_fault=fault), START)
    assert ("audio_failed", "", fault) in told


def test_that_a_device_muted_in_mid_shift_is_found_and_stays_a_fault_while_sounds_play(
    device: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(speaker_module, "_CHECK_SECONDS", 0.3)
    (device / "present").touch()
    program(device / "amixer", f'#!/bin/sh\ncat "{device}/mixer"\n')
    mixer = device / "mixer"
    mixer.write_text(MIXER.format(left="52000 [79%] [on]", right="52000 [79%] [on]"))
    speaker = SystemSpeaker(SOUNDS)
    try:
        speaker.announce("hit_bolo", "", Priority.NORMAL)
        assert speaker.wait_silent(PATIENCE)
        assert speaker.fault == ""
        mixer.write_text(MIXER.format(left="52000 [79%] [off]", right="52000 [79%] [off]"))
        assert eventually(lambda: speaker.fault == faults.DEVICE_MUTED)
        speaker.announce("hit_registration", "", Priority.LOW)
        assert eventually(lambda: "ended at-80-hit_registration" in played(device))
        assert speaker.fault == faults.DEVICE_MUTED
        mixer.write_text(MIXER.format(left="52000 [79%] [on]", right="52000 [79%] [on]"))
        assert eventually(lambda: speaker.fault == "")
    finally:
        speaker.close()


def test_that_a_player_that_never_ends_is_a_fault(
    device: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (device / "present").touch()
    program(device / "aplay", "#!/bin/sh\nexec sleep 60\n")
    speaker = SystemSpeaker(SOUNDS)
    try:
        assert eventually(lambda: speaker.fault == faults.STUCK)
    finally:
        speaker.close()
