"""Line charts as plain SVG: drawn by pygal, then freed of all that a strict policy forbids.

What comes out has no script, no style and no style attribute: static/css/charts.css
gives each series (``.serie-0`` and so on) its colour and its dashes; here each
gets a marker of its own shape, so that they are told apart without colour.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import Element, SubElement, tostring

import pygal
from django.utils.safestring import SafeString, mark_safe

# pygal puts an importer of the old kind into every later import; it is for plugins, and there are none here.
sys.meta_path[:] = [one for one in sys.meta_path if not isinstance(one, pygal.PluginImportFixer)]

WIDTH, HEIGHT = 860, 340
_MARK = 4.5
"""Half the width of a marker."""
_OURS = frozenset(
    {"graph", "plot", "background", "axis", "x", "y", "guides", "guide", "line", "major", "series"}
)
_DROPPED = frozenset({"text-overlay", "tooltip-overlay", "titles"})


@dataclass(frozen=True, slots=True)
class Series:
    """One line of a chart, a value for each label or None; ``joined`` says whether the marks are joined."""

    name: str
    values: Sequence[float | None]
    joined: bool = True


def lines(
    *,
    name: str,
    title: str,
    description: str,
    labels: Sequence[str],
    series: Sequence[Series],
    top: float | None = None,
) -> SafeString:
    """A line chart; ``name`` makes its ids, ``top`` is the end of the scale where it is known."""
    chart = pygal.Line(
        width=WIDTH,
        height=HEIGHT,
        css=[],
        js=[],
        show_legend=False,
        allow_interruptions=True,
        range=(0, top) if top else None,
        include_x_axis=True,
        x_labels_major_every=3,
        show_minor_x_labels=False,
        y_labels_major_every=1,
        max_scale=6,
        truncate_label=-1,
        formatter=lambda value: f"{value:g}",
        no_data_text="",
        margin=8,
        margin_right=36,
    )
    chart.x_labels = list(labels)
    for one in series:
        chart.add(one.name, list(one.values), stroke=one.joined)
    return _plain(chart.render_tree(), name=name, title=title, description=description)


def marker(index: int, x: float, y: float) -> str:
    """The path of the mark of a series: a disc, a square, a triangle, and again."""
    shapes = (
        f"M{x - _MARK:.1f} {y:.1f}a{_MARK} {_MARK} 0 1 0 {2 * _MARK} 0a{_MARK} {_MARK} 0 1 0 -{2 * _MARK} 0z",
        f"M{x - _MARK:.1f} {y - _MARK:.1f}h{2 * _MARK}v{2 * _MARK}h-{2 * _MARK}z",
        f"M{x:.1f} {y - _MARK * 1.2:.1f}l{_MARK * 1.15:.2f} {_MARK * 2}h-{_MARK * 2.3:.2f}z",
    )
    return shapes[index % len(shapes)]


def _plain(tree: Any, *, name: str, title: str, description: str) -> SafeString:
    """The drawing without anything but shapes and texts; it says itself what it shows."""
    drawing = Element(
        "svg",
        {
            "viewBox": f"0 0 {WIDTH} {HEIGHT}",
            "class": "chart",
            "role": "img",
            "aria-labelledby": f"{name}-title {name}-description",
        },
    )
    SubElement(drawing, "title", {"id": f"{name}-title"}).text = title
    SubElement(drawing, "desc", {"id": f"{name}-description"}).text = description
    for child in tree:
        _copy(child, drawing, series=0)
    return mark_safe(tostring(drawing, encoding="unicode"))  # noqa: S308  # built here; texts are escaped


def _copy(element: Any, into: Element, *, series: int) -> None:
    """Copies shapes, texts and groups; a mark becomes the shape of its series."""
    classes = (element.get("class") or "").split()
    if not isinstance(element.tag, str) or _DROPPED & set(classes):
        return
    number = next((int(one.removeprefix("serie-")) for one in classes if one.startswith("serie-")), series)
    if element.tag == "circle":
        x, y = float(element.get("cx")), float(element.get("cy"))
        SubElement(into, "path", {"class": "dot", "d": marker(number, x, y)})
    elif element.tag in ("g", "path", "rect", "text"):
        copied = SubElement(into, element.tag, _attributes(element, classes))
        copied.text = element.text if element.tag == "text" else None
        for child in element:
            _copy(child, copied, series=number)


def _attributes(element: Any, classes: list[str]) -> dict[str, str]:
    kept = {
        key: element.get(key) for key in ("d", "x", "y", "width", "height", "transform") if element.get(key)
    }
    named = [one for one in classes if one in _OURS or one.startswith("serie-")]
    return kept | ({"class": " ".join(named)} if named else {})
