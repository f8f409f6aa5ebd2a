"""The bytes of a hot-list file as text: encoding, line ends, and what no list contains."""

from __future__ import annotations

import codecs
import hashlib
import io
import re
from collections.abc import Callable, Iterator
from typing import BinaryIO

from alpr_console.domain.errors import HotListMalformed, ImportCancelled
from alpr_console.intake.file import REMEDY, ListFile

CHUNK = 1 << 20
"""Bytes read at a time: memory does not grow with the file."""

LONGEST_LINE = 16_384
"""Characters; longer is no list of text, or one without line ends."""

FALLBACK = "cp1252"
"""What a file is in that is not Unicode: the code page of US Windows programs."""

_SNIFFED = 4096
"""Bytes looked at to tell the encoding and a file of text from another."""

_CONTROLS = bytes(b for b in (*range(0x20), 0x7F) if b not in b"\t\n\r")
_CONTROL = re.compile(f"[{re.escape(_CONTROLS.decode('ascii'))}]")


def find_encoding(
    file: ListFile, stream: BinaryIO, cancelled: Callable[[], bool], whole: bool = True
) -> str:
    """The name of the codec that the file is read with; the stream is at its start again.

    UTF-16 by its mark. UTF-8 shows its failure anywhere in the file, so all of it is looked
    at unless `whole` is False. A file whose very first sign beyond ASCII is no UTF-8 is in
    `FALLBACK`; one that was UTF-8 up to the failure is damaged. Raises HotListMalformed,
    ImportCancelled.
    """
    start = stream.read(_SNIFFED)
    stream.seek(0)
    if start.startswith(codecs.BOM_UTF16_LE):
        return "utf-16-le"
    if start.startswith(codecs.BOM_UTF16_BE):
        return "utf-16-be"
    if b"\0" in start:
        raise HotListMalformed(f"{file.name} is not a text file.", REMEDY)
    if start.startswith(codecs.BOM_UTF8):
        return "utf-8"
    decoder = codecs.getincrementaldecoder("utf-8")()
    lines, unicode_seen = 1, False
    while True:
        if cancelled():
            raise ImportCancelled(f"The import of {file.name} was cancelled.")
        chunk = stream.read(CHUNK)
        try:
            unicode_seen |= not decoder.decode(chunk, final=not chunk).isascii()
        except UnicodeDecodeError as failure:
            before = failure.object[: failure.start]
            if not unicode_seen and before.isascii():
                break
            line = lines + _line_ends(before)
            raise file.malformed(line, "bytes that are not UTF-8 like the rest") from failure
        lines += _line_ends(chunk)
        if not chunk or not whole:
            stream.seek(0)
            return "utf-8"
    stream.seek(0)
    return FALLBACK


def _line_ends(data: bytes) -> int:
    return data.count(b"\n") or data.count(b"\r")


class CheckedText:
    """A file's text in pieces of whole lines, each ending in '\\n' but perhaps the last.

    Iterating raises HotListMalformed for bytes that the encoding does not know, control
    characters (tab aside) and endless lines, by line; ImportCancelled.
    """

    def __init__(
        self, file: ListFile, stream: BinaryIO, encoding: str, cancelled: Callable[[], bool]
    ) -> None:
        self._file = file
        self._stream = stream
        self._encoding = encoding
        self._cancelled = cancelled
        self._digest = hashlib.sha256()
        self._line = 1
        self.done = 0
        """Bytes read."""
        self.open_end = False
        """Whether the last piece given lacks its line end: the file ends in mid-line."""

    @property
    def sha256(self) -> str:
        """Hex, of the bytes read so far."""
        return self._digest.hexdigest()

    def __iter__(self) -> Iterator[str]:
        decoder = io.IncrementalNewlineDecoder(
            codecs.getincrementaldecoder(self._encoding)(), translate=True
        )
        rest = ""
        while True:
            if self._cancelled():
                raise ImportCancelled(f"The import of {self._file.name} was cancelled.")
            data = self._stream.read(CHUNK)
            try:
                text = decoder.decode(data, final=not data)
            except UnicodeDecodeError as failure:
                before = failure.object[: failure.start].decode(self._encoding, "replace")
                line = self._line + rest.count("\n") + (before.count("\n") or before.count("\r"))
                raise self._file.malformed(line, "bytes that are not text") from failure
            if self.done == 0:
                text = text.removeprefix("\ufeff")
            self._digest.update(data)
            self.done += len(data)
            self._refuse_controls(data, text, rest)
            text = rest + text
            cut = text.rfind("\n") + 1 if data else len(text)
            piece, rest = text[:cut], text[cut:]
            if len(rest) > LONGEST_LINE:
                line = self._line + piece.count("\n")
                raise self._file.malformed(line, f"more than {LONGEST_LINE} characters long")
            if piece:
                self.open_end = not piece.endswith("\n")
                yield piece
                self._line += piece.count("\n")
            if not data:
                return

    def _refuse_controls(self, data: bytes, text: str, rest: str) -> None:
        # Looking at bytes is several times faster than looking at characters, and in every
        # encoding but UTF-16 a byte below 0x20 is that character.
        signs = text.encode() if self._encoding.startswith("utf-16") else data
        if len(signs.translate(None, _CONTROLS)) != len(signs):
            found = _CONTROL.search(text)
            before = text[: found.start()] if found else text
            line = self._line + rest.count("\n") + before.count("\n")
            raise self._file.malformed(line, "characters that are not text")
