"""Which groups are too small to be shown, so that nobody's answers can be read or worked out."""

from __future__ import annotations


def hidden(sizes: dict[str, int], smallest_cell: int, always: frozenset[str] = frozenset()) -> set[str]:
    """Groups whose figures are withheld.

    Those under `smallest_cell`, and those of `always`; and, where these are one alone or together still fewer than `smallest_cell`, the next
    smallest ones, so that no withheld group can be found by subtracting the others from the whole.

    Examples
    --------
    >>> sorted(hidden({"a": 3, "b": 40, "c": 9}, 5)), hidden({"a": 30, "b": 40}, 5)
    (['a', 'c'], set())
    """
    small = {name for name, n in sizes.items() if n < smallest_cell or name in always}
    rest = sorted((name for name in sizes if name not in small), key=lambda name: (sizes[name], name))
    while small and rest and (len(small) == 1 or sum(sizes[name] for name in small) < smallest_cell):
        small.add(rest.pop(0))
    return small


def open_to(sizes: list[int], smallest_cell: int, sums: int = 1) -> bool:
    """Whether withheld groups can be found from some known sums over all of them.

    Each sum but one eliminates a group, at worst the largest; the others must still be several, and together `smallest_cell` respondents.

    Examples
    --------
    >>> open_to([3, 9], 5), open_to([3, 9], 5, sums=2), open_to([3, 4, 9], 5, sums=2), open_to([1, 2, 9], 5, sums=2)
    (False, True, False, True)
    """
    rest = sorted(sizes)[: len(sizes) - sums + 1]
    return len(rest) < 2 or sum(rest) < smallest_cell
