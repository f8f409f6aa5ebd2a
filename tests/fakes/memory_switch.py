"""The message switch's setting in memory."""

from __future__ import annotations

from alpr_console.domain.alert import Alert
from alpr_console.domain.message_switch import MessageSwitch
from alpr_console.domain.switch_message import Delivery


class MemorySwitch:
    def __init__(self, switches: list[MessageSwitch | None], alerts: dict[str, Alert]) -> None:
        self._switches = switches
        self._alerts = alerts

    def set_switch(self, switch: MessageSwitch) -> None:
        self._switches.append(switch)

    def remove(self, removed: MessageSwitch) -> None:
        self._switches.append(None)

    def switch(self) -> MessageSwitch | None:
        return self._switches[-1] if self._switches else None

    def alert_of(self, message_id: str) -> str | None:
        for alert in self._alerts.values():
            if any(one.message_id == message_id for one in alert.messages):
                return alert.alert_id
        return None

    def waiting(self) -> list[tuple[str, str]]:
        return [
            (alert.alert_id, one.message_id)
            for alert in self._alerts.values()
            for one in alert.messages
            if not one.steps or one.steps[-1].outcome is Delivery.WAITING
        ]

    def open_alerts(self) -> list[str]:
        return [one.alert_id for one in self._alerts.values() if one.is_open and one.messages]
