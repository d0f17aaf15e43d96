"""Sheets whose heads differ only in columns that are not read ("Ket" in one month): brought to the same columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from balong_eval.errors import Finding
from balong_eval.intake.heads import Head, Reader, take
from balong_eval.intake.shape import Layout
from balong_eval.intake.sheet.categories import from_texts
from balong_eval.intake.sheet.grid import Area, address
from balong_eval.intake.words import plain

NO_HEAD = "tanpa judul"


def align(first: Layout, other: Layout, reader: Reader) -> Layout | None:
    """A sheet's table under the heads of the first sheet; None where a column that is or may be an unsur or a field differs.

    Columns are matched by their heads, in order; one that only the first sheet has is empty, one that only the other has is passed over and told.
    """
    if not (first.joint and other.joint) or first.source is not None or other.source is not None:
        return None
    if _read(first, reader) != _read(other, reader):
        return None
    moved = _places(first.heads, other.heads)
    nothing = from_texts([""] * len(other.body))
    body = other.body[[]].copy()
    for head in first.heads:
        body[head.place] = other.body[moved[head.place]].array if head.place in moved else nothing
    told = _passed(first, other, set(moved.values()))
    sheet = replace(other.sheet, merged=_merged(other.sheet.merged, {there: here for here, there in moved.items()}))
    return replace(other, sheet=sheet, heads=_heads(first, other, moved), body=body, findings=(*other.findings, *told), moved=moved)


def _heads(first: Layout, other: Layout, moved: dict[int, int]) -> tuple[Head, ...]:
    """The heads of the first sheet, each where it stands in the other."""
    there = {head.place: head for head in other.heads}
    return tuple(replace(there[moved[head.place]], place=head.place) if head.place in moved else head for head in first.heads)


def _merged(areas: Sequence[Area], back: dict[int, int]) -> tuple[Area, ...]:
    """Merged cells of one column, at the place of the column in the first sheet."""
    return tuple(Area(top, bottom, back[left], back[left]) for top, bottom, left, right in areas if left == right and left in back)


def _read(layout: Layout, reader: Reader) -> list[tuple[str, ...]]:
    """The heads of columns that are an unsur or a field, or that name an unsur and may be one, in order."""
    found = []
    for head in layout.heads:
        column = take(head, reader)
        if column.role in ("unsur", "field") or reader.words(plain(head.written)):
            found.append((plain(head.written), *map(plain, head.groups)))
    return found


def _places(wanted: Sequence[Head], there: Sequence[Head]) -> dict[int, int]:
    """Place of a column in the first sheet -> its place in the other; equal heads in their order."""
    open_places: dict[str, list[int]] = {}
    for head in there:
        open_places.setdefault(plain(head.written), []).append(head.place)
    return {head.place: left.pop(0) for head in wanted if (left := open_places.get(plain(head.written)))}


def _passed(first: Layout, other: Layout, used: set[int]) -> list[Finding]:
    extra = [head for head in other.heads if head.place not in used and (head.texts or (other.body[head.place] != "").any())]
    if not extra:
        return []
    sheet, row, place = other.sheet, extra[0].row, extra[0].place
    names = ", ".join(f"'{head.written}'" if head.texts else f"{NO_HEAD} ({address(head.row, head.place)})" for head in extra)
    message = (
        f"Lembar '{sheet.name}' dibaca bersama lembar '{first.sheet.name}', walaupun judulnya tidak sama: unsur dan profilnya sama. "
        f"Kolom yang dilewati: {names}."
    )
    return [Finding("note", "kolom_lembar_lain", message, sheet.file, sheet.name, address(row, place), row)]
