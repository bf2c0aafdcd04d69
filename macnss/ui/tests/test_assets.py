"""The files that every visitor receives: small, in both directions, readable in both themes, free of foreign hosts."""

import gzip
import json
import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from django.conf import settings

from macnss.ui import icons

STATIC = Path(settings.STATICFILES_DIRS[0])
TEMPLATES = Path(__file__).parent.parent / "templates"
SHEET = (STATIC / "css" / "app.css").read_text()
SENT_TO_ALL = [
    "css/app.css",
    "js/app.js",
    "vendor/bootstrap-reboot.min.css",
    "vendor/htmx/htmx.min.js",
    "icons/sprite.svg",
]

# Ink on ground that people must read (4.5), and lines that they must see (3): WCAG 2.2, 1.4.3 and 1.4.11.
TEXTS = [
    *((ink, ground) for ink in ("ink", "muted", "brand") for ground in ("paper", "surface")),
    ("ink", "sunken"),
    ("muted", "sunken"),
    ("on-brand", "brand"),
    ("on-brand", "brand-deep"),
    ("brand", "brand-soft"),
    ("on-hero", "hero"),
    ("hero-muted", "hero"),
    ("on-saffron", "saffron"),
    ("danger", "surface"),
    ("danger", "paper"),
    *((tone, f"{tone}-soft") for tone in ("info", "success", "warning", "danger")),
    *(("ink", f"{tone}-soft") for tone in ("info", "success", "warning", "danger")),
]
LINES = [
    *((line, ground) for line in ("edge", "focus", "bar", "bar-gap") for ground in ("paper", "surface")),
    ("bar", "bar-above"),
]


def tokens(theme: str) -> dict[str, str]:
    """The colours of a theme by name; dark keeps what it does not change."""
    light, dark = re.findall(r":root \{([^}]*)\}", SHEET)[:2]
    declared = light if theme == "light" else light + dark
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", declared))


def luminance(colour: str) -> float:
    """The relative luminance of #rrggbb, as WCAG defines it."""
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_text_and_line_has_enough_contrast(theme: str) -> None:
    colours = tokens(theme)
    faint = [
        (ink, ground, round(contrast(colours[ink], colours[ground]), 2))
        for pairs, least in ((TEXTS, 4.5), (LINES, 3))
        for ink, ground in pairs
        if contrast(colours[ink], colours[ground]) < least
    ]
    assert faint == []


def test_the_stylesheet_knows_no_left_and_no_right() -> None:
    rules = re.sub(r"/\*.*?\*/", "", SHEET, flags=re.DOTALL)
    declarations = re.findall(r"[{;]\s*([a-z-]+)\s*:\s*([^;}]+)", rules)
    physical = re.compile(r"(.*-)?(left|right|top|bottom)(-.*)?|(min-|max-)?(width|height)")
    assert len(declarations) > 400
    assert [name for name, _ in declarations if physical.fullmatch(name)] == []
    assert [value for _, value in declarations if re.search(r"\b(left|right)\b", value)] == []


def test_what_every_visitor_receives_is_small() -> None:
    sizes = {name: len(gzip.compress((STATIC / name).read_bytes(), 9)) for name in SENT_TO_ALL}
    assert sum(sizes.values()) < 45_000, sizes
    assert len(SHEET.encode()) < 36_000


def test_the_sprite_holds_the_icons_that_components_know_and_no_other() -> None:
    sprite = ET.parse(STATIC / "icons" / "sprite.svg").getroot()
    assert {symbol.get("id") for symbol in sprite} == icons.NAMES | icons.MARKS
    assert icons.MIRRORED <= icons.NAMES


def test_what_the_stylesheet_asks_for_is_shipped() -> None:
    for address in re.findall(r'url\("([^"]+)"\)', SHEET):
        assert (STATIC / "css" / address).is_file(), address


def test_every_vendored_file_is_accounted_for() -> None:
    account = (STATIC / "vendor" / "VENDORED.md").read_text()
    for name in ("htmx/htmx.min.js", "bootstrap-reboot.min.css"):
        assert name in account
    assert (STATIC / "fonts" / "OFL.txt").read_text().count("SIL OPEN FONT LICENSE")


@pytest.mark.parametrize("path", sorted(TEMPLATES.rglob("*.html")), ids=lambda path: path.name)
def test_no_template_carries_inline_style_or_script(path: Path) -> None:
    source = path.read_text()
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=|<script(?![^>]*\bsrc=)|javascript:", source)


def test_htmx_keeps_to_the_content_security_policy() -> None:
    base = (TEMPLATES / "ui" / "base.html").read_text()
    said = re.search(r"name=\"htmx-config\"\s+content='([^']+)'", base)
    assert said
    config = json.loads(said[1])
    assert config["allowEval"] is False
    assert config["includeIndicatorStyles"] is False
    assert {"code": "422", "swap": True} in config["responseHandling"]
    assert config["historyCacheSize"] == 0
