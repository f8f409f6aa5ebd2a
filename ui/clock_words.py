"""Times and spans as officers read them: local with zone, ages as '2 h old'."""

from __future__ import annotations

from datetime import datetime, timedelta


def local_time(at: datetime, zone: bool = True, seconds: bool = True) -> str:
    """'14:02:07 PST'."""
    local = at.astimezone()
    words = local.strftime("%H:%M:%S" if seconds else "%H:%M")
    return f"{words} {local.tzname()}" if zone else words


def local_date_time(at: datetime) -> str:
    """'2026-03-04 14:02:07 PST'."""
    local = at.astimezone()
    return f"{local:%Y-%m-%d %H:%M:%S} {local.tzname()}"


def local_day_time(at: datetime) -> str:
    """'03-04 14:02:07', for a column whose head names the zone."""
    return f"{at.astimezone():%m-%d %H:%M:%S}"


def local_minute(at: datetime) -> str:
    """'2026-03-04 14:02 PST', for what is kept to the minute."""
    local = at.astimezone()
    return f"{local:%Y-%m-%d %H:%M} {local.tzname()}"


def local_day(at: datetime) -> str:
    """'2026-03-04'."""
    return f"{at.astimezone():%Y-%m-%d}"


def end_of_day(untrusted_text: str) -> datetime | None:
    """The last second of the day written '2026-03-04', here; None where that is no day."""
    try:
        day = datetime.strptime(untrusted_text.strip(), "%Y-%m-%d")
        return day.replace(hour=23, minute=59, second=59).astimezone()
    except (ValueError, OverflowError):
        return None


def local_day_minute(at: datetime) -> str:
    """'03-04 14:02', for a column whose head names the zone."""
    return f"{at.astimezone():%m-%d %H:%M}"


def age_words(age: timedelta) -> str:
    """'12 s', '5 min', '2 h', '3 d'."""
    seconds = max(int(age.total_seconds()), 0)
    if seconds < 60:
        return f"{seconds} s"
    if seconds < 3600:
        return f"{seconds // 60} min"
    if seconds < 48 * 3600:
        return f"{seconds // 3600} h"
    return f"{seconds // 86400} d"


def countdown(left: timedelta) -> str:
    """'9:58', '1:00:00'; the amount alone when below zero."""
    seconds = abs(int(left.total_seconds()))
    hours, rest = divmod(seconds, 3600)
    minutes, seconds = divmod(rest, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"
