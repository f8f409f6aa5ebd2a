"""What the pages of administration are made with, over the bridge to the console."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui import ncic
from ui.administration.page import Parts
from ui.asking import KeyRunner, Now
from ui.bridge import Bridge
from ui.exports import bridged_exports
from ui.list_files import BridgedListFiles
from ui.match_previews import bridged_previews
from ui.what_waits import WhatWaits

if TYPE_CHECKING:
    from alpr_console.console import Console


def parts_of(
    console: Console, bridge: Bridge, now: Now, waits: WhatWaits, keys: KeyRunner
) -> Parts:
    return Parts(
        bridge.ask,
        BridgedListFiles(bridge, console.imports, console.policy.lists),
        console.policy,
        ncic.codes(),
        now,
        bridged_previews(bridge),
        bridged_exports(bridge, console),
        waits.show_breaches,
        waits.show_reports,
        keys,
    )
