"""SKM items 6 to 9 of the self-assessment F-02 (PEKPPP), scored from the answers, the media and the follow-up of one survey."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from balong_eval.analysis.skm import SkmResult
from balong_eval.intake.follow_up import DONE, Action
from balong_eval.regulation import facts_of

NON_ELECTRONIC, ELECTRONIC = "non-elektronik", "elektronik"
MOST = 5
SHARE_LOW, SHARE_HIGH = 0.30, 0.80


@dataclass(frozen=True)
class Item:
    """An item of the form.

    Attributes
    ----------
    number, key, title : int, str, str
    score : int or None
        0 to 5; None where the data do not tell: a survey without answers in the folder may have been held.
    reason : str or None
        Why there is no score, or why it may be higher: ``jawaban_tidak_ada``, ``tindak_lanjut_tidak_ada``,
        ``media_tidak_dicatat``, ``tanggal_laporan_kosong``, ``tanggal_selesai_kosong``.
    """

    number: int
    key: str
    title: str
    score: int | None
    reason: str | None = None


def score(survey: SkmResult | None, media: Sequence[str] | None, actions: Sequence[Action] | None) -> list[Item]:
    """Score the four items for one survey.

    Parameters
    ----------
    survey : SkmResult or None
        None where the folder has no answers of it.
    media : sequence of str or None
        Kinds of media in which its result was published, by unit.toml; None where the unit does not say.
    actions : sequence of Action or None
        The follow-up that answers this survey; None where the unit keeps none: what the files do not tell is not scored.

    Notes
    -----
    6: held (1), under the regulation's own unsur (2), published non-electronically (3), electronically too (4), and followed up in full (5).
    7: number of media. 8: share of actions done. 9: months from the report to the last action done. Source: docs/method.md,
    "Plan and indicators" (S41, S106, S107).
    """
    values = {
        "kesesuaian": _conformity(survey, media, actions),
        "media": (None, "media_tidak_dicatat") if media is None else (min(len(media), MOST), None),
        "bagian_selesai": (None, "tindak_lanjut_tidak_ada") if actions is None else (_share(actions), None),
        "kecepatan": (None, "tindak_lanjut_tidak_ada") if actions is None else _speed(actions),
    }
    return [Item(item["number"], item["key"], item["title"], *values[item["key"]]) for item in facts()["item"]]


def facts() -> dict[str, Any]:
    """The form as its TOML file states it."""
    return facts_of("pekppp")


def _conformity(survey: SkmResult | None, media: Sequence[str] | None, actions: Sequence[Action] | None) -> tuple[int | None, str | None]:
    if survey is None:
        return None, "jawaban_tidak_ada"
    if any(part.outside or part.not_asked for part in survey.survey.sources):
        return 1, None
    if media is None:
        return 2, "media_tidak_dicatat"
    kinds = {facts()["media"][name] for name in media}
    if NON_ELECTRONIC not in kinds:
        return 2, None
    if ELECTRONIC not in kinds:
        return 3, None
    if actions is None:
        return 4, "tindak_lanjut_tidak_ada"
    return (5 if actions and all(action.status == DONE for action in actions) else 4), None


def _share(actions: Sequence[Action]) -> int:
    """Level of the share done: none planned 0, none done 1, under 30 % 2, up to 80 % 3, over 80 % 4, all 5."""
    if not actions:
        return 0
    share = sum(action.status == DONE for action in actions) / len(actions)
    if share in (0, 1):
        return 5 if share else 1
    return 2 if share < SHARE_LOW else 3 if share <= SHARE_HIGH else 4


def _speed(actions: Sequence[Action]) -> tuple[int | None, str | None]:
    if not actions or any(action.status != DONE for action in actions):
        return 0, None
    reports = [action.tanggal_laporan for action in actions if action.tanggal_laporan]
    ends = [action.tanggal_selesai for action in actions if action.tanggal_selesai]
    if not reports:
        return None, "tanggal_laporan_kosong"
    if len(ends) < len(actions):
        return None, "tanggal_selesai_kosong"
    limits = facts()["item"][3]["months"]
    return sum(max(ends) <= _later(max(reports), months) for months in limits), None


def _later(day: date, months: int) -> date:
    """The same day some months later, or the last day of that month."""
    year, month = divmod(day.month - 1 + months, 12)
    _, last = monthrange(day.year + year, month + 1)
    return date(day.year + year, month + 1, min(day.day, last))
