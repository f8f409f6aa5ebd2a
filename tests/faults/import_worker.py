"""A process that imports two files of one list in turn, until it is killed.

python -m tests.faults.import_worker FOLDER: the store, its shelf and the files one.csv and two.csv
lie there. Prints a line after each import that has come into force.
"""

from __future__ import annotations

import sys
from itertools import cycle
from pathlib import Path

from alpr_console.adapters.clock import SystemClock
from alpr_console.adapters.storage.list_shelf import FolderShelf
from alpr_console.adapters.storage.store import Store
from alpr_console.workflow.designate_list import clear_shelf
from alpr_console.workflow.import_hot_list import import_hot_list, request_of
from tests.fakes.shift import LIST_RULES

KEY = bytes(range(32))
NAME = "SVS"


def main(folder: Path) -> None:
    store = Store.open(folder / "store.db", KEY, "4-Adam-12", SystemClock())
    shelf = FolderShelf(folder / "hot-lists", KEY)
    shelf.clear_unfinished()
    clear_shelf(store.unit_of_work, shelf)
    print("ready", flush=True)
    for name in cycle(("one.csv", "two.csv")):
        done = import_hot_list(
            store.unit_of_work, shelf, SystemClock(), LIST_RULES, "admin", "4-Adam-12",
            request_of(folder / name, NAME), may_designate=True,
        )  # fmt: skip
        print(done.version, flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
