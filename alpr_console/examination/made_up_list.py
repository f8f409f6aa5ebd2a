"""A hot-list file of made-up entries, as long as one likes, written in seconds."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from alpr_console.domain.errors import ReportUnwritable

_LETTERS = np.frombuffer(b"ABCDEFGHJKLMNPRSTUVWXYZ", np.uint8)
_DIGITS = np.frombuffer(b"0123456789", np.uint8)
_VIN = np.frombuffer(b"ABCDEFGHJKLMNPRSTUVWXYZ0123456789", np.uint8)

FORMS: tuple[tuple[str, str, float], ...] = (
    ("CA", "9AAA999", 0.34), ("TX", "AAA9999", 0.2), ("FL", "AAA99A", 0.12),
    ("NY", "AAA9999", 0.1), ("PA", "AAA9999", 0.08), ("OH", "AAA9999", 0.06),
    ("AZ", "AAA9A9A", 0.05), ("NV", "999A99", 0.05),
)  # fmt: skip
"""State, form of its serials (A letter, 9 digit), share. Enough variety for a load; accuracy is
measured on a list that follows registrations."""

HEADER = b"LIC,LIS,CATEGORY,LIT,VIN,VYR,VMA,VMO,VST,VCO,DOT,OCA,NIC,ORI\n"
_CATEGORIES = (b"SVS", b"SLR", b"SFR", b"MUPS")
_VEHICLES = (
    b"HOND,ACC,4D,SIL", b"TOYT,CAM,4D,BLK", b"FORD,F15,PK,WHI", b"CHEV,TAH,UT,GRY",
    b"NISS,ALT,4D,BLU", b"BMW,328,4D,RED", b"DODG,CHA,4D,ONG", b"GMC,SIE,PK,BRO",
)  # fmt: skip
_AT_ONCE = 100_000


def write_made_up_list(path: Path, entries: int, seed: int = 1) -> int:
    """Write `entries` lines after the header; bytes written. Raises ReportUnwritable."""
    rng = np.random.default_rng(seed)
    forms = rng.choice(len(FORMS), entries, p=[share for *_, share in FORMS])
    try:
        with path.open("wb") as file:
            file.write(HEADER)
            for start in range(0, entries, _AT_ONCE):
                for form in range(len(FORMS)):
                    count = int(np.count_nonzero(forms[start : start + _AT_ONCE] == form))
                    file.write(_lines(rng, *FORMS[form][:2], count))
            return file.tell()
    except OSError as error:
        raise ReportUnwritable(
            f"The made-up list cannot be written ({error.strerror}).",
            "Free space, or name another folder with TMPDIR.",
        ) from error


def _lines(rng: np.random.Generator, state: str, form: str, count: int) -> bytes:
    category = _CATEGORIES[int(rng.integers(len(_CATEGORIES)))]
    vehicle = _VEHICLES[int(rng.integers(len(_VEHICLES)))]
    parts: list[NDArray[np.uint8]] = [
        *[_of(rng, _LETTERS if c == "A" else _DIGITS, count) for c in form],
        _fixed(f",{state},".encode() + category + b",PC,", count),
        *[_of(rng, _VIN, count) for _ in range(17)],
        _fixed(b",20", count),
        *[_of(rng, _DIGITS, count) for _ in range(2)],
        _fixed(b"," + vehicle + b",202611", count),
        *[_of(rng, _DIGITS[:3], count), _of(rng, _DIGITS[1:], count)],
        _fixed(b",26-", count),
        *[_of(rng, _DIGITS, count) for _ in range(6)],
        _fixed(b",V", count),
        *[_of(rng, _DIGITS, count) for _ in range(9)],
        _fixed(b",CA0190000\n", count),
    ]
    return np.concatenate(parts, axis=1).tobytes()


def _of(rng: np.random.Generator, among: NDArray[Any], count: int) -> NDArray[np.uint8]:
    return among[rng.integers(0, len(among), (count, 1))]


def _fixed(text: bytes, count: int) -> NDArray[np.uint8]:
    return np.tile(np.frombuffer(text, np.uint8), (count, 1))
