"""One out of a list, or other words in their place."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QSizePolicy

from ui.widgets.choice import Choice


def narrow(choice: Choice) -> None:
    """As wide as its place, not as its longest words."""
    choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    choice.setMinimumContentsLength(4)
    choice.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)


class FreeChoice(Choice):
    """`items` are (code, words)."""

    def __init__(
        self,
        name: str,
        said: str,
        items: Sequence[tuple[str, str]],
        on_change: Callable[[], None],
    ) -> None:
        super().__init__(name, said)
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        line = self.lineEdit()
        assert line is not None
        line.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        line.setAccessibleName(said)
        self.offer(items, items[0][0])
        narrow(self)
        self.editTextChanged.connect(lambda _text: on_change())

    @property
    def value(self) -> str:
        """Code of the item whose words stand there; else the words themselves, unchecked."""
        text = self.currentText().strip()
        for place in range(self.count()):
            if self.itemText(place).casefold() == text.casefold():
                return str(self.itemData(place))
        return text
