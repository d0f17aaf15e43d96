"""The poster "publikasi SKM": what an office must make public on one sheet, from the blocks of the annex alone."""

from __future__ import annotations

from datetime import date
from typing import Any

from balong_eval import schemas
from balong_eval.report import page
from balong_eval.report.publication import Publication
from balong_eval.report.words import day, join, number, percent, period, say

PROFILE = ("jenis_kelamin", "pendidikan")
LONGEST = 130
WITHHELD = "ditahan"
PUBLISHED = "terbit"


def html(published: Publication) -> str | None:
    """The poster as one self-contained A4 page; None where the annex shows no survey.

    Respondents by sex and education are those that the annex shows. Groups that it withholds are joined to one number, which `hidden` keeps
    at or above the smallest cell; where that is not so, no number is given.

    Parameters
    ----------
    published : Publication
    """
    shown = next((bundle for bundle in published.bundles if bundle["kind"] == "result" and bundle["data"].get("schema") == schemas.SKM), None)
    return None if shown is None else page.poster(_facts(published, shown))


def _facts(published: Publication, shown: dict[str, Any]) -> dict[str, Any]:
    identity, result = published.identity, shown["data"]
    respondents = [(say("poster.total"), say("poster.total_value", n=number(result["n"], 0)))] if _countable(result) else []
    respondents += [(say(f"poster.{field}"), _groups(result, field)) for field in PROFILE if result["groups"].get(field)]
    return {
        "unit": identity.get("unit") or result["file"],
        "regency": identity.get("regency"),
        "label": identity.get("label"),
        "period": period(result["period"]),
        "value": None if result["ikm_rounded"] is None or _withheld(result) else number(result["ikm_rounded"]),
        "mutu": _mutu(shown),
        "precision": _precision(result),
        "cautions": _cautions(shown),
        "warning": _warning(result),
        "services": _services(result),
        "respondents": respondents,
        "filled": _filled(identity.get("filled")),
        "rule": say("poster.rule", rule=identity.get("rule") or "", title=published.title.partition(". ")[0]),
    }


def _countable(result: dict[str, Any]) -> bool:
    """Whether the number of respondents may be told: not where the value is withheld because another period could be worked out from it."""
    return "dapat_dihitung" not in result["publication"]["reasons"]


def _withheld(result: dict[str, Any]) -> bool:
    return bool(result["publication"]["status"] == WITHHELD)


def _mutu(shown: dict[str, Any]) -> str | None:
    """The class as the first screen of the annex gives it; None where the value is withheld."""
    if _withheld(shown["data"]):
        return None
    return next((fact["value"] for fact in shown["facts"] if fact["label"] == say("label.mutu")), None)


def _precision(result: dict[str, Any]) -> str | None:
    if _withheld(result) or result["ci_low"] is None:
        return None
    interval = join([number(result["ci_low"]), number(result["ci_high"])])
    return say("poster.precision", level=percent(result["level"]), interval=interval)


def _cautions(shown: dict[str, Any]) -> list[str]:
    """What the first screen says against its own class and interval, word for word: a poster may not look surer than its annex."""
    result = shown["data"]
    if _withheld(result):
        return []
    known = [say(f"answer.class.{kind}", n=result["n"], classes=join(result["mutu_not_excluded"])) for kind in ("several", "few_several")]
    if found := result["clustering"]:
        facts = {"m": number(found["m"], 0), "low": number(found["ci_low"]), "high": number(found["ci_high"])}
        known += [say(f"answer.clustering.{kind}", **facts) for kind in ("interval", "few")]
    return [sentence for sentence in shown["sentences"] if sentence in known]


def _warning(result: dict[str, Any]) -> str | None:
    """Why the value is withheld or marked; None where it is published plainly."""
    status, reasons = result["publication"]["status"], result["publication"]["reasons"]
    if status == PUBLISHED:
        return None
    said = join([say(f"publication.reason.{reason}") for reason in reasons])
    return say("poster.not_published" if status == WITHHELD else "poster.marked", reasons=said)


def _services(result: dict[str, Any]) -> str | None:
    names = [row["group"] for row in result["groups"].get("layanan", [])]
    listed = join(names)
    return None if not names else listed if len(listed) <= LONGEST else say("poster.many_services", k=len(names))


def _groups(result: dict[str, Any], field: str) -> str:
    rows = result["groups"][field]
    items = [say("poster.group", group=row["group"], n=number(row["n"], 0)) for row in rows if row["n"] is not None]
    small = [row["group"] for row in rows if row["n"] is None]
    if not items:
        return say("poster.not_shown")
    if small:
        rest = result["n"] - sum(row["n"] for row in rows if row["n"] is not None)
        items.append(say("poster.joined", groups=join(small), n=number(rest, 0)))
    return ", ".join(items)


def _filled(dates: list[str] | None) -> str:
    if not dates:
        return say("poster.unknown_dates")
    start, end = (day(date.fromisoformat(text)) for text in dates)
    return start if start == end else say("poster.range", start=start, end=end)
