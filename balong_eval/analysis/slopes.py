"""Straight lines through yearly values, many series at once: least squares, autocorrelated errors, random effects of the years."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

RHO = 0.6
GRID = 24
HALVINGS = 60
Array = np.ndarray[Any, np.dtype[np.float64]]


@dataclass(frozen=True)
class Line:
    """Slopes of one or many series; every figure has the shape of the series without their last axis.

    Attributes
    ----------
    estimate, std_error : array
        Units of the values a year.
    p_value : array
        Two-sided, Student's t with `df`; 1 where neither the slope nor its error differs from 0.
    df : int
    tau2 : array or None
        Variance between years, in squared units; random effects only.
    """

    estimate: Array
    std_error: Array
    p_value: Array
    df: int
    tau2: Array | None = None


def ols(times: Array, values: Array) -> Line:
    """Least squares; equals R ``lm(values ~ times)``.

    Parameters
    ----------
    times : array of shape (n,)
        Years; gaps count.
    values : array of shape (..., n)
    """
    return _whitened(times, values, np.eye(len(times)))


def gls(times: Array, values: Array, step_at: float | None = None) -> Line:
    """Generalised least squares with errors that are alike ``0.6^|t_i - t_j|``, whatever the standard errors of the values.

    Parameters
    ----------
    times, values
        As in `ols`.
    step_at : float, optional
        Place of a step of the level, in years; the slope is then one on both sides.

    Notes
    -----
    ``b = (X' O^-1 X)^-1 X' O^-1 y``, ``s2 = RSS of the whitened residuals / (n - p)``, t with n - p. Equals nlme
    ``gls(correlation = corExp(range = -1/log(0.6), fixed = TRUE))``. Source: docs/method.md, "Trend".
    """
    likeness = RHO ** np.abs(np.subtract.outer(times, times))
    return _whitened(times, values, np.linalg.inv(np.linalg.cholesky(likeness)), step_at)


def random_effects(times: Array, values: Array, variances: Array, *, adhoc: bool = False) -> Line:
    """REML meta-regression: each value has its sampling variance, and all years share a variance tau2 about the line.

    Parameters
    ----------
    times, values
        As in `ols`.
    variances : array that broadcasts to `values`
        Squared standard errors, 0 or more.
    adhoc : bool
        Multiply the standard error by ``sqrt(max(1, q))`` instead of ``sqrt(q)``.

    Notes
    -----
    With ``w_i = 1/(tau2 + v_i)``: weighted least squares, ``q = sum_i w_i r_i^2 / (n - 2)``, ``var(b) = q / sum_i w_i (t_i - t_w)^2``
    (Knapp and Hartung), t with n - 2. Equals metafor ``rma(mods = ~ t, method = "REML", test = "knha")``, or ``test = "adhoc"``. Where all
    variances are 0 it is `ols`. Source: docs/method.md, "Trend".
    """
    values = values - values[..., :1]
    variances = np.broadcast_to(variances, values.shape)
    plain = ols(times, values)
    if not variances.any():
        return Line(plain.estimate, plain.std_error, plain.p_value, plain.df, _variance(times, values))
    tau2 = reml(times, values, variances)
    weights = 1 / (tau2[..., None] + _positive(variances))
    slope, residuals, spread, _ = _weighted(times, values, weights)
    q = (weights * residuals**2).sum(-1) / plain.df
    error = np.sqrt((np.maximum(q, 1) if adhoc else q) / spread)
    return Line(slope, error, p_value(slope, error, plain.df), plain.df, tau2)


def reml(times: Array, values: Array, variances: Array) -> Array:
    """Variance between years that maximises the restricted likelihood, 0 or more.

    Notes
    -----
    The highest of 24 places between 0 and a bound above which the likelihood falls, then halving on its derivative
    ``(y' P P y - tr P)/2``. The bound: with D the difference of the largest and the least variance and s2 that of the residuals of `ols`,
    ``tau2 + least <= (s2 + sqrt(s2^2 + 4 s2 D))/2``.
    """
    variances = _positive(np.broadcast_to(variances, values.shape))
    s2, least = _variance(times, values), variances.min(-1)
    top = np.maximum((s2 + np.sqrt(s2**2 + 4 * s2 * (variances.max(-1) - least))) / 2 - least, 0)
    places = np.linspace(0, 1, GRID) ** 2
    heights = np.array([_likelihood(times, values, variances + (share * top)[..., None]) for share in places])
    best = heights.argmax(0)
    low, high = places[np.maximum(best - 1, 0)] * top, places[np.minimum(best + 1, GRID - 1)] * top
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        rising = _derivative(times, values, variances + middle[..., None]) > 0
        low, high = np.where(rising, middle, low), np.where(rising, high, middle)
    return np.where(low > 0, (low + high) / 2, 0.0)


def p_value(estimate: Array, std_error: Array, df: int) -> Array:
    """Two-sided p-value of ``estimate = 0`` by Student's t; 1 where both are 0, 0 where only the error is."""
    from scipy.special import stdtr

    with np.errstate(divide="ignore", invalid="ignore"):
        t = np.abs(estimate) / std_error
    return np.where(std_error > 0, 2 * stdtr(df, -t), np.where(estimate == 0, 1.0, 0.0))


def quantile(share: float, df: int) -> float:
    """Quantile of Student's t."""
    from scipy.special import stdtrit

    return float(stdtrit(df, share))


def _whitened(times: Array, values: Array, whiten: Array, step_at: float | None = None) -> Line:
    """Least squares after multiplying by a matrix."""
    columns = [np.ones_like(times), times - times.mean()]
    columns += [] if step_at is None else [(times > step_at).astype(float)]
    design = whiten @ np.column_stack(columns)
    targets = (values - values[..., :1]) @ whiten.T
    inverse = np.linalg.inv(design.T @ design)
    found = targets @ design @ inverse
    df = len(times) - len(columns)
    residuals = targets - found @ design.T
    error = np.sqrt((residuals**2).sum(-1) / df * inverse[1, 1])
    return Line(found[..., 1], error, p_value(found[..., 1], error, df), df)


def _variance(times: Array, values: Array) -> Array:
    """Residual variance of `ols`."""
    _, residuals, _, _ = _weighted(times, values, np.ones_like(values))
    return (residuals**2).sum(-1) / (len(times) - 2)


def _positive(variances: Array) -> Array:
    """Variances, none so small beside the others that its weight cannot be computed."""
    return np.maximum(variances, 1e-12 * variances.max(-1, keepdims=True))


def _weighted(times: Array, values: Array, weights: Array) -> tuple[Array, Array, Array, Array]:
    """Weighted least squares: slope, residuals, ``sum w (t - t_w)^2``, and the centred times."""
    total = weights.sum(-1, keepdims=True)
    centred = times - (weights * times).sum(-1, keepdims=True) / total
    about = values - (weights * values).sum(-1, keepdims=True) / total
    spread = (weights * centred**2).sum(-1)
    slope = (weights * centred * about).sum(-1) / spread
    return slope, about - slope[..., None] * centred, spread, centred


def _likelihood(times: Array, values: Array, variances: Array) -> Array:
    """Restricted log-likelihood up to a constant, total variances given."""
    weights = 1 / variances
    _, residuals, spread, _ = _weighted(times, values, weights)
    return -0.5 * (np.log(variances).sum(-1) + np.log(weights.sum(-1) * spread) + (weights * residuals**2).sum(-1))


def _derivative(times: Array, values: Array, variances: Array) -> Array:
    """Derivative of the restricted log-likelihood in tau2, times 2."""
    weights = 1 / variances
    _, residuals, spread, centred = _weighted(times, values, weights)
    squares = weights**2
    trace = weights.sum(-1) - squares.sum(-1) / weights.sum(-1) - (squares * centred**2).sum(-1) / spread
    return (squares * residuals**2).sum(-1) - trace
