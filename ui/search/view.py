"""The search of stored reads: the form, then what was found with one read opened beside it."""

from __future__ import annotations

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from alpr_console.domain.policy import AgencyPolicy
from ui.asking import Ask
from ui.search.form import SearchForm
from ui.search.found import FoundPage
from ui.search.presenter import SearchModel, SearchPresenter


class SearchView(QWidget):
    def __init__(self, ask: Ask, policy: AgencyPolicy) -> None:
        super().__init__()
        self.setObjectName("search")
        self._presenter = SearchPresenter(ask, self._show)
        self.form = SearchForm(policy.queries, self.search, self._presenter.stop)
        self.found = FoundPage(self._presenter)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.form)
        self._pages.addWidget(self.found)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._pages)
        self._presenter.forget()

    def entered(self) -> None:
        if self._pages.currentWidget() is self.form:
            self.form.begin()
        else:
            self.found.table.setFocus()

    def clear(self) -> None:
        """Nothing found, nothing typed stays for the next person, or behind the lock."""
        self.found.forget()
        self._presenter.forget()
        self.form.clear()

    def search(self) -> None:
        self._presenter.search(self.form.entered, self.form.grounds)

    def _show(self, model: SearchModel) -> None:
        before = self._pages.currentWidget()
        self.form.show_state(
            model.looking and model.asking,
            model.count_line if model.asking else "",
            model.refusal if model.asking else "",
        )
        self.found.show_model(model)
        page = self.form if model.asking else self.found
        self._pages.setCurrentWidget(page)
        if page is not before and self.isVisible():
            self.entered()
