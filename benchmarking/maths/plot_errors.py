#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Draws how far each arithmetic is from the exact answers of numeric cases.

    market-maths-benchmarks values pallets/maths/vectors > values.csv
    python3 benchmarking/maths/plot_errors.py values.csv benchmarking/reports/<date>-maths-errors.png

`scripts/bench-maths.sh plot` does both. Needs `pip install matplotlib mpmath`. Errors are sorted, so that the
curve at 0.9 is what nine cases in ten do not exceed; the dotted line is what ours may be.

Greeks of ours are those of the forward at a fixed forward. solmath's are those of the spot S = F·D at a fixed
spot, and become the former here, exactly:

    delta·D    gamma·D²    vega    theta + r·S·delta    rho − t·S·delta
"""
import csv
import sys

import matplotlib
from mpmath import exp, mp, mpf

matplotlib.use("Agg")
import matplotlib.pyplot as plt  # noqa: E402

mp.dps = 60
SECONDS_PER_YEAR = 31_536_000
# What is drawn, what errors are divided by, and the bar.
PANELS = {
    "ln": ("ln x", "absolute", 1e-18),
    "exp": ("exp x", "of itself, above 1", 1e-18),
    "sqrt": ("√x", "absolute", 1e-18),
    "norm_cdf": ("N(x)", "absolute", 1e-18),
    "call": ("call", "of 1 + max(F, K)", 4e-18),
    "put": ("put", "of 1 + max(F, K)", 4e-18),
    "delta": ("delta", "absolute", 1e-17),
    "gamma": ("gamma", "of itself + 0.001", 1e-15),
    "vega": ("vega", "of 1 + F", 1e-17),
    "theta": ("theta", "of 1 + F + 100 · itself", 1e-17),
    "rho": ("rho", "of (1 + max(F, K))·(1 + years)", 4e-18),
    "implied_volatility": ("implied volatility", "of itself + the price's last digit", 1e-15),
}
COLOURS = {"ours": "tab:blue", "f64": "tab:orange", "solmath": "tab:green", "implied-vol": "tab:red"}
GREEKS = ("delta", "gamma", "theta", "rho")
LEAST = 1e-21


def number(text):
    return None if text == "" else mpf(text)


def to_forward(rows):
    """Puts solmath's greeks on the forward."""
    deltas = {row["id"]: number(row["solmath"]) for row in rows if row["kind"] == "delta"}
    for row in rows:
        found = number(row["solmath"])
        if row["kind"] in GREEKS and found is not None:
            years, rate = mpf(row["seconds"]) / SECONDS_PER_YEAR, mpf(row["rate"])
            discount = exp(-rate * years)
            spot, delta = mpf(row["forward"]) * discount, deltas[row["id"]]
            row["solmath"] = {
                "delta": found * discount,
                "gamma": found * discount * discount,
                "theta": found + rate * spot * delta,
                "rho": found - years * spot * delta,
            }[row["kind"]]


def errors_of(rows, name):
    found = ((number(row[name]), row) for row in rows)
    return sorted(
        max(float(abs(answer - mpf(row["expected"])) / mpf(row["scale"])), LEAST)
        for answer, row in found
        if answer is not None and mp.isfinite(answer)
    )


def draw(axis, kind, rows):
    title, scale, bar = PANELS[kind]
    for name, colour in COLOURS.items():
        errors = errors_of(rows, name)
        if not errors:
            continue
        print(f"{kind:18} {name:11} {len(errors):4} of {len(rows):4} answered, "
              f"median {errors[len(errors) // 2]:.1e}, worst {errors[-1]:.1e}")
        shares = [(place + 1) / len(rows) for place in range(len(errors))]
        axis.semilogy(shares, errors, color=colour, label=f"{name}, {len(errors)} of {len(rows)}")
    axis.axhline(bar, color="grey", linewidth=0.8, linestyle=":")
    axis.set_title(f"{title}\n{scale}", fontsize=9)
    axis.legend(fontsize=7, loc="upper left")
    axis.grid(alpha=0.3)


def main():
    source, target = sys.argv[1:3]
    with open(source, newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    to_forward(rows)
    figure, axes = plt.subplots(3, 4, figsize=(14, 9.5), sharey=True)
    for axis, kind in zip(axes.flat, PANELS):
        draw(axis, kind, [row for row in rows if row["kind"] == kind])
    for axis in axes[-1]:
        axis.set_xlabel("share of cases")
    for axis in axes[:, 0]:
        axis.set_ylabel("error")
    figure.tight_layout()
    figure.savefig(target, dpi=100)


main()
