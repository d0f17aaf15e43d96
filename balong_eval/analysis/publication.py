"""Whether figures are published, marked or withheld, and why: facts, not words."""

from __future__ import annotations

from dataclasses import dataclass

from balong_eval.analysis.index import answers
from balong_eval.intake.survey import Survey

PUBLISHED, MARKED, WITHHELD = "terbit", "ditandai", "ditahan"
FEWEST_UNLIKE = 10
WIDEST_HALF = 5.0
MOST_CLASSES = 2


@dataclass(frozen=True)
class Publication:
    """Status, and its reasons by name (``[publication]`` of words.toml says them in words)."""

    status: str
    reasons: tuple[str, ...]


def assess(survey: Survey, ci_low: float | None, ci_high: float | None, classes: int, gap: float | None, std_error: float | None) -> Publication:
    """Status of a survey's index.

    Parameters
    ----------
    survey : Survey
    ci_low, ci_high : float or None
    classes : int
        Classes not excluded.
    gap : float or None
        |ikm - weighted ikm|.
    std_error : float or None

    Notes
    -----
    Withheld where the parts of a year name different regulations, where a part that is too small could be found from it, and under
    `smallest_n_interval` (10) respondents. Marked: where only counts of answers are known; under `smallest_n_class` (30); fewer than
    10 respondents below the top answer to everything, or unlike the commonest form; half-width over 5 points; more than two classes not
    excluded; the index of the sample's services more than a standard error from that of all users. Source: docs/method.md, "Publication".
    """
    n, limits = survey.n, survey.limits
    withheld = {
        "peraturan_berbeda": survey.mixed,
        "dapat_dihitung": survey.withheld and n >= survey.smallest_cell,
        "terlalu_sedikit": n < max(limits.smallest_n_interval, survey.smallest_cell),
    }
    if any(withheld.values()) or ci_low is None or ci_high is None:
        return Publication(WITHHELD, tuple(name for name, holds in withheld.items() if holds) or ("terlalu_sedikit",))
    below_top, unlike = _unlike(survey) if survey.joint else (FEWEST_UNLIKE, FEWEST_UNLIKE)
    reasons = {
        "tabel_jumlah": not survey.joint,
        "belum_cukup": n < limits.smallest_n_class,
        "dekat_batas_atas": below_top < FEWEST_UNLIKE,
        "jawaban_seragam": unlike < FEWEST_UNLIKE <= below_top,
        "selang_lebar": (ci_high - ci_low) / 2 > WIDEST_HALF,
        "banyak_kelas": classes > MOST_CLASSES,
        "campuran_layanan": gap is not None and std_error is not None and gap > std_error,
    }
    found = tuple(name for name, holds in reasons.items() if holds)
    return Publication(MARKED if found else PUBLISHED, found)


def _unlike(survey: Survey) -> tuple[int, int]:
    """Respondents with an answer below the top, and those unlike the commonest form; a blank is not a lower answer."""
    table, frequency = answers(survey), survey.responses["n"]
    below = int(frequency[(table < survey.rule.high).any(axis=1)].sum())
    counts = frequency.groupby([table[name].fillna(0) for name in table]).sum()
    return below, int(counts.sum() - counts.max())
