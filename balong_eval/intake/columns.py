"""What all columns of a file are taken for together: numberings, contradictions, double claims, and what is told of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from balong_eval.errors import Finding, InputError
from balong_eval.intake import column_words, vocabulary
from balong_eval.intake.heads import BEATEN, DOUBLE, Column, Head, Reader, shared_prefix, take
from balong_eval.intake.sidecar import Sidecar
from balong_eval.intake.sidecar_values import FIELDS
from balong_eval.intake.words import did_you_mean, nearest, plain


def assign(heads: Sequence[Head], reader: Reader, file: str, sheet: str | None = None) -> tuple[list[Column], list[Finding]]:
    """Say for each head what its column is.

    Parameters
    ----------
    heads : sequence of Head
        One for each column, in order.
    reader : Reader
        The sidecar's ``[columns]`` and ``[unsur]`` win over words, words over numbers.
    file, sheet : str
        Where the heads stand, for findings.

    Returns
    -------
    list of Column, list of Finding
        Every column, and what is to be said of them.

    Raises
    ------
    InputError
        When no unsur is found, two columns claim one unsur, a number and a word contradict each other, or words name several unsur; carries
        all of them, each with the line to add to the sidecar.
    """
    reader = replace(reader, prefix=shared_prefix(heads))
    columns, problems = _numbered([take(head, reader) for head in heads], heads, reader, file, sheet)
    columns, twice, dropped = _twice(columns, file, sheet)
    problems += twice
    if not any(column.role == "unsur" for column in columns) and not problems:
        problems.append(column_words.no_unsur(columns, file, sheet))
    if problems:
        raise InputError(f"Kolom berkas {file} belum dapat dipahami.", problems)
    return columns, [*dropped, *_unused(columns, reader, file, sheet), *_sidecar_heads(columns, heads, reader.sidecar)]


def _numbered(columns: list[Column], heads: Sequence[Head], reader: Reader, file: str, sheet: str | None) -> tuple[list[Column], list[Finding]]:
    """Give numbered columns their unsur: words tell which numbering the file uses; what contradicts is told."""
    by_list, by_questionnaire = reader.orders
    problems, open_numbers, evidence = [], {}, set()
    spare: list[Column] = []
    found = list(columns)
    for place, (column, head) in enumerate(zip(columns, heads, strict=True)):
        texts = [plain(text) for text in head.texts]
        if column.role == "unsur" and column.key is None and column.basis == "kata":
            problems.append(column_words.tie(column, reader.words(" ".join(texts)), file, sheet))
            continue
        if column.role != "unsur" or column.basis != "nomor":
            continue
        number = next(number for text in head.texts if (number := reader.number(text)) is not None)
        named = reader.words(vocabulary.code().sub("", " ".join(texts))) or reader.words(plain(" ".join(head.groups)))
        possible = [order[number].key for order in (by_list, by_questionnaire) if number in order]
        agreed = [key for key in dict.fromkeys(possible) if key in named]
        if not possible:
            found[place] = replace(column, role="unused", key=None)
            spare.append(column)
        elif not named:
            open_numbers[place] = number
        elif len(agreed) == 1:
            found[place] = replace(column, key=agreed[0])
            if len(set(possible)) > 1:
                evidence.add("list" if agreed[0] == possible[0] else "questionnaire")
        else:
            problems.append(column_words.contradiction(column, possible[0], named, file, sheet))
    if len(spare) > 1:
        problems.append(column_words.too_many(spare, len(by_list), file, sheet))
    evidence = evidence or _by_labels(open_numbers, reader)
    if len(evidence) > 1:
        problems.append(column_words.mixed_orders(found, file, sheet))
    order = reader.rule.numbered(evidence.pop() if len(evidence) == 1 else reader.sidecar.unsur_order)
    for place, number in open_numbers.items():
        found[place] = replace(columns[place], key=order[number].key)
    return found, problems


def _by_labels(open_numbers: dict[int, int], reader: Reader) -> set[str]:
    """The numbering that the answers speak for, where they are labels: those of one unsur and not of the other that may have the number."""
    found = set()
    for place, number in open_numbers.items():
        first, second = (order[number] for order in reader.orders)
        judged = [reader.holds_answers(place, unsur) for unsur in (first, second)]
        if first != second and judged[0] != judged[1] and None not in judged:
            found.add("list" if judged[0] else "questionnaire")
    return found


def _twice(columns: list[Column], file: str, sheet: str | None) -> tuple[list[Column], list[Finding], list[Finding]]:
    """Columns that claim what another has: a certain claim beats a likely one; two equal claims on an unsur stop, on a field are both dropped."""
    kept, stops, told = list(columns), [], []
    for claim in dict.fromkeys((column.role, column.key) for column in columns if column.role in ("unsur", "field") and column.key):
        same = [place for place, column in enumerate(columns) if (column.role, column.key) == claim]
        best = max(columns[place].strength for place in same)
        first = [place for place in same if columns[place].strength == best]
        losers = [place for place in same if len(first) > 1 or place != first[0]] if len(same) > 1 else []
        if len(first) > 1 and claim[0] == "unsur":
            stops += [column_words.double(columns[first[0]], columns[place], "[unsur]", file, sheet) for place in first[1:]]
        elif len(first) > 1:
            told += [column_words.double(columns[first[0]], columns[place], "[columns]", file, sheet) for place in first[1:]]
        for place in losers:
            kept[place] = replace(columns[place], role="unused", key=None, basis=DOUBLE if len(first) > 1 else BEATEN)
    return kept, stops, told


def _unused(columns: list[Column], reader: Reader, file: str, sheet: str | None) -> list[Finding]:
    findings = []
    rule = reader.rule
    words = {unsur.key: unsur.key for unsur in rule.unsur} | {unsur.name: unsur.key for unsur in rule.unsur} | {name: name for name in FIELDS}
    taken = {column.key for column in columns if column.role in ("unsur", "field")}
    for column in columns:
        if column.role != "unused" or not column.head or column.basis == DOUBLE:
            continue
        other = [key for key in reader.words(plain(column.head)) if rule.find(key) is None]
        near = nearest(column.head, words)
        target = other[0] if other else words[near] if near else None
        if target and target not in taken:
            findings.append(column_words.unknown(column, target, file, sheet))
        else:
            findings.append(column_words.not_used(column, reader, file, sheet))
    return findings


def _sidecar_heads(columns: list[Column], heads: Sequence[Head], sidecar: Sidecar) -> list[Finding]:
    """A head that the sidecar names and the file does not have."""
    texts = {plain(text): text for head in heads for text in (*head.texts, head.written)}
    findings = []
    for table, names in (("columns", sidecar.columns), ("unsur", sidecar.unsur)):
        for name in names:
            if plain(name) not in texts:
                hint = did_you_mean(name, texts.values())
                message = f"[{table}] menyebut kolom '{name}' yang tidak ada dalam berkas jawaban.{hint} Betulkan atau hapus."
                findings.append(Finding("error", "kolom_sidecar_tidak_ada", message, file=sidecar.file, column=name))
    return findings
