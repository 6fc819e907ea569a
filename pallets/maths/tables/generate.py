#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes the constant tables of the kernel, `src/functions/tables.rs`.

    python3 pallets/maths/tables/generate.py          writes the file
    python3 pallets/maths/tables/generate.py --check  fails if the committed file differs

Needs mpmath. Everything is computed with 80 digits and rounded once, to nearest. Where the kernel's
evaluation only ever rounds down, entries carry half of what it can lose, so that its errors lie on
both sides. `src/functions/certificate` proves the resulting bounds.
"""
import math
import pathlib
import sys

from mpmath import mp, mpf, erfc, exp, floor, ln, log, pi, sqrt

mp.dps = 80
TARGET = pathlib.Path(__file__).resolve().parent.parent / "src" / "functions" / "tables.rs"

LN_CELLS = 128
MILLS_CELLS = 512
MILLS_CELL_WIDTH = mpf(1) / 32
MILLS_DEGREE = 7
# The last two coefficients count so many bits more, so that half a word holds them.
MILLS_LAST_BITS = 26
# Half of what rounding down can lose, in the unit of the entry.
MILLS_CENTRING = mpf(11) / 20
# What the slope adds to it, per standard deviation.
MILLS_SLOPE_CENTRING = mpf(1) / 64
EXP2_CENTRING = 1
LN_CENTRING = 5
# Half of what rounding down can lose of a density, but for what its entry divides.
DENSITY_CENTRING = mpf(12) / 5


def nearest(value):
    return int(floor(value + mpf(1) / 2))


def grouped(number):
    digits = f"{number:x}"
    padded = digits.zfill((len(digits) + 3) // 4 * 4)
    return "0x" + "_".join(padded[i : i + 4] for i in range(0, len(padded), 4))


def array(documentation, name, kind, numbers):
    rows = "".join(f"\t{grouped(n)},\n" for n in numbers)
    return f"/// {documentation}\npub(super) const {name}: [{kind}; {len(numbers)}] = [\n{rows}];\n"


def constant(documentation, name, kind, number):
    return f"/// {documentation}\npub(super) const {name}: {kind} = {grouped(number)};\n"


def powers_of_two(of):
    """(2^(i / of) − 1) · 2^64 for 64 values of i, centred except the exact zero."""
    exact = [(mpf(2) ** (mpf(i) / of) - 1) * mpf(2) ** 64 for i in range(64)]
    return [0] + [nearest(entry + EXP2_CENTRING) for entry in exact[1:]]


def mills(y):
    """Upper tail of the normal distribution over its density."""
    return sqrt(pi / 2) * exp(y * y / 2) * erfc(y / sqrt(mpf(2)))


def mills_cell(cell):
    """Chebyshev interpolation on one cell, as a polynomial in the distance from its right end.

    From the right end every coefficient is positive, because the ratio is completely monotone.
    """
    right = (cell + 1) * MILLS_CELL_WIDTH
    count = MILLS_DEGREE + 1
    nodes = [
        MILLS_CELL_WIDTH / 2 * (1 + mp.cos(pi * (2 * i + 1) / (2 * count))) for i in range(count)
    ]
    matrix = mp.matrix(count, count)
    values = mp.matrix(count, 1)
    for i, node in enumerate(nodes):
        values[i] = mills(right - node)
        for k in range(count):
            matrix[i, k] = node**k
    coefficients = list(mp.lu_solve(matrix, values))
    scaled = [c * 2**63 for c in coefficients]
    scaled[0] += MILLS_CENTRING - right * MILLS_SLOPE_CENTRING
    scaled[6:] = [c / 2**MILLS_LAST_BITS for c in scaled[6:]]
    rounded = [nearest(c) for c in scaled]
    assert all(0 <= c < 2**64 for c in rounded), (cell, rounded)
    # With what is added to it, at most a 32nd of the last one.
    assert rounded[6] + rounded[7] // 32 + 1 < 2**32
    return rounded


def exp_coarse(i):
    """ln c and c · 2^31 for a c just below e^(i/64)."""
    factor = int(floor(exp(mpf(i) / 64) * 2**31))
    return [nearest(ln(mpf(factor) / 2**31) * mpf(2) ** 64), factor]


def exp_fine(j):
    """ln (1 + f) and f · 2^37 for an f just below e^(j/4096) − 1."""
    factor = int(floor((exp(mpf(j) / 4096) - 1) * mpf(2) ** 37))
    return [nearest(ln(1 + mpf(factor) / mpf(2) ** 37) * mpf(2) ** 64), factor]


def density_entry(cell):
    """m · 2^32 and a power of two for an m · 2^-power just below the density, and ln of what it lacks."""
    right = mpf(cell + 1) / 32
    value = exp(-right * right / 2) / sqrt(2 * pi)
    power = int(floor(-log(value, 2)))
    mantissa = int(floor(value * mpf(2) ** (32 + power)))
    assert 2**31 <= mantissa < 2**32
    lacking = ln(value * mpf(2) ** (32 + power) / mantissa) * mpf(2) ** 64
    return [(mantissa << 32) | power, nearest(lacking + DENSITY_CENTRING + mpf(9) / 5 * 2**32 / mantissa)]


def line_below(most):
    """A straight line below 4,096 numbers: its start in units of 4,096, and its fall from one to the next."""
    fall = nearest(mpf(most[0] - most[-1]) / (len(most) - 1))
    start = min(value + fall * step for step, value in enumerate(most)) >> 12
    assert start < 2**20 and fall < 2**12
    return (start << 12) | fall


def right_ends(cell):
    """Of the 4,096 steps of a 256th of [1, 2), in 2^-20."""
    return range((256 + cell) * 4096 + 1, (257 + cell) * 4096 + 1)


def reciprocal_cell(cell):
    """1/x, in 2^-32, at the right end of each step, so that the line is below that of everything in it."""
    return line_below([2**52 // right for right in right_ends(cell)])


def reciprocal_root_cell(cell, of):
    """The same of 1/√(of · x)."""
    return line_below([math.isqrt(2**84 // (of * right)) for right in right_ends(cell)])


def pairs(documentation, name, rows):
    text = "".join("\t[" + ", ".join(grouped(n) for n in row) + "],\n" for row in rows)
    return f"/// {documentation}\npub(super) const {name}: [[u64; 2]; {len(rows)}] = [\n{text}];\n"


def main():
    reciprocals = [(1 << 16) * LN_CELLS // (LN_CELLS + i + 1) for i in range(LN_CELLS)]
    logarithms = [nearest(-ln(mpf(c) / 2**16) * mpf(2) ** 96) for c in reciprocals]
    cells = [mills_cell(cell) for cell in range(MILLS_CELLS)]
    parts = [
        "// SPDX-License-Identifier: Apache-2.0\n"
        "//! Constants of the kernel. Written by `tables/generate.py`; do not edit.\n",
        "#![allow(clippy::unreadable_literal, reason = \"generated\")]\n",
        constant("ln 2 · 2^96.", "LN_2", "u128", nearest(ln(mpf(2)) * mpf(2) ** 96)),
        constant("ln 10^18 · 2^96.", "LN_ONE", "u128", nearest(18 * ln(mpf(10)) * mpf(2) ** 96)),
        constant("log2(e) / 2 · 2^64.", "HALF_LOG2_E", "u64", nearest(log(mp.e, 2) / 2 * 2**64)),
        constant(
            "log2(e) / 10^18 · 2^187, which has 128 significant bits.",
            "LOG2_E_PER_UNIT",
            "u128",
            nearest(log(mp.e, 2) / mpf(10) ** 18 * mpf(2) ** 187),
        ),
        constant(
            "2^187 / 10^18, which has 128 significant bits.",
            "PER_UNIT",
            "u128",
            nearest(mpf(2) ** 187 / mpf(10) ** 18),
        ),
        constant(
            "2^212 / (10^18 · 31,536,000), which has 128 significant bits.",
            "PER_UNIT_SECOND",
            "u128",
            nearest(mpf(2) ** 212 / (mpf(10) ** 18 * 31536000)),
        ),
        array(
            "(2^(i / 64) − 1) · 2^64, centred.",
            "EXP2_COARSE",
            "u64",
            powers_of_two(64),
        ),
        array(
            "(2^(j / 4096) − 1) · 2^64, centred.",
            "EXP2_FINE",
            "u64",
            powers_of_two(4096),
        ),
        array(
            "(ln 2)^(k + 1) / (k + 1)! · 2^64: the series of 2^g − 1.",
            "EXP2_SERIES",
            "u64",
            [nearest(ln(mpf(2)) ** (k + 1) / mp.factorial(k + 1) * mpf(2) ** 64) for k in range(4)],
        ),
        pairs(
            "ln c · 2^64 and c · 2^31, for c just below e^(i / 64).",
            "EXP_COARSE",
            [exp_coarse(i) for i in range(33)],
        ),
        pairs(
            "ln (1 + f) · 2^64 and f · 2^37, for f just below e^(j / 4096) − 1.",
            "EXP_FINE",
            [exp_fine(j) for j in range(64)],
        ),
        pairs(
            "The density at each 32nd up to 16 as m · 2^-power · e^lacking: m · 2^32 + power in one word, and\n"
            "/// lacking · 2^64, centred.",
            "DENSITY",
            [density_entry(cell) for cell in range(MILLS_CELLS)],
        ),
        array(
            "A line below 1/x on each 256th of [1, 2): where it starts · 2^20, and, in the lowest twelve bits, how much it\n"
            "/// falls at each 4,096th of that · 2^32.",
            "RECIPROCAL",
            "u32",
            [reciprocal_cell(cell) for cell in range(256)],
        ),
        array(
            "The same of 1/√x on each 256th of [1, 2), then on each 128th of [2, 4).",
            "RECIPROCAL_ROOT",
            "u32",
            [reciprocal_root_cell(cell, of) for of in (1, 2) for cell in range(256)],
        ),
        array(
            "2^16 over the right end of each 128th of [1, 2), rounded down.",
            "LN_RECIPROCAL",
            "u16",
            reciprocals,
        ),
        array("−ln(reciprocal / 2^16) · 2^96.", "LN_TABLE", "u128", logarithms),
        array(
            "2^(−7 k) / (k + 2) · 2^64: the series of −ln(1 − r) after its first term; the first centred.",
            "LN_SERIES",
            "u64",
            [
                nearest(mpf(2) ** (-7 * k) / (k + 2) * mpf(2) ** 64) + (LN_CENTRING if k == 0 else 0)
                for k in range(9)
            ],
        ),
    ]
    rows = "".join(
        "\t[" + ", ".join(grouped(c) for c in cell) + "],\n" for cell in cells
    )
    parts.append(
        "/// The Mills ratio on each 32nd of [0, 16) · 2^63: coefficients of the powers of the distance\n"
        f"/// from the right end; the first one centred, the last two over 2^{MILLS_LAST_BITS}.\n"
        f"pub(super) static MILLS: [[u64; {MILLS_DEGREE + 1}]; {MILLS_CELLS}] = [\n{rows}];\n"
    )
    text = "\n".join(parts)
    if "--check" in sys.argv[1:]:
        if TARGET.read_text() != text:
            sys.exit(f"{TARGET} differs from what this program writes")
    else:
        TARGET.write_text(text)


main()
