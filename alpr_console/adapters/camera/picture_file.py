"""One picture file, decoded whole or refused."""

from __future__ import annotations

import re
from pathlib import Path

import cv2
import numpy as np

from alpr_console.domain.errors import PictureUnreadable
from alpr_console.ports import Picture

PICTURE_SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".bmp", ".webp", ".tif", ".tiff"})

_JPEG_START, _JPEG_END = b"\xff\xd8", b"\xff\xd9"
_PNG_START, _PNG_END = b"\x89PNG\r\n\x1a\n", b"IEND\xaeB`\x82"
_SOS = 0xDA
_WITHOUT_LENGTH = frozenset({0x01, *range(0xD0, 0xD9)})


def load_picture(path: Path) -> Picture:
    """The picture in `path`, H×W×3 BGR, turned upright as its EXIF data say.

    Raises PictureUnreadable if the file is missing, cut short or not a picture. A cut-off
    JPEG is refused too, though a decoder would fill the rest with gray: half a plate read
    with confidence is worse than none.
    """
    try:
        untrusted = path.read_bytes()
    except FileNotFoundError:
        raise PictureUnreadable(f"{path} does not exist.", "Check the path.") from None
    except OSError as error:
        raise PictureUnreadable(f"{path} cannot be read: {error.strerror}.") from error
    if not untrusted:
        raise PictureUnreadable(f"{path} is empty.")
    if _is_cut_short(untrusted):
        raise PictureUnreadable(f"{path} is damaged: the picture is cut short.")
    try:
        picture = cv2.imdecode(np.frombuffer(untrusted, np.uint8), cv2.IMREAD_COLOR)
    except cv2.error as error:
        raise PictureUnreadable(f"{path} cannot be decoded as a picture.") from error
    if picture is None:
        raise PictureUnreadable(f"{path} is damaged or not a picture.")
    return np.asarray(picture, dtype=np.uint8)


def pictures_in(folder: Path) -> list[Path]:
    """Picture files of a folder (not below it) in natural order: 2.jpg before 10.jpg.

    Raises PictureUnreadable if the folder cannot be listed.
    """
    try:
        names = [p for p in folder.iterdir() if p.suffix.lower() in PICTURE_SUFFIXES]
    except OSError as error:
        raise PictureUnreadable(f"The folder {folder} cannot be read: {error.strerror}.") from error
    return sorted(names, key=lambda p: _natural(p.name))


def _natural(name: str) -> list[tuple[int, str]]:
    """Sort key in which runs of digits count as numbers."""
    return [
        (int(part), "") if part.isdecimal() else (-1, part)
        for part in re.split(r"([0-9]+)", name.casefold())
    ]


def _is_cut_short(untrusted: bytes) -> bool:
    if untrusted.startswith(_JPEG_START):
        return untrusted.find(_JPEG_END, _first_scan(untrusted)) < 0
    return untrusted.startswith(_PNG_START) and _PNG_END not in untrusted


def _first_scan(untrusted: bytes) -> int:
    """Where the picture data of a JPEG begin: behind the thumbnail, which has an end of its own."""
    at = 2
    while at + 4 <= len(untrusted) and untrusted[at] == 0xFF:
        marker = untrusted[at + 1]
        if marker == _SOS:
            break
        if marker == 0xFF:
            at += 1
        elif marker in _WITHOUT_LENGTH:
            at += 2
        else:
            at += 2 + int.from_bytes(untrusted[at + 2 : at + 4], "big")
    return at
