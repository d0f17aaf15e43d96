"""The sentences of the annex: its first screen, strengths and weaknesses, limits. The facts of a result decide which."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

from balong_eval.analysis.change import Change
from balong_eval.analysis.index import weights
from balong_eval.analysis.skm import SkmResult
from balong_eval.intake.limits import Publication
from balong_eval.intake.survey import Survey
from balong_eval.regulation import all_unsur
from balong_eval.report.block import Text
from balong_eval.report.doubt import doubt
from balong_eval.report.payload import plain, skm
from balong_eval.report.words import ALPHA, join, number, percent, period, say, signed, table

NEARLY_ALL = Fraction(395, 100)
MUCH_MIXED = 0.25
ONE_CENT = 0.01
MANY_DOUBLES = 0.05


def identity(survey: Survey, before: Survey | None = None) -> Text:
    """Who, when, under which regulation: the line under the title.

    Its data name every regulation that the annex rests on, also that of the period `before` which it is compared with.
    """
    unit = survey.unit
    regency = f", {unit.regency}" if unit and unit.regency else ""
    line = say("identity.line", unit=unit_name(survey), regency=regency, period=period(survey.period), rule=rule_names(survey))
    data: dict[str, Any] = {"unit": unit_name(survey), "period": survey.period, "regulation": survey.rule.id, "label": unit.label if unit else None}
    data |= {"rule": rule_names(survey), "regency": unit.regency if unit else None, "filled": _filled(survey)}
    data["rules"] = sorted({rule.id for each in (survey, before) if each for rule in each.rules})
    return Text("identitas", (line,), kind="identity", data=data)


def _filled(survey: Survey) -> list[str] | None:
    """First and last day on which a form was filled, as ISO dates; None where no date is known or the answers may not be shown."""
    dates = survey.responses["tanggal"].dropna()
    return None if dates.empty or not survey.shown else [day.date().isoformat() for day in (dates.min(), dates.max())]


def first_screen(result: SkmResult, change: Change | None = None) -> Text:
    """The answer in plain sentences, with the whole result as data beside it.

    Parameters
    ----------
    result : SkmResult
    change : Change, optional
        From the period before to this one.
    """
    survey = result.survey
    limits = survey.limits
    said = (
        _parts(result),
        _precision(result, limits),
        doubt(result),
        differs(change),
        _scope(result),
        _weights(result),
        _data(result),
        _unsur(result),
    )
    sentences = [_lead(result, limits), *(sentence for group in said for sentence in group)]
    return Text("jawaban", tuple(sentences), "result", _facts(result, limits), skm(result, rows=False))


def strengths(result: SkmResult) -> Text:
    """Lowest and highest unsur, and how far their order can be trusted."""
    rows = [row for row in result.by_unsur.to_dict("records") if plain(row["nrr"]) is not None]
    if not rows:
        return Text("kelemahan_kelebihan", ())
    low, high = min(row["nrr"] for row in rows), max(row["nrr"] for row in rows)
    if low == high:
        sentences = [say("strength.same")]
    else:
        sentences = [
            say("strength.weak", names=join([_named(row) for row in rows if row["nrr"] == low])),
            say("strength.strong", names=join([_named(row) for row in rows if row["nrr"] == high])),
            _priority(result, rows),
        ]
    full = [row for row in rows if Fraction(int(row["total"]), int(row["n"])) >= NEARLY_ALL]
    sentences += [say("strength.saturated", unsur=name(row["unsur"], survey=result.survey), nrr=number(row["nrr"])) for row in full]
    return Text("kelemahan_kelebihan", tuple(sentences), "list")


def _priority(result: SkmResult, rows: list[dict[Any, Any]]) -> str:
    """The unsur that are surely among the lowest, as far as sampling lets one say."""
    if result.n < result.survey.limits.smallest_n_interval:
        return say("strength.few")
    if not result.survey.joint:
        return say("strength.counts")
    half = len(rows) // 2
    sure = [row for row in rows if int(row["rank_high"]) <= half]
    if not sure:
        return say("priority.none")
    most = max(int(row["rank_high"]) for row in sure)
    return say("priority.sure", most=most, names=join([_named(row) for row in sorted(sure, key=lambda row: row["nrr"])]))


def limits(result: SkmResult) -> Text:
    """What these numbers cannot show."""
    survey = result.survey
    keys = ["random", "independent", "rare", "nonusers"]
    keys += ["free"] if any(unsur.key == "biaya" for unsur in survey.unsur) else []
    sentences = [say(f"limits.{key}") for key in keys]
    sentences += [say("limits.bands", rule=rule.short, label=rule.bands_label) for rule in survey.rules if not rule.bands_established]
    sentences.append(say("limits.trend"))
    if survey.unit and survey.unit.synthetic:
        sentences.append(say("limits.synthetic"))
    return Text("batasan", tuple(sentences), "list")


def rule_names(survey: Survey) -> str:
    """The regulation in short; where the parts of a year name several, all of them."""
    return join([rule.short for rule in survey.rules])


def unit_name(survey: Survey) -> str:
    """Name of the unit, or of the file where answers were read alone."""
    return survey.unit.name if survey.unit else survey.file


def name(key: str, survey: Survey) -> str:
    """Official name of an unsur, in the wording of the survey's regulation where it has one."""
    return (survey.rule.find(key) or all_unsur()[key]).name


