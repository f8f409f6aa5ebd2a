"""What the processor can multiply fast, as far as the choice of weights depends on it."""

from __future__ import annotations

import os
import platform
from collections.abc import Set
from dataclasses import dataclass
from pathlib import Path

_FLAGS = Path("/proc/cpuinfo")
_X86 = ("x86_64", "AMD64", "x86")


@dataclass(frozen=True, slots=True)
class Processor:
    """`x86` without `tiles` is a laptop's: eight-bit weights are its fastest."""

    x86: bool
    tiles: bool
    """AMX: half precision then costs about what eight bits do."""


def this_processor() -> Processor:
    """The processor that runs this, with oneDNN's own limit on it heeded.

    Only Linux tells of AMX; elsewhere a processor counts as one without, which costs a server
    nothing but the last fraction of a percent that full precision reads better.
    """
    limit = os.environ.get("ONEDNN_MAX_CPU_ISA") or os.environ.get("DNNL_MAX_CPU_ISA") or "ALL"
    return processor_of(platform.machine(), _flags(), limit)


def processor_of(machine: str, flags: Set[str], limit: str) -> Processor:
    """From the machine's name, the kernel's flags and the value of ONEDNN_MAX_CPU_ISA."""
    allowed = limit.upper() in ("ALL", "DEFAULT") or "AMX" in limit.upper()
    return Processor(machine in _X86, allowed and {"amx_tile", "amx_bf16"} <= flags)


def _flags() -> Set[str]:
    try:
        lines = _FLAGS.read_text(encoding="ascii", errors="replace").splitlines()
    except OSError:
        return frozenset()
    return frozenset(next((line for line in lines if line.startswith("flags")), "").split())
