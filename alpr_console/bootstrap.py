"""Builds the adapters and hands them to the services. The one place that chooses."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from alpr_console import locations
from alpr_console.adapters.camera.open_source import source_for
from alpr_console.adapters.clock import SystemClock, steady_seconds
from alpr_console.adapters.department_store.intake import open_department
from alpr_console.adapters.gps.open_position import position_for
from alpr_console.adapters.keyring.log_anchor import LogAnchor, Notes
from alpr_console.adapters.keyring.signing_key import KeyringSigner
from alpr_console.adapters.keyring.system_keyring import SystemKeyStore
from alpr_console.adapters.list_sources.incoming import Limits
from alpr_console.adapters.list_sources.open_fetcher import open_fetcher
from alpr_console.adapters.machine import this_device
from alpr_console.adapters.map_files.open_map import LocalMap
from alpr_console.adapters.message_switch.link import open_link
from alpr_console.adapters.priority import NETWORK_STEPS, PIPELINE_STEPS, behind_the_rest
from alpr_console.adapters.security_keys.usb_keys import UsbSecurityKeys
from alpr_console.adapters.speech.speaker import SystemSpeaker
from alpr_console.adapters.storage.list_shelf import FolderShelf
from alpr_console.adapters.storage.store import Store
from alpr_console.console import Console
from alpr_console.console_parts import ConsoleParts, RunningPipeline
from alpr_console.domain.errors import PolicyInvalid
from alpr_console.domain.events import FrameSeen, PipelineEvent, PositionChanged
from alpr_console.domain.phonetics import load_phonetics
from alpr_console.domain.policy import AgencyPolicy
from alpr_console.domain.policy_rules import LocalKeeping
from alpr_console.domain.policy_version import PolicyWaiting
from alpr_console.earshot import Earshot, Spell
from alpr_console.health.monitor import HealthMonitor
from alpr_console.list_imports import Ask, ListImports
from alpr_console.list_ports import ListShelf
from alpr_console.list_pulls import ListPullThread
from alpr_console.pipeline.pipeline import Pipeline
from alpr_console.policy.profile import load_policy, read_profile
from alpr_console.policy.versions import in_force
from alpr_console.ports import Clock, Frame, FrameSource, KeyStore
from alpr_console.recognition.recogniser import open_recogniser
from alpr_console.sound_ports import Speaker
from alpr_console.source_ports import SecretStore
from alpr_console.stills import known_plate
from alpr_console.switch_traffic import SwitchTraffic, shown
from alpr_console.transfers import TransferThread
from alpr_console.workflow.pull_lists import ListPuller
from alpr_console.workflow.send_records import RecordSender
from alpr_console.workflow.switch_clerk import SwitchClerk

STORE_FILE = "console.db"
STORE_KEY = "store"
SHELF_FOLDER = "hot-lists"
INCOMING_FOLDER = "incoming"
"""Lists on their way from a source; empty but while one is fetched."""


class Keys(KeyStore, SecretStore, Notes, Protocol):
    """The system keyring: the store's key, secrets of list sources, the log's anchor."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What a start of the console is told; the rest is found by `locations`."""

    policy: str
    """Stem of a profile in resources/policies, or the path of a profile."""
    unit: str
    sources: tuple[str, ...] = ()
    gps: str | None = None
    data_dir: Path = field(default_factory=locations.data_dir)
    models_dir: Path = field(default_factory=locations.models_dir)
    resources_dir: Path = field(default_factory=locations.resources_dir)
    phonetics: str = "police"
    precision: str | None = None
    """Forces a precision of the networks; None takes the manifest's."""
    map_file: Path | None = None
    """MBTiles with pictures, or GeoJSON. Opened when the map is first looked at: what is wrong
    with it is said there, and keeps no car from reading plates."""


def policy_path(settings: Settings) -> Path:
    """The profile's file. Raises PolicyInvalid naming the profiles there are."""
    folder = settings.resources_dir / "policies"
    given = Path(settings.policy)
    for path in (given, folder / f"{settings.policy}.toml"):
        if path.is_file():
            return path
    known = ", ".join(sorted(p.stem for p in folder.glob("*.toml")))
    raise PolicyInvalid(f"No policy profile '{settings.policy}'.", f"Choose one of: {known}.")


def open_store(data_dir: Path, keys: Keys, unit: str, clock: Clock) -> Store:
    """The encrypted store in `data_dir`, opened with its key out of the keyring.

    Raises KeyringUnavailable, StoreUnavailable.
    """
    # The key first: without it not even the folder is made.
    key = keys.store_key(STORE_KEY)
    store = Store.open(data_dir / STORE_FILE, key, unit, clock)
    try:
        store.anchored_by(LogAnchor(keys, KeyringSigner(keys)))
    except BaseException:
        store.close()
        raise
    return store


def policy_in_force(settings: Settings, store: Store) -> tuple[AgencyPolicy, PolicyWaiting | None]:
    """The policy as it was signed off in `store`, and the chosen profile if that is another.

    From here on each audit entry names the version in force. Closes the store where it raises
    PolicyInvalid.
    """
    path = policy_path(settings)
    try:
        with store.unit_of_work() as work:
            signed = work.policy_versions.newest()
        policy, waiting = in_force(read_profile(path), path.stem, signed)
    except BaseException:
        store.close()
        raise
    store.policy = policy.version_name
    store.hits_only = policy.retention.local_keeping is LocalKeeping.HITS_ONLY
    return policy, waiting


