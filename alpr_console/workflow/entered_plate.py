"""A plate as a person enters it."""

from __future__ import annotations

from alpr_console.domain.errors import PlateRefused
from alpr_console.domain.plate import ALPHABET, STATES

_SEPARATORS = str.maketrans("", "", " -.·")


def plate_entered(untrusted_text: str, longest: int) -> str:
    """Letters and digits alone, in capitals. Raises PlateRefused for what no plate carries."""
    text = untrusted_text.upper().translate(_SEPARATORS)
    if not text or len(text) > longest or set(text) - set(ALPHABET):
        raise PlateRefused(
            "This is not a plate.", f"Enter its letters and digits, {longest} at the most."
        )
    return text


def state_entered(untrusted_code: str) -> str:
    """A state's two letters, or '' where none is given. Raises PlateRefused."""
    code = untrusted_code.strip().upper()
    if code and code not in STATES:
        raise PlateRefused(f"No state has the code {code[:8]}.", "Enter two letters, such as CA.")
    return code
