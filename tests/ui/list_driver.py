"""Drives the administrator's screens for hot lists: by their keys, over the real desk."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QComboBox, QLabel, QWidget

from tests.ui.driver import Driver
from ui.widgets.key_button import KeyButton
from ui.widgets.rows_table import RowsTable


class ListDriver:
    def __init__(self, driver: Driver, folder: Path) -> None:
        self.driver = driver
        self.folder = folder

    @property
    def window(self) -> QWidget:
        return self.driver.window

    def file(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.write_bytes(text.encode())
        return path

    def cells(self, table: str) -> list[tuple[str, ...]]:
        """What the table on screen says, line by line."""
        found = [w for w in self.window.findChildren(RowsTable, table) if w.isVisible()]
        return [row.cells for row in found[0].rows.rows] if found else []

    def choose_row(self, table: str, place: int) -> None:
        found = [w for w in self.window.findChildren(RowsTable, table) if w.isVisible()]
        found[0].selectRow(place)
        self.driver.settle()

    def choose(self, name: str, words: str) -> None:
        """Turn to `words` by the arrow keys, as a person does."""
        box = self.box(name)
        box.setFocus()
        target = box.findText(words)
        assert target >= 0, f"{name} does not offer {words}"
        for _ in range(abs(target - box.currentIndex())):
            self.driver.key("Down" if target > box.currentIndex() else "Up")
        self.shown()

    def box(self, name: str) -> QComboBox:
        found = [w for w in self.window.findChildren(QComboBox, name) if w.isVisible()]
        assert found, f"no choice {name} on screen"
        return found[0]

    def enabled(self, name: str) -> bool:
        keys = [w for w in self.window.findChildren(KeyButton, name) if w.isVisible()]
        return bool(keys) and keys[0].isEnabled()

    def look_at(self, path: Path, name: str) -> None:
        """From the lists to the columns of `path`."""
        self.driver.key("I")
        self.fill(path, name)

    def fill(self, path: Path, name: str = "") -> None:
        self.driver.write("import_file", str(path))
        if name:
            self.driver.write("import_name_line", name)
        self.driver.key("Return")
        self.wait(lambda: self.enabled("import_check") or self.refusal() != "")

    def shown(self) -> None:
        """Until the file has been looked at anew."""
        self.wait(lambda: self.enabled("import_check"))

    def check(self) -> None:
        self.driver.key("Return")
        self.wait(lambda: self.driver.visible("check_back"))

    def put_in_force(self) -> None:
        self.driver.key("Return")
        self.wait(lambda: self.driver.visible("list_import") or self.refusal() != "")

    def import_file(self, path: Path, name: str) -> None:
        self.look_at(path, name)
        self.check()
        self.put_in_force()

    def refusal(self) -> str:
        return self.driver.words("import_refusal_words")

    def account(self) -> list[str]:
        """Every word of the check's account."""
        return [
            label.text()
            for label in self.window.findChildren(QLabel)
            if label.isVisible() and label.text()
        ]

    def wait(self, true: Callable[[], bool]) -> None:
        self.driver.wait_for(true)
        self.driver.settle()