def _named(row: dict[Any, Any]) -> str:
    return say("strength.item", unsur=all_unsur()[row["unsur"]].name, nrr=number(row["nrr"]))


def _facts(result: SkmResult, limits: Publication) -> tuple[tuple[str, str], ...]:
    if result.ikm_rounded is None:
        return ((say("label.n"), number(result.n, 0)),)
    facts = [(say("label.ikm"), number(result.ikm_rounded))]
    if result.n >= limits.smallest_n_class:
        facts.append((say("label.mutu"), f"{result.mutu} ({result.kinerja})"))
    else:
        facts.append((say("label.mutu"), say("label.not_set")))
    if result.ci_low is not None and result.n >= limits.smallest_n_interval:
        interval = f"{number(result.ci_low)}–{number(result.ci_high)}"
        facts.append((say("label.interval", level=percent(result.level)), interval))
    return (*facts, (say("label.n"), number(result.n, 0)))


def _lead(result: SkmResult, limits: Publication) -> str:
    survey = result.survey
    who = {"who": f"{unit_name(survey)} {period(survey.period)}" if survey.unit else say("answer.file", file=survey.file)}
    if survey.mixed:
        return say("answer.lead.mixed", **who)
    if result.ikm_rounded is None:
        kind = "withheld_part" if survey.withheld else "withheld"
        return say(f"answer.lead.{kind}", **who, n=result.n, cell=survey.smallest_cell)
    ikm = number(result.ikm_rounded)
    if result.n < limits.smallest_n_class:
        return say("answer.lead.no_class", **who, ikm=ikm)
    return say("answer.lead.full", **who, ikm=ikm, mutu=result.mutu, kinerja=result.kinerja)


def _parts(result: SkmResult) -> list[str]:
    """The index of each part, and the comparable index, where the year has no official one."""
    found = result.comparable
    if found is None:
        return []
    items = "; ".join(_part(part) for part in result.parts)
    facts = {"k": len(found.unsur), "ikm": number(found.ikm_rounded), "low": number(found.ci_low), "high": number(found.ci_high)}
    kind = "comparable_plain" if found.ci_low is None else "comparable"
    return [say("answer.parts.mixed", items=items), say(f"answer.parts.{kind}", **facts)]


def _part(result: SkmResult) -> str:
    facts = {"period": period(result.survey.period), "rule": result.survey.rule.short}
    if result.ikm_rounded is None:
        return say("answer.parts.item_plain", **facts)
    kind = "item" if result.n >= result.survey.limits.smallest_n_class else "item_few"
    return say(f"answer.parts.{kind}", **facts, ikm=number(result.ikm_rounded), mutu=result.mutu, n=result.n)


def _precision(result: SkmResult, limits: Publication) -> list[str]:
    if result.ikm is None:
        return []
    if result.ci_low is None or result.n < limits.smallest_n_interval:
        return [say("answer.interval.too_few", n=number(result.n, 0))]
    bounds = {"low": number(result.ci_low), "high": number(result.ci_high), "level": percent(result.level)}
    design = "known" if result.strata is None else "strata"
    sentences = [say(f"answer.interval.{design}", n=number(result.n, 0), **bounds)]
    several = len(result.mutu_not_excluded) > 1
    kind = ("few_" if result.n < limits.smallest_n_class else "") + ("several" if several else "one")
    return [*sentences, say(f"answer.class.{kind}", n=result.n, mutu=result.mutu, classes=join(result.mutu_not_excluded))]


