"""What each key of a sidecar may hold; a check gives None, or in Bahasa Indonesia what is wrong with the value."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from balong_eval import regulation
from balong_eval.intake.toml_file import quote
from balong_eval.intake.words import did_you_mean

FIELDS = ("id", "tanggal", "waktu_isi", "layanan", "jenis_kelamin", "usia", "pendidikan", "pekerjaan", "saran", "n")
MODES = ("kertas", "daring", "campuran")
ORDERS = ("list", "questionnaire")
DOUBLES = ("keep", "first")
MONTH_FIRST = "month_first"
DATE_ORDERS = ("day_first", MONTH_FIRST)
HIGHEST_IKM = 100
LABELLED = ("layanan", "jenis_kelamin", "pendidikan", "pekerjaan")
ANSWERS = "jawaban"
ROUNDINGS = ("none", "nrr_2", "terms_2", "terms_3")


def _one_of(*allowed: str) -> Callable[[Any], str | None]:
    def check(value: Any) -> str | None:
        if value in allowed:
            return None
        near = did_you_mean(value, allowed) if isinstance(value, str) else ""
        return f"harus salah satu dari: {', '.join(allowed)}; tertulis {quote(value)}.{near}"

    return check


def _text(value: Any) -> str | None:
    return None if isinstance(value, str) else f"harus teks di antara tanda kutip; tertulis {quote(value)}."


def _period(value: Any) -> str | None:
    form = "harus berisi tanggal mulai dan selesai: {start = 2019-01-02, end = 2019-12-30}, di Excel dua sel tanggal"
    if not isinstance(value, dict) or set(value) != {"start", "end"}:
        return f"{form}; tertulis {quote(value)}."
    if not all(type(day) is date for day in value.values()):
        return f"{form}, tanggal tanpa tanda kutip."
    return "berakhir sebelum mulai." if value["end"] < value["start"] else None


def _mapping_to(*allowed: str) -> Callable[[Any], str | None]:
    def check(value: Any) -> str | None:
        if not isinstance(value, dict):
            return f"harus tabel; tertulis {quote(value)}."
        wrong = [(key, item) for key, item in value.items() if item not in allowed]
        told = [f"{key} = {quote(item)}{did_you_mean(str(item), allowed)}" for key, item in wrong]
        return f"hanya boleh menunjuk ke {', '.join(allowed)}; salah: {'; '.join(told)}." if told else None

    return check


def _unsur(value: Any) -> str | None:
    return _mapping_to(*regulation.all_unsur())(value)


def _labels(value: Any) -> str | None:
    if not isinstance(value, dict) or not all(isinstance(table, dict) for table in value.values()):
        return 'harus tabel di dalam tabel, misalnya [labels.layanan] lalu "42" = "Izin usaha".'
    known = (*LABELLED, ANSWERS)
    unknown = [name for name in value if name not in known]
    if unknown:
        return f"hanya berlaku untuk {', '.join(known)}; tertulis {', '.join(unknown)}.{did_you_mean(unknown[0], known)}"
    wrong = [key for name, table in value.items() if name != ANSWERS for key, item in table.items() if not isinstance(item, str)]
    if wrong:
        return f"artinya harus teks: {', '.join(wrong)}."
    scores = value.get(ANSWERS, {})
    off = [key for key, item in scores.items() if type(item) is not int or item not in (1, 2, 3, 4)]
    return f'untuk {ANSWERS} artinya harus 1, 2, 3 atau 4, misalnya "Sangat setuju" = 4; salah: {", ".join(off)}.' if off else None


def _population(value: Any) -> str | None:
    if not isinstance(value, dict) or not value:
        return 'harus tabel layanan dan jumlah pengguna, misalnya "Izin usaha" = 1200.'
    wrong = [key for key, count in value.items() if type(count) is not int or count < 0]
    return f"harus bilangan bulat 0 atau lebih: {', '.join(wrong)}." if wrong else None


def _positive(number: int | Decimal) -> bool:
    return Decimal(number).is_finite() and number > 0


def _bobot(value: Any) -> str | None:
    if not isinstance(value, dict) or not value:
        return "harus tabel unsur dan bobot, misalnya persyaratan = 0.2."
    wrong = [key for key, weight in value.items() if isinstance(weight, bool) or not isinstance(weight, (int, Decimal)) or not _positive(weight)]
    if wrong:
        return f"harus angka lebih dari 0: {', '.join(wrong)}."
    unknown = [key for key in value if key not in regulation.all_unsur()]
    if unknown:
        return f"tidak mengenal unsur {', '.join(unknown)}.{did_you_mean(unknown[0], regulation.all_unsur())}"
    total = sum((Decimal(weight) for weight in value.values()), Decimal(0))
    return None if abs(Decimal(total) - 1) <= Decimal("0.001") else f"jumlah seluruh bobot harus 1; tertulis {total}."


def _published(value: Any) -> str | None:
    if not isinstance(value, dict) or set(value) - {"ikm", "bobot", "rounding"} or "ikm" not in value:
        return 'harus berisi ikm, dan boleh bobot dan rounding, misalnya ikm = 82.75, bobot = "0.11", rounding = "none".'
    ikm = value["ikm"]
    if isinstance(ikm, bool) or not isinstance(ikm, (int, Decimal)) or not _positive(ikm) or ikm > HIGHEST_IKM:
        return "ikm harus angka sampai 100 dengan titik desimal, misalnya 82.75."
    if "rounding" in value and value["rounding"] not in ROUNDINGS:
        return f"rounding harus salah satu dari: {', '.join(ROUNDINGS)}."
    if "bobot" in value and not re.fullmatch(r"0\.0*[1-9]\d{0,5}|1/[1-9]\d?", str(value["bobot"])):
        return 'bobot harus ditulis seperti "0.11" atau "1/9".'
    return _text(value["bobot"]) if "bobot" in value else None


def _exclude(value: Any) -> str | None:
    form = 'harus [[exclude]] dengan where = {id = 217} dan reason = "baris contoh".'
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        return form
    for item in value:
        where, reason = item.get("where"), item.get("reason")
        if set(item) != {"where", "reason"} or not isinstance(where, dict) or not where or not isinstance(reason, str):
            return form
        unknown = [name for name in where if name not in FIELDS]
        if unknown:
            return f"where tidak mengenal kolom {', '.join(unknown)}.{did_you_mean(unknown[0], FIELDS)}"
    return None


CHECKS: dict[str, Callable[[Any], str | None]] = {
    "regulation": _one_of(*regulation.IDS),
    "period": _period,
    "mode": _one_of(*MODES),
    "unsur_order": _one_of(*ORDERS),
    "doubles": _one_of(*DOUBLES),
    "date_order": _one_of(*DATE_ORDERS),
    "sheet": _text,
    "columns": _mapping_to(*FIELDS),
    "unsur": _unsur,
    "labels": _labels,
    "population": _population,
    "bobot": _bobot,
    "published": _published,
    "exclude": _exclude,
}
