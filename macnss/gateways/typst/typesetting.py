"""A template and its data become a PDF: tagged for screen readers, made to be kept, the same bytes for the same data.

Fonts come from installed packages, templates from beside the domain that prints; nothing is read from the network.
A template finds its data in `data.json`, what all templates share in `kit.typ`, drawings (SVG) under the names of
`files`.
"""

import datetime as dt
import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files as resources
from pathlib import Path
from typing import Any

import typst

HERE = Path(__file__).parent
LOGO = HERE.parent.parent.parent / "static" / "icons" / "logo.svg"
FONTS = ("fontpkg_ibm_plex_sans", "fontpkg_ibm_plex_sans_arabic")
STANDARDS: Any = ["a-2a", "ua-1"]  # kept for decades, read aloud
NO_SUCH_LETTER = "could not be displayed with font"  # what the typesetter says of a picture typed among words


class DoesNotPrint(RuntimeError):
    """A template and its data do not go together: a mistake of ours, with what the typesetter says about it."""


def typeset(
    template: Path, data: Mapping[str, Any], *, at: dt.datetime, files: Mapping[str, bytes] | None = None
) -> bytes:
    """The PDF of a template. `at` is its date, and no other clock is read. Raises DoesNotPrint.

    A letter that no font has is drawn as an empty box: the paper prints, without the promise that it can be kept.
    """
    project = _project(template, data, files or {})
    try:
        return _compiled(project, at, STANDARDS)
    except RuntimeError as fault:
        if NO_SUCH_LETTER not in _said(fault):
            raise DoesNotPrint(f"{template.name}: {_said(fault)}") from fault
    return _compiled(project, at, [])


def marked(
    template: Path, data: Mapping[str, Any], label: str, *, files: Mapping[str, bytes] | None = None
) -> list[Any]:
    """What the template marked `metadata(…) <label>`: where its boxes stand, for one. Raises DoesNotPrint."""
    try:
        found = typst.query(
            _project(template, data, files or {}),
            f"<{label}>",
            field="value",
            font_paths=_fonts(),
            ignore_system_fonts=True,
        )
    except RuntimeError as fault:
        raise DoesNotPrint(f"{template.name}: {_said(fault)}") from fault
    return list(json.loads(found))


def font_file(package: str, name: str) -> Path:
    """A file of an installed font."""
    return Path(str(resources(package))) / "files" / name


def _compiled(project: Any, at: dt.datetime, standards: Any) -> bytes:
    return typst.compile(
        project,
        font_paths=_fonts(),
        ignore_system_fonts=True,
        format="pdf",
        pdf_standards=standards,
        timestamp=int(at.timestamp()),
    )


def _said(fault: RuntimeError) -> str:
    return str(getattr(fault, "diagnostic", fault))


def _project(template: Path, data: Mapping[str, Any], files: Mapping[str, bytes]) -> Any:
    """The sources by name, which the typesetter takes although its types do not say so."""
    return {
        "main.typ": template.read_bytes(),
        "data.json": json.dumps(data, ensure_ascii=False).encode(),
        **_shared(),
        **files,
    }


@cache
def _shared() -> dict[str, bytes]:
    return {"kit.typ": (HERE / "kit.typ").read_bytes(), "logo.svg": LOGO.read_bytes()}


@cache
def _fonts() -> "typst.Fonts":
    folders = [str(resources(package)) + "/files" for package in FONTS]
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)
