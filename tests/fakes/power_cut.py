"""A unit of work that never comes to its commit."""

from __future__ import annotations

from types import TracebackType
from typing import Self

from alpr_console.domain.errors import StoreUnavailable
from alpr_console.ports import UnitOfWork


class PowerCut:
    """A unit of work whose commit never comes: the plug is pulled before it."""

    def __init__(self, inner: UnitOfWork) -> None:
        self._inner = inner

    def __getattr__(self, name: str) -> object:
        return getattr(self._inner, name)

    def __enter__(self) -> Self:
        self._inner.__enter__()
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        gone = exc or StoreUnavailable("The power is gone.")
        self._inner.__exit__(type(gone), gone, None)
        raise gone