def open_shelf(data_dir: Path, keys: KeyStore) -> ListShelf:
    """The hot lists' sealed files beside the store; only who holds the store may write to it."""
    shelf = FolderShelf(data_dir / SHELF_FOLDER, keys.store_key(STORE_KEY))
    shelf.clear_unfinished()
    return shelf


def system_keys(data_dir: Path) -> Keys:
    """The system keyring; it makes a key only while there is no store that needs the old one."""
    return SystemKeyStore(may_create=not (data_dir / STORE_FILE).exists())


def alphabets_in(folder: Path, usual: str) -> dict[str, Spell]:
    """Each spelling alphabet there is by its name. Raises ResourceDamaged; also where `usual` is
    not among them."""
    stems = {usual, *(path.stem for path in folder.glob("*.toml"))}
    return {stem: load_phonetics(folder / f"{stem}.toml").spell for stem in sorted(stems)}


def build_console(
    settings: Settings,
    *,
    keys: Keys | None = None,
    clock: Clock | None = None,
    speaker: Speaker | None = None,
    sources: Callable[[], Sequence[FrameSource]] | None = None,
) -> Console:
    """A console ready to `start`. The named arguments take other parts than the system's.

    Everything that can be refused is refused here, before anything is on screen: profile,
    weights, keyring, store. Raises the ConsoleError of whichever part refuses.
    """
    the_clock = clock or SystemClock()
    load_policy(policy_path(settings))
    alphabets = alphabets_in(settings.resources_dir / "phonetics", settings.phonetics)
    recogniser = behind_the_rest(
        lambda: open_recogniser(settings.models_dir, precision=settings.precision), NETWORK_STEPS
    )
    for uri in settings.sources:
        source_for(uri)
    position = position_for(settings.gps) if settings.gps else None
    the_keys = keys or system_keys(settings.data_dir)
    store = open_store(settings.data_dir, the_keys, settings.unit, the_clock)
    policy, policy_waiting = policy_in_force(settings, store)
    the_speaker = speaker or SystemSpeaker(settings.resources_dir / "sounds")
    earshot = Earshot(the_speaker, alphabets, settings.phonetics)
    device = this_device()
    store.source, store.device = "console", device[0]

    def cameras() -> Sequence[FrameSource]:
        return sources() if sources else [source_for(uri) for uri in settings.sources]

    def build_pipeline(
        emit: Callable[[PipelineEvent], None],
        on_picture: Callable[[Frame, FrameSeen], None],
    ) -> RunningPipeline:
        def noted(event: PipelineEvent) -> None:
            if isinstance(event, PositionChanged):
                fix = event.fix
                store.position = f"{fix.latitude:.5f} {fix.longitude:.5f}" if fix else ""
            emit(event)

        return Pipeline(
            cameras(), position, recogniser, noted, on_picture,
            launch=lambda start: behind_the_rest(start, PIPELINE_STEPS),
        )  # fmt: skip

    def build_pulls(ask: Ask, imports: ListImports) -> ListPullThread:
        stopping = threading.Event()
        puller = ListPuller(
            store.unit_of_work,
            the_clock,
            open_fetcher(Limits(wait=stopping.wait, stopped=stopping.is_set)),
            the_keys,
            imports.take_in,
            settings.data_dir / INCOMING_FOLDER,
            owner=lambda act: ask(lambda _: act()).result(),
        )
        return ListPullThread(puller, the_clock, stopping)

    def build_transfers(ask: Ask) -> TransferThread:
        stopping = threading.Event()
        sender = RecordSender(
            store.unit_of_work,
            the_clock,
            policy,
            open_department,
            the_keys,
            owner=lambda act: ask(lambda _: act()).result(),
            stopped=stopping.is_set,
        )
        return TransferThread(sender, stopping)

    def build_switch(ask: Ask) -> SwitchTraffic:
        clerk = SwitchClerk(
            store.unit_of_work,
            the_clock,
            open_link,
            the_keys,
            owner=lambda act: ask(lambda desk: shown(desk, act())).result(),
            say=earshot.say,
        )
        return SwitchTraffic(clerk)

    def unit_changed(unit: str) -> None:
        store.unit = unit
        store.drop_anchor()

    def session_over() -> None:
        store.forget_volatile()
        # Nothing is received any more.
        store.position = ""
        store.drop_anchor()

    return Console(
        ConsoleParts(
            unit_of_work=store.unit_of_work,
            shelf=open_shelf(settings.data_dir, the_keys),
            clock=the_clock,
            policy=policy,
            policy_waiting=policy_waiting,
            device=device,
            wipe_traces=store.wipe_traces,
            session_over=session_over,
            signer=KeyringSigner(the_keys),
            map_file=LocalMap(settings.map_file) if settings.map_file else None,
            open_stills=lambda: open_recogniser(settings.models_dir, precision=settings.precision),
            test_plate=lambda: known_plate(settings.resources_dir / "samples"),
            has_position=position is not None,
            unit=settings.unit,
            earshot=earshot,
            build_pipeline=build_pipeline,
            health=HealthMonitor(
                the_clock,
                settings.data_dir,
                policy.stale_after,
                has_position=position is not None,
                audit_fault=store.audit_fault,
                log_fault=store.look_at_log,
                steady=steady_seconds,
            ),
            build_pulls=build_pulls,
            build_transfers=build_transfers,
            build_switch=build_switch,
            security_keys=UsbSecurityKeys(),
            unit_changed=unit_changed,
            close=store.close,
        )
    )
