"""What the desk's acts on reads and thresholds need of whoever holds the lists in force."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from alpr_console.domain.hotlist import Thresholds
from alpr_console.matching.index import DEFAULT_THRESHOLDS, HotListIndex
from alpr_console.workflow.correct_read import Corrected


@dataclass(frozen=True, slots=True)
class MatchParts:
    index: Callable[[], HotListIndex]
    """What is in force now."""
    index_at: Callable[[Thresholds], HotListIndex]
    """The same lists at other thresholds."""
    on_corrected: Callable[[Corrected], None]
    """Told what a correction brought, once it is on record, so that it is shown and sounded."""
    default: Thresholds = DEFAULT_THRESHOLDS
    """While the administrator has set none."""


NOTHING_MATCHED = MatchParts(HotListIndex, lambda _: HotListIndex(), lambda _: None)
"""Of a desk without a console: a command that does one act."""
