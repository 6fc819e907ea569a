#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Draws how far each arithmetic is from the exact answers of a folder of cases.

    market-maths-benchmarks values pallets/maths/vectors > values.csv
    python3 benchmarking/maths/plot_errors.py values.csv benchmarking/reports/<date>-maths-errors.png

Needs matplotlib. Errors are sorted, so that the curve at 0.9 is what nine cases in ten do not exceed.
"""
import csv
import sys
from decimal import Decimal, getcontext

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt  # noqa: E402

getcontext().prec = 60
TITLES = {
    "ln": "ln x, absolute",
    "exp": "exp x, of 1 + itself",
    "norm_cdf": "N(x), absolute",
    "black76": "call, of 1 + max(F, K)",
}
COLOURS = {"ours": "tab:blue", "f64": "tab:orange", "solmath": "tab:green"}
LEAST = 1e-20


def main():
    source, target = sys.argv[1:3]
    with open(source, newline="") as file:
        rows = list(csv.DictReader(file))
    figure, axes = plt.subplots(2, 2, figsize=(9, 6.5), sharey=True)
    for axis, (kind, title) in zip(axes.flat, TITLES.items()):
        of_kind = [row for row in rows if row["kind"] == kind]
        for name, colour in COLOURS.items():
            errors = []
            for row in of_kind:
                if not row[name]:
                    continue
                expected = Decimal(row["expected"])
                scale = 1 + abs(expected) if kind == "exp" else Decimal(row["scale"])
                errors.append(max(float(abs(Decimal(row[name]) - expected) / scale), LEAST))
            errors.sort()
            shares = [(place + 1) / len(of_kind) for place in range(len(errors))]
            worst = errors[-1] if errors else 0
            print(f"{kind:9} {name:8} {len(errors):4} of {len(of_kind):4} answered, "
                  f"median {errors[len(errors) // 2]:.1e}, worst {worst:.1e}")
            axis.semilogy(shares, errors, color=colour, label=f"{name}, {len(errors)} of {len(of_kind)}")
        axis.axhline(1e-18, color="grey", linewidth=0.6, linestyle=":")
        axis.set_title(title, fontsize=10)
        axis.legend(fontsize=8, loc="upper left")
        axis.grid(alpha=0.3)
    for axis in axes[1]:
        axis.set_xlabel("share of cases")
    for axis in axes[:, 0]:
        axis.set_ylabel("error")
    figure.tight_layout()
    figure.savefig(target, dpi=100)


main()
