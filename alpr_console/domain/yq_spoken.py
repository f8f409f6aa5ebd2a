"""A hit confirmation request as it is read out: each character by its word."""

from __future__ import annotations

import re
from collections.abc import Callable

from alpr_console.domain.yq import REQUEST_TYPES, Yq

_NUMBERS = {1: "First request", 2: "Second request", 3: "Third request"}

_FIELDS = (
    ("LIC", "License"),
    ("LIS", "State"),
    ("LIY", "License year"),
    ("LIT", "License type"),
    ("OCA", "Case number"),
    ("NIC", "N C I C number"),
    ("TO", "Entered by"),
)
"""Also those that the message itself does not take: a dispatcher asks for them."""

_PARTS = re.compile(r"[A-Z0-9]+|[-/]")
_SIGNS = {"-": "dash", "/": "slash"}


def spoken(yq: Yq, spell: Callable[[str], str]) -> str:
    """Sentences for the speech worker. `spell` gives letters and digits as words."""
    urgency = "urgent" if yq.pri == "U" else "routine"
    sentences = [f"Hit confirmation. {_NUMBERS[yq.rno]}, {urgency}"]
    if yq.rty:
        sentences.append(REQUEST_TYPES[yq.rty].capitalize())
    for name, label in _FIELDS:
        if value := yq.value(name):
            sentences.append(f"{label}: {_spelled(value, spell)}")
    return ". ".join(sentences) + "."


def _spelled(value: str, spell: Callable[[str], str]) -> str:
    return ", ".join(_SIGNS.get(part) or spell(part) for part in _PARTS.findall(value))
