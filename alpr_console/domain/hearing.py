"""What is heard, and when: the one place for the rules of interruption and of muting.

- A HIGH alert or fault cuts off at once whatever of a lower priority is being heard. Nothing else
  cuts anything off: NORMAL waits for LOW to end, and an equal for its equal, so that no alert is
  lost in the middle of its plate.
- Of what waits, the worse goes first; of equals, the older.
- A NORMAL that was cut off is heard again from its beginning, sound and words, when nothing worse
  waits. After SAID_AGAIN_WITHIN_S it is old news and is dropped. A LOW that was cut off is
  dropped at once. The screen goes on showing both.
- Muting silences NORMAL and LOW, and never HIGH. What a person asks to hear is heard all the same.
"""

from __future__ import annotations

from alpr_console.domain.hotlist import Priority

SAID_AGAIN_WITHIN_S = 60.0


def cuts_off(new: Priority, heard: Priority) -> bool:
    """Whether `new` ends at once what is being heard."""
    return new is Priority.HIGH and heard is not Priority.HIGH


def heard_again(cut: Priority, waited_s: float) -> bool:
    """Whether what was cut off `waited_s` after it was first to be heard comes once more."""
    return cut is not Priority.LOW and waited_s <= SAID_AGAIN_WITHIN_S


def silenced(priority: Priority, muted: bool) -> bool:
    return muted and priority is not Priority.HIGH
