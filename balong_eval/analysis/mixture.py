"""A change of the index taken apart: within services, by another mix of services, and by who answered what; the parts add up exactly."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd


@dataclass(frozen=True)
class Mixture:
    """Parts of the difference on the common unsur, in points of the index.

    Attributes
    ----------
    by_layanan : DataFrame
        One row a service: layanan, within, within_std_error, mix, mix_std_error.
    within, mix, answered_mix : float
        Sums over services; they add up to the difference.
    within_std_error, mix_std_error : float
        NaN, like those by service, where an unsur has a single answer in one of the surveys.
    """

    by_layanan: pd.DataFrame
    within: float
    mix: float
    answered_mix: float
    within_std_error: float
    mix_std_error: float


@dataclass(frozen=True)
class Cells:
    """Sums and counts of answers by service and unsur, and respondents by service; a leading axis may hold many surveys."""

    sums: np.ndarray
    counts: np.ndarray
    sizes: np.ndarray


def take_apart(before: pd.DataFrame, after: pd.DataFrame, unsur: list[str], conversion: float = 25) -> Mixture:
    """Decompose the difference of two surveys on the same unsur, weighed equally.

    Parameters
    ----------
    before, after : DataFrame
        Columns layanan (no blanks), n, and the unsur.
    unsur : list of str

    Notes
    -----
    With w_gu = n_gu/n_u, W_g = n_g/n, m_gu the mean of unsur u in service g, b = 1/k, c_u = (NRR1_u + NRR0_u)/2::

        within_gu = 25 b (m1 - m0)(w1 + w0)/2
        mix_gu    = 25 b (W1 - W0)((m1 + m0)/2 - c_u)
        answered_mix = the same with (w1 - w0) for (W1 - W0), less mix

    A service without answers to an unsur in one period takes its mean from the other, so that it is all mix; without any in
    both it has no part. Standard errors by the jackknife,
    (n - 1)/n * sum_i (T_(i) - mean)^2 in each period. Source: docs/method.md, "What a change is made of".
    """
    services = sorted({*before["layanan"], *after["layanan"]})
    old, new = _cells(before, services, unsur), _cells(after, services, unsur)
    within, mix, answered = _parts(old, new, conversion)
    variances = _jackknife(before, services, unsur, old, new, conversion, first=True) + _jackknife(
        after, services, unsur, old, new, conversion, first=False
    )
    g = len(services)
    enough = all((cells.counts.sum(axis=0) > 1).all() for cells in (old, new))
    errors = np.sqrt(np.maximum(variances, 0.0)) if enough else np.full(len(variances), np.nan)
    table = pd.DataFrame({"layanan": services, "within": within, "within_std_error": errors[:g], "mix": mix, "mix_std_error": errors[g : 2 * g]})
    return Mixture(table, float(within.sum()), float(mix.sum()), float(answered), float(errors[2 * g]), float(errors[2 * g + 1]))


def _cells(rows: pd.DataFrame, services: list[str], unsur: list[str]) -> Cells:
    x, f, places = _arrays(rows, services, unsur)
    shape = (len(services), len(unsur))
    sums, counts, sizes = np.zeros(shape), np.zeros(shape), np.zeros(len(services))
    np.add.at(sums, places, np.nan_to_num(x) * f[:, None])
    np.add.at(counts, places, ~np.isnan(x) * f[:, None])
    np.add.at(sizes, places, f)
    return Cells(sums, counts, sizes)


def _arrays(rows: pd.DataFrame, services: list[str], unsur: list[str]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    places = rows["layanan"].map({name: place for place, name in enumerate(services)}).to_numpy("int64")
    return rows[unsur].to_numpy("float64"), rows["n"].to_numpy("float64"), places


def _parts(old: Cells, new: Cells, conversion: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Within and mix by service, and the part of the answers; on the last axes service, unsur."""
    b = conversion / old.sums.shape[-1]
    m0, m1 = _means(old), _means(new)
    m0, m1 = np.where(np.isnan(m0), m1, m0), np.where(np.isnan(m1), m0, m1)
    w0, w1 = (_ratio(cells.counts, cells.counts.sum(axis=-2, keepdims=True)) for cells in (old, new))
    big0, big1 = (_ratio(cells.sizes, cells.sizes.sum(axis=-1, keepdims=True)) for cells in (old, new))
    centre = sum(_ratio(cells.sums.sum(axis=-2, keepdims=True), cells.counts.sum(axis=-2, keepdims=True)) for cells in (old, new)) / 2
    level = np.nan_to_num((m1 + m0) / 2 - centre)
    within = (b * np.nan_to_num(m1 - m0) * (w1 + w0) / 2).sum(axis=-1)
    mix = (b * (big1 - big0)[..., None] * level).sum(axis=-1)
    answered = (b * (w1 - w0) * level).sum(axis=(-2, -1)) - mix.sum(axis=-1)
    return within, mix, answered


def _means(cells: Cells) -> np.ndarray:
    return _ratio(cells.sums, cells.counts)


def _ratio(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    """part / whole, NaN where the whole is 0."""
    whole = np.broadcast_to(whole, part.shape)
    return np.divide(part, whole, out=np.full(part.shape, np.nan), where=whole > 0)


def _jackknife(rows: pd.DataFrame, services: list[str], unsur: list[str], old: Cells, new: Cells, conversion: float, first: bool) -> np.ndarray:
    """Delete-one jackknife variance of (within by service, mix by service, within, mix) from one period's respondents."""
    x, f, places = _arrays(rows, services, unsur)
    base = old if first else new
    one_hot = np.eye(len(services))[places]
    left = Cells(
        base.sums - one_hot[:, :, None] * np.nan_to_num(x)[:, None, :],
        base.counts - one_hot[:, :, None] * ~np.isnan(x)[:, None, :],
        base.sizes - one_hot,
    )
    pair = (left, _stretch(new)) if first else (_stretch(old), left)
    within, mix, _ = _parts(*pair, conversion)
    values = np.concatenate([within, mix, within.sum(axis=1, keepdims=True), mix.sum(axis=1, keepdims=True)], axis=1)
    n = f.sum()
    mean = (values * f[:, None]).sum(axis=0) / n
    return (n - 1) / n * (f[:, None] * (values - mean) ** 2).sum(axis=0)


def _stretch(cells: Cells) -> Cells:
    return Cells(cells.sums[None], cells.counts[None], cells.sizes[None])
