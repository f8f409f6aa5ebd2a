"""`alpr-console demo`: a scripted shift through the whole console, checked step by step.

The simulated feed is drawn, everything after it is the real thing: the networks read the
plates, the lists are imported from files, the officer's answers go through the window's own
keys and fields, and the records are read back out of the encrypted store.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from alpr_console import locations
from alpr_console.adapters.clock import SystemClock
from alpr_console.adapters.keyring.session_keyring import SessionKeyStore
from alpr_console.adapters.speech.file_speaker import RecordingSpeaker
from alpr_console.bootstrap import Settings, build_console, open_store
from alpr_console.console import Console
from alpr_console.domain.alert import Alert
from alpr_console.domain.errors import ScenarioFailed
from alpr_console.domain.read import PlateRead
from alpr_console.ports import FrameSource
from alpr_console.simulation.feed import SimulatedFeed
from alpr_console.simulation.route import nmea_sentences
from alpr_console.simulation.scenario import Scenario, VehiclePass, load_scenario
from alpr_console.sound_ports import Speaker

UNIT = "4-Adam-12"

OFF_SCREEN_TRACK_S = 900.0
"""Seconds of GPS sentences, one a second, where the shift is not played at its own pace."""


@dataclass(slots=True)
class Rehearsal:
    """What the player of the officer is given, and what it switches on."""

    console: Console
    scenario: Scenario
    list_files: dict[str, Path]
    """Hot-list files to import, by list name."""
    screenshots: Path
    unit: str
    on_screen: bool
    """A person watches: keys are pressed at a pace that can be followed."""
    camera_on: bool = False
    """The simulated camera gives pictures only once the officer's shift begins."""

    def cameras(self) -> list[FrameSource]:
        if not self.camera_on:
            return []
        # Off-screen every frame counts and none may be lost to a slow machine.
        return [SimulatedFeed(self.scenario, speed=1.0 if self.on_screen else None)]


Play = Callable[[Rehearsal], None]


def register(app: typer.Typer, play: Play) -> None:
    """Add `demo` to `app`. The player comes in from __main__, which alone knows ui."""

    @app.command()
    def demo(
        output: Annotated[
            Path, typer.Option(help="Folder for the screenshots and the log; made anew.")
        ] = Path("demo-output"),
        scenario: Annotated[
            str, typer.Option(help="Stem of a file in resources/scenarios.")
        ] = "shift",
        off_screen: Annotated[
            bool, typer.Option(help="Play without a display even where there is one.")
        ] = False,
    ) -> None:
        """Play a scripted shift: in the window, or off-screen where there is no display."""
        script = load_scenario(locations.resources_dir() / "scenarios" / f"{scenario}.toml")
        rehearse(script, output, play, on_screen=not off_screen and _has_display())


def _has_display() -> bool:
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def rehearse(scenario: Scenario, output: Path, play: Play, *, on_screen: bool) -> None:
    """Play `scenario` and check it. Raises ScenarioFailed naming each step that came out wrong."""
    _fresh(output)
    data, keys, clock = output / "data", SessionKeyStore(), SystemClock()
    lists_folder = output / "hot-lists"
    lists_folder.mkdir()
    began = datetime.now(UTC)
    list_files = {one.name: one.write(lists_folder, began) for one in scenario.lists}
    track = output / "track.nmea"
    # Off-screen the shift takes as long as the machine needs; the receiver goes on until then.
    driven = scenario.seconds if on_screen else OFF_SCREEN_TRACK_S
    track.write_text("\r\n".join(nmea_sentences(scenario.route, began, driven)), encoding="ascii")
    speaker = _speaker(output, on_screen)
    rehearsal: Rehearsal
    console = build_console(
        Settings(policy=scenario.policy, unit=UNIT, gps=str(track), data_dir=data),
        keys=keys,
        clock=clock,
        speaker=speaker,
        sources=lambda: rehearsal.cameras(),
    )
    rehearsal = Rehearsal(console, scenario, list_files, output / "screenshots", UNIT, on_screen)
    rehearsal.screenshots.mkdir()
    try:
        play(rehearsal)
    finally:
        console.stop()
    problems = _check_records(scenario, data, keys, output / "shift-log.json")
    _report(rehearsal, output, problems)
    if problems:
        raise ScenarioFailed("The shift did not come out as scripted: " + " ".join(problems))


def _fresh(output: Path) -> None:
    """An empty folder. What is in the way is only removed where an earlier demo made it."""
    mark = output / ".alpr-console-demo"
    if output.exists():
        if not mark.is_file() and any(output.iterdir()):
            raise ScenarioFailed(
                f"{output} is not empty and was not made by a demo.", "Name another: --output."
            )
        shutil.rmtree(output)
    output.mkdir(parents=True)
    mark.touch()


def _speaker(output: Path, on_screen: bool) -> Speaker | None:
    """Off-screen what is said goes to WAV files; in the window the system speaks."""
    if on_screen:
        return None
    return RecordingSpeaker(locations.resources_dir() / "sounds", output / "speech")


