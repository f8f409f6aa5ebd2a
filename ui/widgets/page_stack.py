"""Pages of which one is shown, each filling the whole place."""

from __future__ import annotations

from PySide6.QtWidgets import QStackedWidget


class PageStack(QStackedWidget):
    """Asks no page how high it would be at some width.

    Qt's own stack asks all of them, page after page of wrapped text, whenever one comes or goes
    or a label in it changes: eight of the twelve milliseconds that a change of page took. A page
    that has the whole place, or scrolls in it, is not asked for its height.
    """

    def hasHeightForWidth(self) -> bool:
        return False
