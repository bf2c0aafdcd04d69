"""One line, brought to 260 bytes: what `batches` does to the lines that do not have them already."""

from macnss.declarations.ebds.layout import LINE_LENGTH, RECORDS, Record

_END_OF_TEXT = b"\x1a"
"""Old systems end a text by this character: it counts as blank."""


def is_blank(line: bytes) -> bool:
    return line.strip() in (b"", _END_OF_TEXT)


def shaped(line: bytes) -> tuple[bytes, int]:
    """The line in 260 bytes, and 0; or its true length when it is too long, or cut before the end of its fields."""
    record = RECORDS.get(line[:3].decode("latin-1"))
    if len(line) != LINE_LENGTH and record and not line.isascii():
        line = _one_byte_a_character(line, record)
    if len(line) > LINE_LENGTH:
        line = line.rstrip()
    length = len(line)
    cut = record is not None and length < record.meaningful
    return line[:LINE_LENGTH].ljust(LINE_LENGTH), length if cut or length > LINE_LENGTH else 0


def _one_byte_a_character(line: bytes, record: Record) -> bytes:
    """Some programs measure lines in characters and write them in UTF-8: their columns are then characters."""
    try:
        characters = line.decode().encode("cp1252", errors="replace")
    except UnicodeDecodeError:
        return line
    in_bytes = _numbers_in_place(line, record) and not _numbers_in_place(characters, record)
    return line if in_bytes else characters


def _numbers_in_place(line: bytes, record: Record) -> bool:
    return all(line[field.place].isdigit() for field in record if field.holds_digits)
