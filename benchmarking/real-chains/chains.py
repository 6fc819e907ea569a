# SPDX-License-Identifier: Apache-2.0
"""Recorded option chains: reading them, fitting a slice to each expiry, a second opinion on slices."""
import collections
import csv
import gzip
import math

import numpy

import witnesses
from witnesses import YEAR

NODES = (-1.5, -1.0, -0.5, 0.0, 0.5, 1.0, 1.5)


def read(path):
    """The rows of one file, each with the mark of the other type of its strike, how far the index moved in its
    snapshot, the forwards that calls and puts of its expiry agree on, and what all other strikes show."""
    with gzip.open(path, "rt") as lines:
        rows = list(csv.DictReader(lines))
    marks = {}
    index = collections.defaultdict(list)
    for row in rows:
        index[row["snapshot_utc_seconds"]].append(float(row["index_price"]))
        marks[key(row, row["option_type"])] = row["mark_price"]
    parity = collections.defaultdict(list)
    for row in rows:
        call, put = marks.get(key(row, "C")), marks.get(key(row, "P"))
        if call and put and float(call) - float(put) < 1:
            agreed = float(row["strike"]) / (1 - float(call) + float(put))
            parity[row["snapshot_utc_seconds"], row["expiry_utc_seconds"]].append(agreed)
    for row in rows:
        agreed = parity.get((row["snapshot_utc_seconds"], row["expiry_utc_seconds"]))
        row["parity_lowest"] = min(agreed) if agreed else ""
        row["parity_highest"] = max(agreed) if agreed else ""
        seen = index[row["snapshot_utc_seconds"]]
        row["index_lowest"], row["index_highest"] = min(seen), max(seen)
        row["partner_mark"] = marks.get(key(row, "P" if row["option_type"] == "C" else "C"), "")
    witnesses.add(rows)
    return rows


def key(row, kind):
    return row["snapshot_utc_seconds"], row["expiry_utc_seconds"], row["strike"], kind


def seconds(row):
    return int(row["expiry_utc_seconds"]) - int(row["snapshot_utc_seconds"])


def variance(slice_, k):
    a, b, rho, m, sigma = slice_
    return a + b * (rho * (k - m) + numpy.hypot(k - m, sigma))


def density(slice_, k):
    """Durrleman's g."""
    _, b, rho, m, sigma = slice_
    root = numpy.hypot(k - m, sigma)
    w = variance(slice_, k)
    slope = b * (rho + (k - m) / root)
    bend = b * sigma**2 / root**3
    return (1 - k * slope / (2 * w)) ** 2 - slope**2 / 4 * (1 / w + 0.25) + bend / 2


def samples(*slices):
    """Log-moneyness from each centre far into both wings, dense at the centre and around the money."""
    steps = numpy.linspace(-20, 20, 8_001)
    points = [numpy.linspace(-4, 4, 8_001)]
    points += [m + sigma * numpy.sinh(steps) for _, _, _, m, sigma in slices]
    joined = numpy.concatenate(points)
    return joined[numpy.abs(joined) < 200]


def least_density(slice_):
    return density(slice_, samples(slice_)).min()


def least_distance(earlier, later):
    k = samples(earlier, later)
    k = k[numpy.abs(k) < 15]
    return (variance(later, k) - variance(earlier, k)).min()


def smile(rows):
    """Forward, log-moneyness and total variance of the options out of the money, by strike."""
    forward = float(numpy.median([float(row["underlying_price"]) for row in rows]))
    years = seconds(rows[0]) / YEAR
    points = {}
    for row in rows:
        strike = float(row["strike"])
        if (row["option_type"] == "C") == (strike >= forward):
            points[math.log(strike / forward)] = float(row["mark_iv"]) ** 2 * years
    k = numpy.array(sorted(points))
    return forward, k, numpy.array([points[one] for one in k])


def fit(k, w, free=False):
    """The raw SVI slice closest to the smile, near the money first.

    With its centre m and its width σ given, a slice is linear in the rest: a + bρ (k − m) + b √(…). So centre
    and width are searched on a grid that is made finer around the best, and the rest is solved for. Errors of
    variance are weighted by what they mean in volatility. With `free` only slices count whose least
    density on a grid is above zero, as somebody would whose plain fit was refused."""
    width = math.sqrt(float(numpy.interp(0, k, w)))
    weight = (numpy.exp(-((k / (4 * width)) ** 2) / 2) + 0.05) / numpy.sqrt(w)
    wings = numpy.concatenate([numpy.linspace(-12, 12, 481) * width, numpy.linspace(-8, 8, 161)])
    centres, widths = numpy.linspace(-2.5, 2.5, 31), numpy.linspace(-4, 2.5, 27)
    best = None
    for _ in range(4):
        m = numpy.repeat(centres, len(widths)) * width
        sigma = numpy.tile(numpy.exp(widths), len(centres)) * width
        away = k[None, :] - m[:, None]
        columns = numpy.stack([numpy.ones_like(away), away, numpy.hypot(away, sigma[:, None])], 2)
        weighted = columns * weight[None, :, None]
        square = numpy.einsum("gnp,gnq->gpq", weighted, weighted) + 1e-14 * numpy.eye(3)
        right = numpy.einsum("gnp,n->gp", weighted, weight * w)
        a, tilt, b = numpy.linalg.solve(square, right[:, :, None])[:, :, 0].T
        cost = (((columns @ numpy.stack([a, tilt, b], 1)[:, :, None])[:, :, 0] - w) * weight) ** 2
        cost = cost.sum(1)
        with numpy.errstate(all="ignore"):
            rho = tilt / b
            lowest = a + b * sigma * numpy.sqrt(1 - rho**2)
        meant = (b > 0) & (numpy.abs(rho) < 0.999) & (b * (1 + numpy.abs(rho)) < 1.99)
        meant &= (lowest > 0.01 * width**2) & (sigma < 15)
        order = [one for one in numpy.argsort(cost) if meant[one]]
        slices = [(a[one], b[one], rho[one], m[one], sigma[one]) for one in order]
        found = next(
            (
                (cost[one], slice_)
                for one, slice_ in zip(order, slices)
                if not free or density(slice_, wings).min() > 1e-4
            ),
            None,
        )
        if found and (best is None or found[0] < best[0]):
            best = found
        if best is None:
            break
        _, (_, _, _, m, sigma) = best
        steps = [(axis[1] - axis[0]) * numpy.linspace(-1, 1, 13) for axis in (centres, widths)]
        centres, widths = m / width + steps[0], math.log(sigma / width) + steps[1]
    # Nothing fits: a level smile is one.
    slice_ = best[1] if best else (width**2, 0.0, 0.0, 0.0, width)
    # What the chain holds has 18 decimals; twelve are more than a fit has.
    return tuple(float(f"{part:.12f}") for part in slice_)


def nodes(k, w, years):
    """Reported nodes: the smile at standardised moneyness, where strikes are quoted around it."""
    root = math.sqrt(years)
    at = [node * root for node in NODES if k[0] <= node * root <= k[-1]]
    return [(one, float(numpy.interp(one, k, w))) for one in at]
