"""Which sheets of a file hold the answers, and why a file that holds none cannot be used."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from balong_eval.errors import Finding, InputError
from balong_eval.intake import counts, long, shape, turned, vocabulary
from balong_eval.intake.alike import align
from balong_eval.intake.footers import is_numbering
from balong_eval.intake.heads import Reader
from balong_eval.intake.scale import OTHER_SCALES
from balong_eval.intake.shape import Layout
from balong_eval.intake.sheet import QUESTIONNAIRE_SHEET, SIDECAR_SHEET
from balong_eval.intake.sheet.grid import Sheet, address
from balong_eval.intake.words import plain

SEARCHED = 30
JOINED = re.compile(r"(?:[^;]*;){3}|(?:[^,]*,){3}|(?:[^|]*\|){3}")
THREE, NEARLY = 3, 0.9


def layouts(sheets: Sequence[Sheet], wanted: str | None, reader: Reader) -> tuple[list[Layout], list[Finding]]:
    """The table of the sheet with answers, or of all sheets that have the same head; what was passed over is noted.

    Parameters
    ----------
    sheets : sequence of Sheet
    wanted : str or None
        The sheet that the sidecar names.
    reader : Reader

    Raises
    ------
    InputError
        When the named sheet is not there, nothing holds anything, or the file holds only counters or ready indices.
    """
    open_sheets = [sheet for sheet in _named(sheets, wanted) if len(sheet.cells)]
    if not open_sheets:
        raise InputError(f"Berkas {sheets[0].file} tidak berisi jawaban. Isi satu baris judul kolom dan satu baris untuk tiap responden.")
    _refuse_joined(open_sheets)
    found = [layout for sheet in open_sheets if (layout := shape.find(sheet, reader))]
    found = _forms_or_counts(found, reader) if found else _other_forms(open_sheets, reader)
    if not found:
        _refuse(open_sheets)
        _refuse_turned(open_sheets, reader)
        return [_bare(open_sheets[0])], _passed(sheets, open_sheets[:1], wanted, open_sheets[:1])
    same, doubtful = _alike(found, reader)
    chosen, told = _without_copies(same)
    told += _passed(sheets, [layout.sheet for layout in (*same, *doubtful)], wanted, [layout.sheet for layout in chosen])
    return chosen, [*told, *_doubtful(chosen, doubtful)]


def _named(sheets: Sequence[Sheet], wanted: str | None) -> list[Sheet]:
    names = [sheet.name for sheet in sheets if sheet.name is not None]
    if not wanted or not names:
        return [sheet for sheet in sheets if sheet.name not in (SIDECAR_SHEET, QUESTIONNAIRE_SHEET) and not sheet.hidden]
    found = [sheet for sheet in sheets if sheet.name == wanted]
    if not found:
        raise InputError(f"Berkas {sheets[0].file} tidak mempunyai lembar '{wanted}'. Lembar yang ada: {', '.join(names)}.")
    return found


def _forms_or_counts(found: Sequence[Layout], reader: Reader) -> list[Layout]:
    """The tables whose rows are forms; only where there are none, the one whose rows are options."""
    turned_of = {layout.sheet.name: turned.find(layout, reader, reader.sidecar.answer_labels) for layout in found}
    forms = [layout for layout in found if turned_of[layout.sheet.name] is None]
    if forms:
        return forms
    doubtful = [item for item in turned_of.values() if isinstance(item, InputError)]
    if doubtful:
        raise doubtful[0]
    return _one_tally([item for item in turned_of.values() if isinstance(item, Layout)])


def _one_tally(found: list[Layout]) -> list[Layout]:
    """The table of counts of a file; several are not added up here."""
    if len(found) > 1:
        names = ", ".join(f"'{layout.sheet.name}'" for layout in found)
        raise InputError(
            f"Berkas {found[0].sheet.file} berisi tabel banyaknya jawaban di beberapa lembar: {names}. Jumlahkan menjadi satu tabel, "
            f'atau tulis lembar yang benar di sidecar: sheet = "{found[0].sheet.name}".'
        )
    return found


def _other_forms(sheets: Sequence[Sheet], reader: Reader) -> list[Layout]:
    """Tables with one row an answer, or else with counts, or else of very few unsur."""
    found = [layout for sheet in sheets if (layout := long.find(sheet, reader))]
    declared = reader.sidecar.answer_labels
    found = found or _one_tally([layout for sheet in sheets if (layout := counts.find(sheet, reader, declared))])
    return found or [layout for sheet in sheets if (layout := shape.find(sheet, reader, 1))]


def _alike(found: list[Layout], reader: Reader) -> tuple[list[Layout], list[Layout]]:
    """The sheets of the head that has the most rows, also those that differ in columns that are not read, and those of another head."""
    sizes: dict[tuple[str, ...], int] = {}
    for layout in found:
        sizes[layout.signature] = sizes.get(layout.signature, 0) + len(layout.body)
    best = max(sizes, key=lambda signature: sizes[signature])
    first = next(layout for layout in found if layout.signature == best)
    alike = [layout if layout.signature == best else align(first, layout, reader) for layout in found]
    same = [layout for layout in alike if layout is not None and (layout.signature == best or len(layout.body))]
    known = {layout.sheet.name for layout in same}
    return same, [layout for layout in found if layout.sheet.name not in known and len(layout.body)]


def _without_copies(same: list[Layout]) -> tuple[list[Layout], list[Finding]]:
    """Sheets of one head: a sheet that holds just what another holds is a copy and is not counted again."""
    kept: list[Layout] = []
    told: list[Finding] = []
    whole = _sum_of_others(same)
    if whole is not None:
        message = (
            f"Lembar '{whole.sheet.name}' memuat gabungan lembar yang lain dan tidak dihitung lagi. Bila keliru, tulis sheet = \"...\" di sidecar."
        )
        told.append(Finding("warning", "lembar_kembar", message, whole.sheet.file, whole.sheet.name))
    for layout in (item for item in same if item is not whole):
        twin = next((other for other in kept if len(layout.body) and _equal(layout, other)), None)
        if twin is None:
            kept.append(layout)
            continue
        message = f"Lembar '{layout.sheet.name}' sama isinya dengan lembar '{twin.sheet.name}' dan tidak dihitung lagi. Hapus salah satu."
        told.append(Finding("warning", "lembar_kembar", message, layout.sheet.file, layout.sheet.name))
    if len(kept) > 1:
        names = ", ".join(f"'{layout.sheet.name}'" for layout in kept)
        message = f'Jawaban dibaca dari {len(kept)} lembar yang judulnya sama: {names}. Bila hanya satu yang benar, tulis sheet = "..." di sidecar.'
        told.append(Finding("note", "beberapa_lembar", message, kept[0].sheet.file))
    return kept, told


def _sum_of_others(same: list[Layout]) -> Layout | None:
    """The sheet that holds the rows of all others together, numbers aside, where there are at least three of one head."""
    if len(same) < THREE:
        return None
    numbers = {place for layout in same for place in layout.body if is_numbering(layout.body[place])}
    rows = [Counter(_rows(layout, numbers)) for layout in same]
    largest = max(range(len(same)), key=lambda place: rows[place].total())
    others = sum((counted for place, counted in enumerate(rows) if place != largest), Counter())
    shared = (others & rows[largest]).total()
    return same[largest] if shared >= NEARLY * max(others.total(), rows[largest].total()) else None


def _rows(layout: Layout, numbers: set[int]) -> list[tuple[str, ...]]:
    """Rows as texts, without the columns that number them."""
    places = [place for place in layout.body if place not in numbers]
    return list(zip(*(layout.body[place].astype(object) for place in places), strict=True))


def _equal(one: Layout, other: Layout) -> bool:
    if one.body.shape != other.body.shape:
        return False
    return all(list(one.body[place].astype(object)) == list(other.body[place].astype(object)) for place in one.body)


def _passed(sheets: Sequence[Sheet], known: Sequence[Sheet], wanted: str | None, read: Sequence[Sheet]) -> list[Finding]:
    """One note on the sheets that were not read, but for our own and for those of which something else is told."""
    names = [sheet.name for sheet in known]
    passed = [
        f"{sheet.name} (tersembunyi)" if sheet.hidden else str(sheet.name)
        for sheet in sheets
        if sheet.name not in (*names, None, SIDECAR_SHEET, QUESTIONNAIRE_SHEET) and len(sheet.cells)
    ]
    if wanted or not passed:
        return []
    message = (
        f"Jawaban dibaca dari lembar {', '.join(repr(sheet.name) for sheet in read)}; lembar lain tidak dibaca: {', '.join(passed)}. "
        'Tulis sheet = "..." di sidecar bila keliru.'
    )
    return [Finding("note", "lembar_dilewati", message, sheets[0].file, read[0].name)]


def _doubtful(chosen: list[Layout], doubtful: list[Layout]) -> list[Finding]:
    return [
        Finding(
            "error",
            "lembar_berbeda",
            f"Lembar '{layout.sheet.name}' juga berisi jawaban, tetapi judulnya lain dari lembar '{chosen[0].sheet.name}', jadi tidak dibaca. "
            f'Samakan judulnya supaya keduanya dihitung, atau tulis di sidecar lembar yang benar: sheet = "{chosen[0].sheet.name}".',
            layout.sheet.file,
            layout.sheet.name,
            layout.heads[0].cell,
            layout.heads[0].row,
        )
        for layout in doubtful
    ]


def _refuse(sheets: Sequence[Sheet]) -> None:
    """Files that hold results and no answers are refused with the reason."""
    for sheet in sheets:
        rows = sheet.rows(0, SEARCHED)
        words = [plain(cell) for _, cells in rows for cell in cells if cell]
        if sum(word in OTHER_SCALES for word in words) > 1 and len(sheet.cells) <= SEARCHED:
            raise InputError(
                f"Berkas {sheet.file} hanya berisi hitungan kepuasan tanpa unsur (misalnya 'Sangat puas'); IKM tidak dapat dihitung darinya. "
                "Diperlukan jawaban tiap responden, atau banyaknya tiap pilihan untuk setiap unsur."
            )
        if any(vocabulary.says("index", plain(cell)) for _, cells in rows for cell in cells):
            raise InputError(
                f"Berkas {sheet.file} hanya berisi indeks yang sudah jadi, tanpa jawaban unsurnya; ketelitian dan unsurnya tidak dapat dihitung. "
                "Minta jawaban tiap responden (U1 sampai U9)."
            )


def _refuse_joined(sheets: Sequence[Sheet]) -> None:
    """A CSV that was opened in Excel without being split: each row in one cell."""
    if all(sheet.width == 1 and JOINED.search(sheet.rows(0, 1)[0][1][0]) for sheet in sheets):
        raise InputError(
            f"Berkas {sheets[0].file} berisi satu baris penuh dalam satu sel. Di Excel: pilih kolom A, lalu Data, Teks ke Kolom (Text to Columns), "
            "Berbatas, dan pilih tanda pemisahnya; atau kirim berkas CSV aslinya."
        )


def _refuse_turned(sheets: Sequence[Sheet], reader: Reader) -> None:
    """A table whose unsur stand below each other, with numbers beside them: respondents in columns, or results."""
    for sheet in sheets:
        rows = sheet.rows(0, SEARCHED)
        for place in range(sheet.width):
            named = [(row, cells) for row, cells in rows if cells[place] and shape.recognised([cells[place]], reader)]
            if shape.recognised([cells[place] for _, cells in named], reader) < shape.HEAD_LEAST:
                continue
            if any(not any(cell[:1].isdecimal() for cell in cells[place + 1 :]) for _, cells in named):
                continue
            row = named[0][0]
            message = (
                "Unsur tertulis ke bawah di kolom ini, padahal satu unsur harus satu kolom. Bila tiap kolom di kanannya satu responden, "
                "putar tabelnya (Salin, Tempel Khusus, Transpose). Bila isinya NRR yang sudah jadi, minta jawaban tiap responden."
            )
            finding = Finding("error", "tanpa_unsur", message, sheet.file, sheet.name, address(row, place), row)
            raise InputError(f"Tabel dalam {sheet.file} belum dapat dipakai.", [finding])


def _bare(sheet: Sheet) -> Layout:
    """A sheet in which nothing is known, its first row taken as head: the message then names what was found there."""
    row, cells = sheet.rows(0, 1)[0]
    heads = tuple(shape.Head(place, row, (text,) if text else (), cell=address(row, place)) for place, text in enumerate(cells))
    return Layout(sheet, heads, sheet.cells.iloc[1:])
