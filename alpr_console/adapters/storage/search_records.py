"""Looks at stored reads, with what each returned."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select

from alpr_console.adapters.storage.records import to_json
from alpr_console.adapters.storage.schema_search import inquiries, inquiry_pages
from alpr_console.audit.chain import time_from_text, time_text
from alpr_console.domain.inquiry import Grounds, Inquiry, InquiryKind, Returned


class SqlInquiries:
    """The InquiryStore port over one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, inquiry: Inquiry) -> None:
        self._connection.execute(
            insert(inquiries).values(
                inquiry_id=inquiry.inquiry_id,
                kind=inquiry.kind.value,
                who=inquiry.who,
                full_name=inquiry.full_name,
                organization=inquiry.organization,
                unit=inquiry.unit,
                at=time_text(inquiry.at),
                terms=to_json(inquiry.terms),
                grounds=to_json(asdict(inquiry.grounds)),
                section=inquiry.section,
                policy=inquiry.policy,
                within=inquiry.within,
            )
        )
        for returned in inquiry.returned:
            self._add_page(inquiry.inquiry_id, returned)

    def add_returned(self, inquiry_id: str, returned: Returned) -> None:
        self.get(inquiry_id)
        self._add_page(inquiry_id, returned)

    def get(self, inquiry_id: str) -> Inquiry:
        query = select(inquiries).where(inquiries.c.inquiry_id == inquiry_id)
        found = self._inquiries(self._connection.execute(query))
        if not found:
            raise KeyError(inquiry_id)
        return found[0]

    def between(self, since: datetime, until: datetime) -> list[Inquiry]:
        query = (
            select(inquiries)
            .where(inquiries.c.at >= time_text(since), inquiries.c.at < time_text(until))
            .order_by(inquiries.c.at, inquiries.c.inquiry_id)
        )
        return self._inquiries(self._connection.execute(query))

    def _add_page(self, inquiry_id: str, returned: Returned) -> None:
        self._connection.execute(
            insert(inquiry_pages).values(
                inquiry_id=inquiry_id,
                page=returned.page,
                at=time_text(returned.at),
                reads=to_json(returned.reads),
            )
        )

    def _inquiries(self, rows: Iterable[Row[Any]]) -> list[Inquiry]:
        return [_inquiry(row, self._pages(row.inquiry_id)) for row in rows]

    def _pages(self, inquiry_id: str) -> tuple[Returned, ...]:
        query = (
            select(inquiry_pages)
            .where(inquiry_pages.c.inquiry_id == inquiry_id)
            .order_by(inquiry_pages.c.page)
        )
        return tuple(
            Returned(
                row.page,
                time_from_text(row.at),
                tuple((read_id, plate) for read_id, plate in json.loads(row.reads)),
            )
            for row in self._connection.execute(query)
        )


def _inquiry(row: Row[Any], returned: tuple[Returned, ...]) -> Inquiry:
    return Inquiry(
        row.inquiry_id,
        InquiryKind(row.kind),
        row.who,
        row.full_name,
        row.organization,
        row.unit,
        time_from_text(row.at),
        json.loads(row.terms),
        Grounds(**json.loads(row.grounds)),
        row.section,
        row.policy,
        row.within,
        returned,
    )
