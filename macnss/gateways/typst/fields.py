"""Fields laid over a paper: whoever has no printer fills it on a screen, and what was typed is read back by name.

A template marks where its boxes stand (`metadata(…) <field>`); here they become AcroForm fields with their
appearance, their words for screen readers and their place in the structure of the document.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from io import BytesIO
from typing import Any, Self

from pikepdf import Array, Dictionary, Name, NumberTree, Object, Pdf, String
from PIL import ImageFont

from macnss.gateways.typst.typesetting import font_file

FONT = ("fontpkg_ibm_plex_sans_arabic", "IBMPlexSansArabic-Medium.ttf")  # its Latin letters are on the page already
FONT_NAME = "IBMPlexSansArabic-Medium"
SIZE = 12.0
LINE_SIZE = 10.5
ENCODING = "cp1252"
_READ_ONLY, _RADIO, _NO_SPELLING, _NO_SCROLL, _COMB = 1, 1 << 15, 1 << 22, 1 << 23, 1 << 24
_PRINTED = 4


class Kind(StrEnum):
    COMB = "comb"  # one letter a box
    LINE = "line"
    TICK = "tick"  # `name.value`: one choice of a group
    RESERVED = "reserved"  # boxes that only the fund fills
    RESERVED_LINE = "reserved-line"

    @property
    def in_boxes(self) -> bool:
        return self in (Kind.COMB, Kind.RESERVED)

    @property
    def is_reserved(self) -> bool:
        return self in (Kind.RESERVED, Kind.RESERVED_LINE)


@dataclass(frozen=True, slots=True)
class Field:
    """Where a field stands: points from the top left corner of its page."""

    name: str
    kind: Kind
    boxes: int
    words: str
    page: int
    x: float
    y: float
    width: float
    height: float

    @classmethod
    def read(cls, said: Mapping[str, Any]) -> Self:
        return cls(**{**said, "kind": Kind(said["kind"])})


def with_fields(pdf: bytes, fields: Sequence[Field], values: Mapping[str, str]) -> bytes:
    """The same document with these fields, filled with these values. The same bytes for the same values."""
    document = Pdf.open(BytesIO(pdf))
    font = document.make_indirect(_font(document))
    roots: dict[str, Object] = {}
    for field in fields:
        widget = document.make_indirect(_widget(document, field, font, values))
        _root(document, roots, field, widget, values)
        _lay(document, field, widget)
        _tag(document, field, widget)
    document.Root.AcroForm = Dictionary(
        Fields=Array(list(roots.values())), DR=Dictionary(Font=Dictionary(F1=font)), DA=String(f"/F1 {SIZE} Tf 0 g")
    )
    for page in document.pages:
        page.Tabs = Name.S
    out = BytesIO()
    document.save(out, deterministic_id=True)
    return out.getvalue()


def values_in(pdf: bytes) -> dict[str, str]:
    """What stands in the fields of a document, by name."""
    found = {}
    with Pdf.open(BytesIO(pdf)) as document:
        for field in document.Root.AcroForm.Fields:
            value = str(field.get("/V", ""))
            found[str(field.T)] = "" if value == "/Off" else value.removeprefix("/")
    return found


def _widget(document: Pdf, field: Field, font: Object, values: Mapping[str, str]) -> Dictionary:
    bottom = float(document.pages[field.page - 1].mediabox[3]) - field.y - field.height
    widget = Dictionary(
        Type=Name.Annot,
        Subtype=Name.Widget,
        Rect=Array([round(each, 3) for each in (field.x, bottom, field.x + field.width, bottom + field.height)]),
        F=_PRINTED,
        P=document.pages[field.page - 1].obj,
        TU=String(field.words),
        Contents=String(field.words),
    )
    if field.kind is Kind.TICK:
        name, _dot, choice = field.name.partition(".")
        widget.AS = Name(f"/{choice}") if values.get(name) == choice else Name.Off
        widget.MK = Dictionary(CA=String("8"))
        widget.AP = Dictionary(N=Dictionary({f"/{choice}": _crossed(document, field), "/Off": _drawn(document, field)}))
        return widget
    value = values.get(field.name, "")
    widget.FT, widget.T, widget.Ff = Name.Tx, String(field.name), _flags(field)
    widget.V = String(value)
    widget.DA = String(f"/F1 {SIZE if field.kind.in_boxes else LINE_SIZE} Tf 0 g")
    if field.kind.in_boxes:
        widget.MaxLen = field.boxes
    write = _in_boxes if field.kind.in_boxes else _on_a_line
    widget.AP = Dictionary(N=_drawn(document, field, b"/Tx BMC q " + write(field, value) + b" Q EMC", font))
    return widget


def _flags(field: Field) -> int:
    flags = _NO_SPELLING | _NO_SCROLL
    flags |= _COMB if field.kind.in_boxes else 0
    return flags | (_READ_ONLY if field.kind.is_reserved else 0)


def _root(document: Pdf, roots: dict[str, Object], field: Field, widget: Object, values: Mapping[str, str]) -> None:
    """The field of which this widget is the face: itself, or the group of its choices."""
    name = field.name.partition(".")[0]
    if field.kind is not Kind.TICK:
        roots[name] = widget
        return
    if name not in roots:
        chosen = values.get(name)
        group = Dictionary(
            FT=Name.Btn, T=String(name), Ff=_RADIO, V=Name(f"/{chosen}") if chosen else Name.Off, Kids=Array()
        )
        roots[name] = document.make_indirect(group)
    roots[name].Kids.append(widget)
    widget.Parent = roots[name]


def _lay(document: Pdf, field: Field, widget: Object) -> None:
    page = document.pages[field.page - 1]
    if "/Annots" not in page:
        page.Annots = Array()
    page.Annots.append(widget)


def _tag(document: Pdf, field: Field, widget: Object) -> None:
    """Its place in the structure, for who has the page read aloud."""
    root = document.Root.StructTreeRoot
    key = int(root.get("/ParentTreeNextKey", _next_key(root)))
    top = root.K[0] if isinstance(root.K, Array) else root.K
    element = document.make_indirect(
        Dictionary(
            Type=Name.StructElem,
            S=Name.Form,
            P=top,
            Pg=document.pages[field.page - 1].obj,
            Alt=String(field.words),
            K=Dictionary(Type=Name.OBJR, Obj=widget),
        )
    )
    top.K = Array([*top.K, element]) if isinstance(top.get("/K"), Array) else Array([top.K, element])
    widget.StructParent = key
    NumberTree(root.ParentTree)[key] = element
    root.ParentTreeNextKey = key + 1


def _next_key(root: Object) -> int:
    return max(NumberTree(root.ParentTree).keys(), default=-1) + 1


def _in_boxes(field: Field, value: str) -> bytes:
    """Each letter in the middle of its box, as every reader will draw it again after a change."""
    cell, drawn = field.width / field.boxes, []
    for rank, letter in enumerate(value[: field.boxes]):
        across = rank * cell + (cell - width_of(letter, SIZE)) / 2
        drawn.append(_text(letter, SIZE, across, (field.height - SIZE * 0.7) / 2))
    return b" ".join(drawn)


def _on_a_line(field: Field, value: str) -> bytes:
    return _text(value, LINE_SIZE, 2, (field.height - LINE_SIZE * 0.7) / 2) if value else b""


def _text(words: str, size: float, x: float, y: float) -> bytes:
    return b"BT /F1 %.1f Tf 0 g 1 0 0 1 %.2f %.2f Tm <%s> Tj ET" % (
        size,
        x,
        y,
        words.encode(ENCODING, "replace").hex().encode(),
    )


def _crossed(document: Pdf, field: Field) -> Object:
    side = field.width
    low, high = side * 0.2, side * 0.8
    cross = (low, low, high, high, low, high, high, low)
    return _drawn(document, field, b"1.4 w %.2f %.2f m %.2f %.2f l %.2f %.2f m %.2f %.2f l S" % cross)


def _drawn(document: Pdf, field: Field, content: bytes = b"", font: Object | None = None) -> Object:
    drawn = document.make_stream(content)
    drawn.Type, drawn.Subtype = Name.XObject, Name.Form
    drawn.BBox = Array([0, 0, round(field.width, 3), round(field.height, 3)])
    drawn.Resources = Dictionary(Font=Dictionary(F1=font)) if font is not None else Dictionary()
    return drawn


def _font(document: Pdf) -> Dictionary:
    """The whole font, embedded: what is typed later may need any of its letters."""
    said, content = _face(1000), font_file(*FONT).read_bytes()
    ascent, descent = said.getmetrics()
    descriptor = Dictionary(
        Type=Name.FontDescriptor,
        FontName=Name(f"/{FONT_NAME}"),
        Flags=32,
        FontBBox=Array([-500, -descent, 1500, ascent]),
        ItalicAngle=0,
        Ascent=ascent,
        Descent=-descent,
        CapHeight=698,
        StemV=90,
        FontFile2=document.make_stream(content, Length1=len(content)),
    )
    codes = [bytes([code]).decode(ENCODING, "replace") for code in range(32, 256)]
    return Dictionary(
        Type=Name.Font,
        Subtype=Name.TrueType,
        BaseFont=Name(f"/{FONT_NAME}"),
        Encoding=Name.WinAnsiEncoding,
        FirstChar=32,
        LastChar=255,
        Widths=Array([round(said.getlength(letter)) for letter in codes]),
        FontDescriptor=document.make_indirect(descriptor),
    )


def width_of(words: str, size: float) -> float:
    """How wide these words stand in the font of the fields."""
    return float(_face(1000).getlength(words)) * size / 1000


@cache
def _face(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(font_file(*FONT), size)
