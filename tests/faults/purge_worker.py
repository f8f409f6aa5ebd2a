"""A console that purges until it is killed; started by test_purge_faults.

python -m tests.faults.purge_worker STORE
"""

from __future__ import annotations

import sys
from datetime import timedelta
from pathlib import Path

from alpr_console.adapters.storage.store import Store
from alpr_console.workflow.purge import Purger
from tests.fakes.shift import START, StandingClock, policy

KEY = bytes(range(32))


def main() -> None:
    clock = StandingClock(START + timedelta(days=400))
    store = Store.open(Path(sys.argv[1]), KEY, "4-Adam-12", clock)
    purger = Purger(store.unit_of_work, clock, policy(), store.wipe_traces)
    purger.start()
    print("going", flush=True)
    while purger.step(0.0):
        print(purger.taken, flush=True)


if __name__ == "__main__":
    main()
