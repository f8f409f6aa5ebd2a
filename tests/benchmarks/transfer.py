"""What moving reads to the department's storage costs: CPU, memory, records a second.

    python -m tests.benchmarks.transfer [READS]

A real encrypted store and a real PostgreSQL on this computer, over TLS, its commits on disk.
"""

from __future__ import annotations

import os
import random
import resource
import sys
import tempfile
import time
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from tests.adapters.postgres_server import PostgresServer
from tests.fakes.example_course import example_read
from tests.fakes.transfer_vehicle import Vehicle, checked

PICTURES = 15_000
"""Bytes of both pictures of a read."""


def server_cpu(server: PostgresServer) -> float:
    """Seconds of the server's processes, those that have ended among them."""
    first = int((server.folder / "data" / "postmaster.pid").read_text().split()[0])
    ticks = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        is_first = int(stat.parent.name) == first
        if is_first or int(fields[1]) == first:
            # Of the first process also what its children took that are gone.
            ticks += sum(int(field) for field in fields[11 : 15 if is_first else 13])
    return ticks / os.sysconf("SC_CLK_TCK")


def main(reads: int) -> None:
    chance = random.Random(1)
    server = PostgresServer(fsync="on")
    try:
        database = server.database()
        with tempfile.TemporaryDirectory() as folder:
            vehicle = Vehicle(Path(folder), server.storage(database))
            with closing(vehicle.store):
                before = time.process_time()
                for start in range(0, reads, 500):
                    with vehicle.store.unit_of_work() as work:
                        for n in range(start, min(start + 500, reads)):
                            crop = chance.randbytes(PICTURES // 5)
                            context = chance.randbytes(PICTURES - PICTURES // 5)
                            work.reads.save(
                                replace(example_read(f"r{n}"), crop_jpeg=crop,
                                        context_jpeg=context)
                            )  # fmt: skip
                saving = time.process_time() - before
                started, cpu = time.monotonic(), time.process_time()
                there, memory = server_cpu(server), peak_mb()
                vehicle.sender().send()
                wall, cpu = time.monotonic() - started, time.process_time() - cpu
                time.sleep(0.5)  # until the server has taken in that its process is gone
                print(f"{reads} reads, {PICTURES} bytes of pictures each")
                print(f"saving: {saving / reads * 1000:.2f} ms CPU a read")
                print(f"sending: {reads / wall:.0f} a second")
                print(f"sending: {cpu / reads * 1000:.2f} ms CPU a read on the vehicle")
                print(f"there: {(server_cpu(server) - there) / reads * 1000:.2f} ms CPU a read")
                print(f"peak memory: {memory:.0f} MB before, {peak_mb():.0f} MB after")
                started = time.process_time()
                found = checked(server, database)
                took = (time.process_time() - started) / reads * 1000
                print(f"verifying {found.reads} reads: {took:.2f} ms CPU a read")
    finally:
        server.stop()


def peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5000)
