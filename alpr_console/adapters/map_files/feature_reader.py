"""The features of a GeoJSON file, one at a time.

Parsed as a whole, a large file would hold Python's one lock for seconds: no plate would be read
and no key answered meanwhile.
"""

from __future__ import annotations

import json
import re
from collections.abc import Generator, Iterator

_BLANK = re.compile(r"[ \t\r\n]*")
_DECODER = json.JSONDecoder()
_ALONE = {"Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon",
          "GeometryCollection"}  # fmt: skip


class Malformed(ValueError):
    """`str()` ends the sentence 'The map file … is no GeoJSON: '."""


def features_of(untrusted_text: str) -> Iterator[object]:
    """Each feature as JSON gives it, unchecked. Raises Malformed where the file breaks off.

    A file of one feature or one geometry gives that one.
    """
    place = _after(untrusted_text, 0, "{")
    root: dict[str, object] = {}
    seen = False
    while not _stands(untrusted_text, place, "}"):
        key, place = _value(untrusted_text, place)
        if not isinstance(key, str):
            raise Malformed(f"character {place} should begin a name.")
        place = _after(untrusted_text, place, ":")
        if key == "features" and _stands(untrusted_text, place, "["):
            seen = True
            place = yield from _each(untrusted_text, place)
        else:
            root[key], place = _value(untrusted_text, place)
        if not _stands(untrusted_text, place, ","):
            break
        place = _after(untrusted_text, place, ",")
    place = _after(untrusted_text, place, "}")
    if place != len(untrusted_text.rstrip()):
        raise Malformed("something follows its end.")
    kind = root.get("type")
    if kind == "FeatureCollection" and seen:
        return
    if kind == "Feature":
        yield root
    elif isinstance(kind, str) and kind in _ALONE:
        yield {"type": "Feature", "properties": None, "geometry": root}
    else:
        raise Malformed("it has no features.")


def _each(text: str, place: int) -> Generator[object, None, int]:
    """The members of the array that begins at `place`; returns where it has ended."""
    place = _after(text, place, "[")
    if _stands(text, place, "]"):
        return _after(text, place, "]")
    while True:
        value, place = _value(text, place)
        yield value
        if _stands(text, place, "]"):
            return _after(text, place, "]")
        place = _after(text, place, ",")


def _value(text: str, place: int) -> tuple[object, int]:
    try:
        return _DECODER.raw_decode(text, _skipped(text, place))
    except json.JSONDecodeError as error:
        raise Malformed(f"{error.msg} in line {error.lineno}.") from error
    except RecursionError as error:
        raise Malformed("it is nested too deep.") from error


def _skipped(text: str, place: int) -> int:
    blank = _BLANK.match(text, place)
    return blank.end() if blank is not None else place


def _stands(text: str, place: int, what: str) -> bool:
    return text.startswith(what, _skipped(text, place))


def _after(text: str, place: int, what: str) -> int:
    at = _skipped(text, place)
    if not text.startswith(what, at):
        line = text.count("\n", 0, at) + 1
        raise Malformed(f"'{what}' is missing in line {line}, or the file breaks off there.")
    return at + len(what)