def differs(change: Change | None) -> list[str]:
    """The difference from the period before, and how much of it is only another mix of services."""
    if change is None:
        return []
    common, before = change.common, change.before
    apart = common.p_value < ALPHA
    facts = {"before": period(before.period), "difference": signed(common.estimate), "low": signed(common.ci_low), "high": signed(common.ci_high)}
    if change.same_unsur:
        sentences = [say(f"answer.change.{'apart' if apart else 'same'}", **facts, ikm_before=number(change.ikm_before))]
    else:
        verdict = say(f"answer.change.verdict_{'apart' if apart else 'same'}")
        sentences = [say("answer.change.common", **facts, k=len(change.common_unsur), verdict=verdict)]
    mixture = change.mixture
    if apart and abs(mixture.mix) >= MUCH_MIXED * abs(common.estimate):
        sentences.append(say("answer.change.mix", mix=signed(mixture.mix), within=signed(mixture.within)))
    return sentences


def _scope(result: SkmResult) -> list[str]:
    survey = result.survey
    sentences = []
    if survey.missing_parts:
        have = [part.period.partition("-")[2] for part in survey.parts]
        sentences.append(say("answer.parts.incomplete", have=join(have), missing=join(list(survey.missing_parts))))
    if survey.not_asked and not survey.mixed and len(survey.unsur) < len(survey.rule.unsur):
        names = join([unsur.name for unsur in survey.not_asked])
        sentences.append(say("answer.scope.fewer", k=len(survey.unsur), k_rule=len(survey.rule.unsur), names=names))
    if survey.outside:
        names = join([unsur.name for unsur in survey.outside])
        sentences.append(say("answer.scope.outside", names=names, rule=survey.rule.short))
    if len(set(weights(survey))) > 1:
        sentences.append(say("answer.scope.custom"))
    if not survey.rule.bands_established and result.ikm is not None:
        sentences.append(say("answer.bands.assumed", label=survey.rule.bands_label))
    return sentences


def _weights(result: SkmResult) -> list[str]:
    """A printed weight that would give another class."""
    if result.n < result.survey.limits.smallest_n_class or result.survey.sidecar.bobot:
        return []
    rows = [row for row in result.bobot_comparison.to_dict("records")[1:] if plain(row["mutu"]) not in (None, result.mutu)]
    return [
        say("answer.weights.differs", bobot=row["bobot"].replace(".", ","), ikm=number(Decimal(row["ikm_rounded"])), mutu=row["mutu"]) for row in rows
    ]


def _data(result: SkmResult) -> list[str]:
    survey = result.survey
    rows = {"n_rows": number(survey.n_rows, 0), "n_excluded": number(survey.n_excluded, 0), "n": number(result.n, 0)}
    tallied = result.n != survey.n_rows - survey.n_excluded
    kind = "counts" if not survey.joint else "tally" if tallied else "aside" if survey.n_excluded else "all"
    sentences = [say(f"answer.rows.{kind}", **rows)]
    counts = {rule: sum(finding.rule == rule for finding in survey.findings) for rule in ("nilai_di_luar_skala", "formulir_ganda")}
    if counts["nilai_di_luar_skala"]:
        sentences.append(say("answer.wrong.some", count=number(counts["nilai_di_luar_skala"], 0)))
    if counts["formulir_ganda"] and survey.sidecar.doubles == "keep":
        sentences.append(say("answer.doubles.kept", count=number(counts["formulir_ganda"], 0)))
        sentences += _doubles_effect(result, counts["formulir_ganda"])
    if result.sample:
        kind = "reached" if result.sample.reached else "short"
        needs = {"required": number(result.sample.required, 0), "population": number(result.sample.population, 0)}
        sentences.append(say(f"answer.sample.{kind}", **needs))
    return sentences


def _doubles_effect(result: SkmResult, count: int) -> list[str]:
    """The index without doubles, where it moves by 0.01 or they are 5 % of the forms."""
    without = result.reliability.ikm_without_doubles if result.reliability else None
    if without is None or result.ikm is None or (abs(without - result.ikm) < ONE_CENT and count < MANY_DOUBLES * result.n):
        return []
    return [say("answer.doubles_effect.known", ikm=number(without))]


def _unsur(result: SkmResult) -> list[str]:
    rows = [row for row in result.by_unsur.to_dict("records") if plain(row["nrr"]) is not None]
    if not rows:
        return []
    low, high = min(row["nrr"] for row in rows), max(row["nrr"] for row in rows)
    if low == high:
        return [say("answer.unsur.equal", low_nrr=number(low))]
    names = {end: join([name(row["unsur"], result.survey) for row in rows if row["nrr"] == value]) for end, value in (("low", low), ("high", high))}
    return [say("answer.unsur.range", **names, low_nrr=number(low), high_nrr=number(high))]


def rule_name(rule: str) -> str:
    """Short words for a rule of findings."""
    return str(table()["rule"].get(rule, rule))
