"""Charts in points: what the formats that cannot show SVG are given."""

from __future__ import annotations

import io
import struct
import subprocess
import sys
from itertools import pairwise

import pytest
from PIL import Image

from balong_eval.report import picture

SVG = """<svg xmlns="http://www.w3.org/2000/svg" width="144pt" height="72pt" viewBox="0 0 144 72">
<rect x="72" y="0" width="72" height="72" fill="#1f4e79"/>{more}</svg>"""
TEXT = '<text x="4" y="40" style="font: {style} 20px {face}">{words}</text>'


def drawn(more: str = "") -> Image.Image:
    content = picture.png(SVG.format(more=more))
    assert content is not None
    return Image.open(io.BytesIO(content))


def test_size_and_resolution_are_those_of_paper() -> None:
    """144 pt are two inches; a PNG tells points a metre in its pHYs chunk (PNG specification, 11.3.5.3): 192 / 0.0254 = 7559."""
    content = picture.png(SVG.format(more=""))
    assert content is not None and drawn().size == (2 * picture.DPI, picture.DPI)
    place = content.index(b"pHYs") + 4
    assert struct.unpack(">IIB", content[place : place + 9]) == (7559, 7559, 1)


def test_colours_stay_and_what_is_not_drawn_is_white() -> None:
    image = drawn()
    assert image.mode == "RGB" and image.getpixel((300, 90)) == (0x1F, 0x4E, 0x79) and image.getpixel((10, 10)) == (255, 255, 255)


@pytest.mark.parametrize("face", ["'DejaVu Sans', 'Verdana'", "'Tak Ada', 'DejaVu Sans'", "sans-serif"])
def test_letters_are_drawn_whatever_the_machine_has(face: str) -> None:
    cases = (("", ""), ("", "NRR"), ("bold", "NRR"), ("", "IKM"))
    images = [drawn(TEXT.format(style=style, face=face, words=words)).tobytes() for style, words in cases]
    assert all(one != other for one, other in pairwise(images)) and images[1] != images[3]


def test_the_same_bytes_twice() -> None:
    more = TEXT.format(style="", face="sans-serif", words="3,62")
    assert picture.png(SVG.format(more=more)) == picture.png(SVG.format(more=more))


@pytest.mark.parametrize("text", ["", "<svg", "bukan gambar", "\x00", '<svg xmlns="http://www.w3.org/2000/svg" width="0" height="9"/>'])
def test_what_cannot_be_drawn_is_no_picture(text: str) -> None:
    assert picture.png(text) is None


def test_matplotlib_is_not_loaded_for_its_letters() -> None:
    code = f"import sys; from balong_eval.report import picture; picture.png({SVG!r}); print('matplotlib' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "False"
