"""A chart in points, for the formats that cannot show SVG: drawn by resvg with the letters inside matplotlib, the same on every machine."""

from __future__ import annotations

import io
from functools import cache
from importlib.util import find_spec
from pathlib import Path

DPI = 192
FACES = ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf", "DejaVuSans-Oblique.ttf")


def png(svg: str) -> bytes | None:
    """Picture of an SVG on white.

    Parameters
    ----------
    svg : str

    Returns
    -------
    bytes or None
        PNG of `DPI` points an inch, which it says of itself; None where the text is no SVG that can be drawn.
    """
    import resvg_py
    from PIL import Image

    family = "DejaVu Sans"
    try:
        drawn = resvg_py.svg_to_bytes(
            svg_string=svg,
            dpi=DPI,
            background="white",
            skip_system_fonts=True,
            font_files=_faces(),
            font_family=family,
            sans_serif_family=family,
        )
    except ValueError:
        return None
    buffer = io.BytesIO()
    with Image.open(io.BytesIO(bytes(drawn))) as image:
        image.convert("RGB").save(buffer, "PNG", dpi=(DPI, DPI))
    return buffer.getvalue()


@cache
def _faces() -> list[str]:
    """Files of letters inside matplotlib, found without importing it."""
    found = find_spec("matplotlib")
    home = Path(found.submodule_search_locations[0]) if found and found.submodule_search_locations else Path()
    return [str(home / "mpl-data" / "fonts" / "ttf" / name) for name in FACES]