def _check_records(
    scenario: Scenario, data: Path, keys: SessionKeyStore, log_path: Path
) -> list[str]:
    """Read the shift back out of the store, write the log, and name what is not as scripted."""
    store = open_store(data, keys, UNIT, SystemClock())
    try:
        with store.unit_of_work() as work:
            entries = work.audit.verify()
            alerts = work.alerts.between(
                datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)
            )
            reads = work.reads.latest(1000)
            audit = list(work.audit.entries())
    finally:
        store.close()
    log = {
        "scenario": scenario.title,
        "reads": [_read_line(read) for read in reversed(reads)],
        "alerts": [_alert_line(alert) for alert in alerts],
        "audit": [
            {"n": e.sequence, "at": e.at.isoformat(), "unit": e.unit, "action": e.record.action,
             "who": e.record.who, "outcome": e.record.outcome, "subject": e.record.subject,
             "hash": e.hash}
            for e in audit
        ],
        "audit_entries_verified": entries,
    }  # fmt: skip
    log_path.write_text(json.dumps(log, indent=2), encoding="utf-8")
    return list(_differences(scenario, reads, alerts))


def _differences(scenario: Scenario, reads: list[PlateRead], alerts: list[Alert]) -> Iterator[str]:
    for one in scenario.passes:
        # The listed twin of a misread plate must not be what was read.
        seen = [r for r in reads if r.text == one.plate]
        if len(seen) != 1:
            yield f"{one.key}: {one.plate} was read {len(seen)} times, not once."
        mine = [a for a in alerts if one.hit and a.hit.entry.lic == one.hit.lic]
        if one.hit is None:
            continue
        if len(mine) != 1:
            yield f"{one.key}: {len(mine)} alerts, not one."
        else:
            yield from _alert_differences(one, mine[0])
    if len(alerts) != len(scenario.hits):
        yield f"{len(alerts)} alerts in all, not {len(scenario.hits)}."


def _alert_differences(one: VehiclePass, alert: Alert) -> Iterator[str]:
    hit, acts = one.hit, one.acts
    if hit is None or acts is None:
        return
    match = alert.hit.match
    found = (
        match.hot_list.name, match.kind, match.differences, match.state_conflict,
        alert.hit.freshness.stale, match.entry.category,
    )  # fmt: skip
    wanted = (
        hit.list, hit.match, hit.differences, hit.state_conflict, hit.stale, hit.category
    )  # fmt: skip
    for name, is_so, should in zip(
        ("list", "match", "differences", "state conflict", "stale", "category"),
        found, wanted, strict=True,
    ):  # fmt: skip
        if is_so != should:
            yield f"{one.key}: {name} is {is_so}, not {should}."
    answers = [(a.kind, a.verdict) for a in alert.answers]
    if answers != [(a.kind, a.verdict) for a in acts.answers]:
        yield f"{one.key}: the checklist was answered otherwise."
    if alert.disposition is None or alert.disposition.outcome is not acts.outcome:
        yield f"{one.key}: not closed as {acts.outcome.value}."
    elif acts.number and alert.disposition.number != acts.number:
        yield f"{one.key}: number {alert.disposition.number}, not {acts.number}."
    if acts.confirmation is not None:
        replies = [r.reply for r in alert.replies]
        if replies != [acts.confirmation.reply]:
            yield f"{one.key}: the confirmation's reply is not on record as scripted."
    if acts.outcome.is_stop and alert.basis is None:
        yield f"{one.key}: a stop without its lawful basis on record."


def _read_line(read: PlateRead) -> dict[str, object]:
    return {
        "text": read.text, "state": read.state, "confidence": round(read.reading.confidence, 4),
        "frames": read.frames, "at": read.at.isoformat(),
        "place": [read.position.latitude, read.position.longitude] if read.position else None,
    }  # fmt: skip


def _alert_line(alert: Alert) -> dict[str, object]:
    disposition = alert.disposition
    return {
        "read": alert.hit.read.text, "listed": alert.hit.entry.lic,
        "list": alert.hit.match.hot_list.name, "match": alert.hit.match.kind.value,
        "category": alert.hit.entry.category.value, "stale": alert.hit.freshness.stale,
        "state": alert.state.value, "raised_at": alert.raised_at.isoformat(),
        "answers": {a.kind.value: a.verdict.value for a in alert.answers},
        "replies": [r.reply.value for r in alert.replies],
        "outcome": disposition.outcome.value if disposition else None,
        "number": disposition.number if disposition else None,
    }  # fmt: skip


def _report(rehearsal: Rehearsal, output: Path, problems: list[str]) -> None:
    shots = len(list(rehearsal.screenshots.glob("*.png")))
    log = json.loads((output / "shift-log.json").read_text(encoding="utf-8"))
    typer.echo(f"{rehearsal.scenario.title}: {len(log['reads'])} reads, {len(log['alerts'])} hits.")
    for alert in log["alerts"]:
        typer.echo(
            f"  {alert['read']:<8} {alert['list']:<16} {alert['match']:<11} "
            f"{alert['outcome'] or 'open'}"
        )
    typer.echo(f"Audit chain verified: {log['audit_entries_verified']} entries.")
    typer.echo(f"Screenshots ({shots}): {rehearsal.screenshots}")
    typer.echo(f"Shift log: {output / 'shift-log.json'}")
    typer.echo("Every step came out as scripted." if not problems else "NOT as scripted.")
