# SPDX-License-Identifier: Apache-2.0
"""Smiles and their slices as one SVG: two panels, one above the other."""
import datetime

import numpy

import chains

WIDTH, HEIGHT, LEFT, TOP, BETWEEN = 900, 360, 60, 40, 70
COLOURS = ("#1b6ca8", "#c2410c", "#15803d", "#7e22ce", "#a16207")
DAYS = (1, 7, 30, 90, 270)


def write(path, calm, stressed):
    height = 2 * (HEIGHT + BETWEEN) + TOP
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" '
        'font-family="sans-serif" font-size="12">',
        f'<rect width="{WIDTH}" height="{height}" fill="white"/>',
        *panel(calm, TOP, "Calm"),
        *panel(stressed, TOP + HEIGHT + BETWEEN, "Stressed"),
        "</svg>",
    ]
    path.write_text("\n".join(parts) + "\n")


def chosen(slices):
    """One expiry close to each of a few terms."""
    found = []
    for days in DAYS:
        one = min(slices, key=lambda one: abs(one.seconds - days * 86_400))
        if one not in found:
            found.append(one)
    return found


def panel(slices, top, title):
    slices = chosen(slices)
    time = datetime.datetime.fromtimestamp(slices[0].snapshot, datetime.timezone.utc)
    lowest, highest = -1.2, 1.2
    volatilities = numpy.concatenate(
        [numpy.sqrt(one.w / one.years)[numpy.abs(one.k) < highest] for one in slices]
    )
    most = min(float(volatilities.max()) * 1.05, 3.0)

    def x(k):
        return LEFT + (k - lowest) / (highest - lowest) * (WIDTH - LEFT - 20)

    def y(volatility):
        return top + HEIGHT * (1 - volatility / most)

    yield (
        f'<text x="{LEFT}" y="{top - 12}" font-size="14">{title}: BTC, '
        f"{time:%d %B %Y %H:%M} UTC; implied volatility over ln(K/F)</text>"
    )
    for step in numpy.linspace(lowest, highest, 9):
        yield f'<path d="M{x(step):.1f} {top}V{top + HEIGHT}" stroke="#e5e5e5"/>'
        yield (
            f'<text x="{x(step):.1f}" y="{top + HEIGHT + 16}" text-anchor="middle">{step:+.1f}</text>'
        )
    for step in numpy.arange(0, most, 0.25):
        yield f'<path d="M{LEFT} {y(step):.1f}H{WIDTH - 20}" stroke="#e5e5e5"/>'
        yield (
            f'<text x="{LEFT - 6}" y="{y(step) + 4:.1f}" text-anchor="end">{100 * step:.0f} %</text>'
        )
    for number, one in enumerate(slices):
        colour = COLOURS[number % len(COLOURS)]
        k = numpy.linspace(max(lowest, one.k[0]), min(highest, one.k[-1]), 160)
        line = numpy.sqrt(chains.variance(one.fitted, k) / one.years)
        points = [(a, b) for a, b in zip(k, line) if b <= most]
        path = "L".join(f"{x(a):.1f} {y(b):.1f}" for a, b in points)
        dashes = "" if one.answer["check"] == "accepted" else ' stroke-dasharray="6 4"'
        yield f'<path d="M{path}" fill="none" stroke="{colour}" stroke-width="1.5"{dashes}/>'
        for a, w in zip(one.k, one.w):
            volatility = (w / one.years) ** 0.5
            if lowest <= a <= highest and volatility <= most:
                yield f'<circle cx="{x(a):.1f}" cy="{y(volatility):.1f}" r="2.4" fill="{colour}"/>'
        yield (
            f'<text x="{WIDTH - 120}" y="{top + 18 + 16 * number}" fill="{colour}">'
            f"{one.seconds / 86_400:.1f} days</text>"
        )
