"""A few entries as a packed list in memory, without a file."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from alpr_console.domain.hotlist import Category, HotListEntry
from alpr_console.list_ports import PackedList
from alpr_console.matching.packing import keys_of

_PLACES = {category: place for place, category in enumerate(Category)}


def packed(entries: Sequence[HotListEntry]) -> PackedList:
    """Its `fetch` gives back the very entries."""
    keys = keys_of([entry.lic for entry in entries])
    order = np.argsort(keys, kind="stable")
    names = ("", *sorted({entry.lis for entry in entries if entry.lis}))
    states = np.array([names.index(entry.lis) for entry in entries], np.uint8)
    categories = np.array([_PLACES[entry.category] for entry in entries], np.uint8)
    kept = tuple(entries)
    return PackedList(
        keys=keys[order],
        rows=order.astype(np.uint32),
        states=states[order],
        state_names=names,
        categories=categories[order],
        fetch=kept.__getitem__,
    )
