"""Files that are not declarations at all, told from their first bytes and their size."""

import os
from typing import BinaryIO

from macnss.declarations.ebds.characters import decode, printable
from macnss.declarations.ebds.codes import Code
from macnss.declarations.ebds.layout import RECORDS

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
MAX_BYTES = 2 * 1024**3
_SHOWN = 20
_FORMATS = {
    b"%PDF": "PDF",
    b"PK\x03\x04": "ZIP, XLSX",
    b"\xd0\xcf\x11\xe0": "XLS, DOC",
    b"\x1f\x8b": "GZIP",
    b"Rar!": "RAR",
    b"7z\xbc\xaf": "7Z",
    b"\xff\xfe": "UTF-16",
    b"\xfe\xff": "UTF-16",
    b"{\\rtf": "RTF",
    b"<?xml": "XML",
}


class HopelessFile(Exception):
    """The bytes are not a declaration, whatever one tries."""

    def __init__(self, code: Code, found: str = "", expected: str = "") -> None:
        super().__init__(code)
        self.code, self.found, self.expected = code, found, expected


def refuse_size(size: int, most: int) -> None:
    """Raises `HopelessFile` above `most` bytes."""
    if size > most:
        raise HopelessFile(Code.FILE_TOO_BIG, found=str(size), expected=str(most))


def refuse_format(head: bytes) -> None:
    """Raises `HopelessFile` if these first bytes, without byte order mark, do not begin an e-BDS file."""
    first_line = head.lstrip().partition(b"\n")[0]
    if not first_line:
        raise HopelessFile(Code.FILE_EMPTY)
    if b"\0" in first_line or first_line[:3].decode("latin-1") not in RECORDS:
        raise HopelessFile(Code.FILE_OF_ANOTHER_FORMAT, found=_looks_like(head), expected=", ".join(("B00", "E00")))


def _looks_like(head: bytes) -> str:
    for beginning, name in _FORMATS.items():
        if head.startswith(beginning):
            return name
    return "binary" if b"\0" in head else printable(decode(head.lstrip().partition(b"\n")[0])[:_SHOWN])


def size_of(stream: BinaryIO) -> int:
    """Bytes left in the stream, 0 when it cannot tell before it is read."""
    if not stream.seekable():
        return 0
    here = stream.tell()
    size = stream.seek(0, os.SEEK_END) - here
    stream.seek(here)
    return size
