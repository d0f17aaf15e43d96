"""A view: which period, which respondents, under which rule; as one line of text that a notebook's parameter can hold."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import date

from balong_eval.explore import inline

REST = "lainnya"
ALL = ""
EXAMPLE = '{periode = "2019", layanan = "Legalisasi dokumen"}'
NAMES = {
    "period": "periode",
    "against": "banding",
    "layanan": "layanan",
    "jenis_kelamin": "jenis_kelamin",
    "usia": "usia",
    "pendidikan": "pendidikan",
    "pekerjaan": "pekerjaan",
    "first_day": "mulai",
    "last_day": "sampai",
    "regulation": "peraturan",
    "bobot": "bobot",
    "straight_liners": "seragam",
}
PROFILE = ("layanan", "jenis_kelamin", "usia", "pendidikan", "pekerjaan")


@dataclass(frozen=True)
class View:
    """What the explorer shows; an empty text is "all", "as the survey says", or "nothing".

    Attributes
    ----------
    period : str
        ``2019``, ``2019-S1``; empty is the last one.
    against : str
        Another period, or ``lainnya``: all other respondents.
    layanan, jenis_kelamin, usia, pendidikan, pekerjaan : str
        One value of the field; ages in bands.
    first_day, last_day : date or None
    regulation : str
        Id of the regulation whose names and classes are used.
    bobot : str
        A printed weight (``0.11``) whose index is shown beside the exact one.
    straight_liners : bool
        Whether forms with one answer to everything are counted.
    """

    period: str = ""
    against: str = ""
    layanan: str = ALL
    jenis_kelamin: str = ALL
    usia: str = ALL
    pendidikan: str = ALL
    pekerjaan: str = ALL
    first_day: date | None = None
    last_day: date | None = None
    regulation: str = ""
    bobot: str = ""
    straight_liners: bool = True

    @property
    def filters(self) -> dict[str, str]:
        """Fields of the profile that are narrowed, with their value."""
        return {name: getattr(self, name) for name in PROFILE if getattr(self, name)}


def write(view: View) -> str:
    """A view as one line: what differs from the default, as a TOML table.

    Examples
    --------
    >>> write(View(period="2019", usia="25-34", straight_liners=False))
    '{periode = "2019", usia = "25-34", seragam = false}'
    """
    changed = [item.name for item in fields(View) if getattr(view, item.name) != item.default]
    return inline.write({NAMES[name]: getattr(view, name) for name in changed}) if changed else ""


def read(text: str) -> View:
    """A view from its line; an empty text is the default.

    Raises
    ------
    InputError
        When the text is no such table; names every key that is unknown or of a wrong kind.

    Examples
    --------
    >>> read('{periode = "2019", mulai = 2019-03-01}').first_day
    datetime.date(2019, 3, 1)
    """
    keys = {name: key for key, name in NAMES.items()}
    kinds = {name: date if key in ("first_day", "last_day") else bool if key == "straight_liners" else str for name, key in keys.items()}
    table = inline.read(text, kinds, EXAMPLE)
    return replace(View(), **{keys[name]: value for name, value in table.items()})
