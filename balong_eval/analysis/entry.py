"""One unit in one year, as the annex over many units holds it."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from balong_eval.analysis.index import classes_met
from balong_eval.analysis.mover import Side
from balong_eval.analysis.office import Office
from balong_eval.analysis.standing import Standing
from balong_eval.analysis.trend import Trend
from balong_eval.analysis.yearly import LEVEL, SurveyYear
from balong_eval.errors import Finding
from balong_eval.intake.survey import Survey

Status = Literal["dinilai", "tanpa_nilai", "belum_melapor", "gagal"]
STATUSES: tuple[Status, ...] = ("dinilai", "tanpa_nilai", "belum_melapor", "gagal")
MUCH_ALIKE = 0.25
MANY_DOUBLES = 0.05
DOUBLES = "formulir_ganda"
Rules = tuple[str, frozenset[str]]


@dataclass(frozen=True)
class Entry:
    """One unit in the year.

    Attributes
    ----------
    id, name : str
        Name of its folder; as in unit.toml, or the folder's where that cannot be read.
    status : {"dinilai", "tanpa_nilai", "belum_melapor", "gagal"}
        It has an index; it has answers but no index that may be shown; no answers of the year; folder or answers cannot be read.
    unit : Office or None
        None where the folder cannot be read.
    years : tuple of int
        Years with answers in the folder, readable or not, whatever the year asked for.
    point : SurveyYear or None
        The year's figures; None without readable answers.
    trend : Trend or None
        Up to the year: of the official index where nothing breaks it, else of the common unsur; None without an index in the year.
    bridged : bool
        Whether the trend is that of the common unsur.
    unreadable : tuple of int
        Earlier years whose answers cannot be read.
    error : str or None
    findings : tuple of Finding
        What is wrong, where `status` is "gagal".
    regulations : tuple of str
        Ids of the regulations of every year read.
    side : Side or None
        What it is compared by: the index with the larger of its simple and its clustered standard error; None under 10 respondents.
    unlike : tuple of str
        Why it is not compared (``peraturan_lain``, ``unsur_lain``, ``bobot_khusus``, ``terlalu_sedikit``); empty where it is.
    other_mode : bool
        Whether its answers were collected in another way than most.
    twin : bool
        Whether another unit's file of answers of the year holds the same bytes.
    standing : Standing or None
    """

    id: str
    name: str
    status: Status
    unit: Office | None = field(default=None, repr=False)
    years: tuple[int, ...] = ()
    point: SurveyYear | None = field(default=None, repr=False)
    trend: Trend | None = field(default=None, repr=False)
    bridged: bool = False
    unreadable: tuple[int, ...] = ()
    error: str | None = None
    findings: tuple[Finding, ...] = ()
    regulations: tuple[str, ...] = ()
    side: Side | None = field(default=None, repr=False)
    unlike: tuple[str, ...] = ()
    other_mode: bool = False
    twin: bool = False
    standing: Standing | None = None

    @property
    def survey(self) -> Survey | None:
        """The year's answers."""
        return self.point.survey if self.point else None

    @property
    def shown(self) -> bool:
        """Whether counts of its respondents may be shown."""
        return self.survey is not None and self.survey.shown

    @property
    def graded(self) -> bool:
        """Whether it has an index and enough respondents for a class."""
        return self.status == "dinilai" and self.point is not None and self.point.result.n >= self.point.survey.limits.smallest_n_class

    @cached_property
    def limits(self) -> tuple[float, float] | None:
        """95 % interval by the standard error that it is compared by."""
        return self.side.limits(LEVEL) if self.side else None

    @property
    def clustered(self) -> bool:
        """Whether that standard error is the one of forms saved near each other."""
        simple = self.point.result.std_error if self.point else None
        return bool(self.side and simple is not None and self.side.variance * self.side.phi > simple**2 * (1 + 1e-9))

    @property
    def too_sure(self) -> bool:
        """Whether its forms are alike in time and in too few clusters for a standard error, so that `limits` may be too narrow."""
        found = self.point.result.clustering if self.point else None
        return bool(self.side and found and found.matters and found.ci_low is None)

    @property
    def classes(self) -> tuple[str, ...]:
        """Classes whose band meets `limits`, from low to high."""
        return classes_met(self.survey.rule, *self.limits) if self.survey and self.limits else ()

    @property
    def rules(self) -> Rules | None:
        """Regulation and set of unsur that its index rests on; None where it has no index or weights of its own."""
        survey = self.survey
        if survey is None or self.status != "dinilai" or survey.sidecar.bobot:
            return None
        return survey.rule.id, frozenset(unsur.key for unsur in survey.unsur)

    def count(self, rule: str) -> int:
        """Findings of a rule in the year's answers."""
        return sum(finding.rule == rule for finding in self.survey.findings) if self.survey else 0

    @property
    def errors(self) -> int:
        """Answers and words of the year that could not be used."""
        return sum(finding.severity == "error" for finding in self.survey.findings) if self.survey else 0

    @property
    def alike(self) -> float | None:
        """Share of the complete forms that give one answer to every unsur."""
        found = self.point.result.reliability if self.point and self.shown else None
        return found.straight_lining_share if found else None

    @property
    def flags(self) -> tuple[str, ...]:
        """What to heed of its figures, by name (``[rekap.flag]`` and ``[publication.reason]`` of the words)."""
        if self.point is None or self.survey is None:
            return ()
        result, survey = self.point.result, self.survey
        if not self.shown:
            return result.publication.reasons
        own = {
            "salah": self.errors > 0,
            "jawaban_sama": (self.alike or 0) >= MUCH_ALIKE,
            "ganda": self.shown and self.count(DOUBLES) >= max(1, MANY_DOUBLES * result.n),
            "berkas_kembar": self.twin,
            "berdekatan": bool(result.clustering and result.clustering.matters),
            "sampel_kurang": bool(result.sample and not result.sample.reached),
            "sebagian_tahun": bool(survey.missing_parts),
            "cara_lain": self.other_mode,
            "tahun_tak_terbaca": bool(self.unreadable),
        }
        kept = [name for name in self.unlike if name not in result.publication.reasons]
        return (*result.publication.reasons, *kept, *(name for name, holds in own.items() if holds))
