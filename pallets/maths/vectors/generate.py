#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes the numeric cases of this folder.

    python3 pallets/maths/vectors/generate.py          writes the files
    python3 pallets/maths/vectors/generate.py --check  fails if a committed file differs
    python3 pallets/maths/vectors/generate.py --many 50000 --seed 7 --into FOLDER
                                                       writes that many other cases elsewhere: run
                                                       them with STRADDLE_VECTORS=FOLDER

Needs mpmath. Formulas are written out here a second time, with 80 digits and without any of the
crate's methods, so that the two can only agree by both being right. Inputs come from a fixed seed.
"""
import argparse
import json
import math
import pathlib
import random
import sys
from fractions import Fraction

from mpmath import erfc, exp, ln, mp, mpf, nstr, pi, sqrt

sys.dont_write_bytecode = True  # beside this program, for its modules

from accounts import accounts
from auctions import auctions
from portfolios import portfolios

mp.dps = 80
YEAR = 31536000

arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
arguments.add_argument("--check", action="store_true")
arguments.add_argument("--many", type=int, default=160)
arguments.add_argument("--seed", type=int, default=20261127)
arguments.add_argument("--into", type=pathlib.Path, default=pathlib.Path(__file__).resolve().parent)
ASKED = arguments.parse_args()
random.seed(ASKED.seed)


def text(value, digits=30):
    """A plain decimal with this many significant digits."""
    value = mpf(value)
    if value == 0:
        return "0"
    return nstr(value, digits, min_fixed=-400, max_fixed=400, strip_zeros=False).rstrip(".")


def places(value, count):
    """A decimal with at most `count` places, as text."""
    rounded = mp.floor(mpf(value) * mpf(10) ** count + mpf("0.5"))
    digits = str(int(abs(rounded))).rjust(count + 1, "0")
    whole, fraction = digits[: len(digits) - count], digits[len(digits) - count :].rstrip("0")
    sign = "-" if rounded < 0 else ""
    return sign + whole + ("." + fraction if fraction else "")


def cdf(x):
    return erfc(-x / sqrt(mpf(2))) / 2


def pdf(x):
    return exp(-x * x / 2) / sqrt(2 * pi)


def black76(forward, strike, seconds, volatility, rate):
    f, k, s, r = (mpf(v) for v in (forward, strike, volatility, rate))
    t = mpf(seconds) / YEAR
    discount = exp(-r * t)
    v = s * sqrt(t)
    d1 = ln(f / k) / v + v / 2
    d2 = d1 - v
    call = discount * (f * cdf(d1) - k * cdf(d2))
    put = discount * (k * cdf(-d2) - f * cdf(-d1))
    vega = discount * f * pdf(d1) * sqrt(t)
    decay = discount * f * pdf(d1) * s / (2 * sqrt(t))
    return {
        "discount": discount,
        "call": call,
        "put": put,
        "delta_call": discount * cdf(d1),
        "delta_put": -discount * cdf(-d1),
        "gamma": discount * pdf(d1) / (f * v),
        "vega": vega,
        "theta_call": r * call - decay,
        "theta_put": r * put - decay,
        "rho_call": -t * call,
        "rho_put": -t * put,
    }


def allow(absolute, relative=0):
    return {"abs": nstr(mpf(absolute), 8), "rel": nstr(mpf(relative), 8)}


def functions():
    def spread(low, high, count):
        return [places(random.uniform(low, high), 16) for _ in range(count)]

    unit = "0.000000000000000001"
    near_one = ["0.999999999999999999", "1", "1.000000000000000001"]
    cases = {
        "exp": (
            exp,
            ["0", unit, "-" + unit, "-42", "-60", "46"]
            + [places(k * ln(mpf(2)) / 64, 18) for k in range(-6, 7)]
            + spread(-45, 46, ASKED.many // 5)
            + spread(-1, 1, ASKED.many // 5),
            ("1e-18", "1e-18"),
        ),
        "ln": (
            ln,
            [unit] + near_one + [places(1 + mpf(k) / 128, 18) for k in range(1, 128, 9)]
            + [places(exp(random.uniform(-40, 46)), 18) for _ in range(ASKED.many // 4)]
            + spread(0.9, 1.1, ASKED.many // 8)
            + ["170141183460469231731.687303715884105727"],
            ("1e-18", "0"),
        ),
        "sqrt": (
            sqrt,
            ["0", unit, "0.25", "2"] + near_one
            + [places(exp(random.uniform(-40, 46)), 18) for _ in range(ASKED.many // 3)],
            ("1e-18", "0"),
        ),
        "norm_cdf": (
            cdf,
            ["0", unit, "-" + unit]
            + [places(mpf(k) / 8, 18) for k in range(-72, 73, 3)]
            + spread(-9, 9, ASKED.many // 4)
            + ["-40", "40"],
            ("1e-18", "0"),
        ),
    }
    for kind, (function, arguments, (absolute, relative)) in cases.items():
        yield kind, f"{kind}(x), 18 decimals.", [
            {
                "inputs": {"x": x},
                "expected": {"y": text(function(mpf(x)))},
                "tolerance": {"y": allow(absolute, relative)},
            }
            for x in arguments
        ]


def option_inputs(count):
    """Forwards from a cent to a million, up to six standard deviations away from the strike."""
    made = []
    for number in range(count):
        forward = places(mp.mpf(10) ** random.uniform(-2, 6), 8)
        seconds = int(mp.mpf(10) ** random.uniform(1.8, 7.98))
        volatility = places(random.uniform(0.05, 4), 6)
        rate = random.choice(["0", places(random.uniform(0, 0.2), 6)])
        v = mpf(volatility) * sqrt(mpf(seconds) / YEAR)
        away = 0 if number % 8 == 0 else random.uniform(-6, 6)
        moneyness = max(min(away * v, mpf(4)), mpf(-4))
        strike = forward if number % 16 == 0 else places(mpf(forward) * exp(moneyness), 12)
        if mpf(strike) > 0:
            made.append((forward, strike, seconds, volatility, rate))
    for corner in [
        ("0.01", "0.001", 60, "0.05", "0"),
        ("0.01", "0.1", 94608000, "4", "0.2"),
        ("1000000", "10000000", 94608000, "4", "0.2"),
        ("1000000", "1000000", 60, "0.05", "0"),
        ("90000", "90000.000000000001", 3600, "0.5", "0.05"),
        ("90000", "60000", 31536000, "0.5", "-0.05"),
    ]:
        made.append(corner)
    return made


def options():
    prices, implied = [], []
    for forward, strike, seconds, volatility, rate in option_inputs(ASKED.many):
        inputs = {
            "forward": forward,
            "strike": strike,
            "seconds_to_expiry": seconds,
            "volatility": volatility,
            "rate": rate,
        }
        values = black76(forward, strike, seconds, volatility, rate)
        larger = 1 + max(mpf(forward), mpf(strike))
        of_price = allow(mpf("4e-18") * larger)
        # Vega is below F √t; theta is not bounded so where an option lives for a minute.
        of_vega = allow(mpf("1e-17") * (1 + mpf(forward)))
        of_theta = allow(mpf("1e-17") * (1 + mpf(forward)), "1e-15")
        prices.append(
            {
                "inputs": inputs,
                "expected": {key: text(value) for key, value in values.items()},
                "tolerance": {
                    "discount": allow("1e-18"),
                    "call": of_price,
                    "put": of_price,
                    "delta_call": allow("1e-17"),
                    "delta_put": allow("1e-17"),
                    "gamma": allow("1e-18", "1e-15"),
                    "vega": of_vega,
                    "theta_call": of_theta,
                    "theta_put": of_theta,
                    "rho_call": allow(mpf("4e-18") * larger * (1 + mpf(seconds) / YEAR)),
                    "rho_put": allow(mpf("4e-18") * larger * (1 + mpf(seconds) / YEAR)),
                },
            }
        )
        for kind in ("call", "put"):
            price = values[kind]
            f, k = mpf(forward), mpf(strike)
            intrinsic = values["discount"] * max(f - k if kind == "call" else k - f, mpf(0))
            if price - intrinsic < mpf("1e-12"):
                continue
            # The price is stated to 30 digits, and held to 18 decimals.
            held = mpf("3e-18") + mpf(10) ** -29 * price
            implied.append(
                {
                    "inputs": {
                        "type": kind,
                        "forward": forward,
                        "strike": strike,
                        "seconds_to_expiry": seconds,
                        "rate": rate,
                        "price": text(price),
                    },
                    "expected": {"volatility": volatility},
                    "tolerance": {
                        "volatility": allow(
                            mpf(volatility) * mpf("1e-15") + held / values["vega"] + mpf("1e-18")
                        )
                    },
                }
            )
    yield "black76", "Black-76 on the forward. theta per year, rho per 1 of rate, at fixed forward.", prices
    yield "implied_volatility", "The volatility that has the price.", implied[::2]

    refused = []
    for kind, strike, price, error in [
        ("call", "90", "9.999999999999999999", "below_intrinsic"),
        ("call", "90", "10", "at_intrinsic"),
        ("call", "90", "100", "at_or_above_max"),
        ("call", "110", "0", "at_intrinsic"),
        ("put", "90", "0", "at_intrinsic"),
        ("put", "90", "90", "at_or_above_max"),
        ("put", "90", "123", "at_or_above_max"),
        ("put", "110", "9.5", "below_intrinsic"),
        ("put", "110", "-1", "below_intrinsic"),
    ]:
        refused.append(
            {
                "inputs": {
                    "type": kind,
                    "forward": "100",
                    "strike": strike,
                    "seconds_to_expiry": 86400,
                    "rate": "0",
                    "price": price,
                },
                "expected": {"error": error},
            }
        )
    yield "implied_volatility_refused", "Prices that no single volatility has.", refused


def exact(value):
    """A fraction that is a finite decimal, as text."""
    return places(mpf(value.numerator) / value.denominator, 18)


def funding():
    sets = {
        "standard": {
            "convergence_period_hours": "8",
            "static_interest_rate": "0",
            "max_abs_rate_per_hour": "0.0075",
        },
        "with_interest": {
            "same_as": "standard",
            "overrides": {"static_interest_rate": "0.0000125"},
        },
    }
    cases = []
    for name, interest in [("standard", Fraction(0)), ("with_interest", Fraction(1, 80000))]:
        for index, bid, ask in [
            (1500, 1506, 1510),
            (1500, 1490, 1494),
            (1500, 1499, 1501),
            (1500, 1500, 1500),
            (1500, 3000, 3000),
            (1500, 10, 20),
            (90000, 90090, 90100),
        ]:
            premium = Fraction(max(bid - index, 0) - max(index - ask, 0), index)
            cap = Fraction(75, 10000)
            rate = max(min(premium / 8 + interest, cap), -cap)
            for seconds in (0, 3, 3600):
                paid = -rate * seconds / 3600 * index
                # Rates and payments are cut at 18 decimals, the payment against the account.
                cases.append(
                    {
                        "parameters": {"set": name},
                        "inputs": {
                            "index_price": str(index),
                            "impact_bid": str(bid),
                            "impact_ask": str(ask),
                            "elapsed_seconds": seconds,
                            "short_position": "-2",
                            "long_position": "3",
                        },
                        "expected": {
                            "hourly_funding_rate": exact(rate),
                            "long_funding": exact(paid * 3),
                            "short_funding": exact(paid * -2),
                        },
                        "tolerance": {
                            "hourly_funding_rate": allow("1e-18"),
                            "long_funding": allow("1e-12"),
                            "short_funding": allow("1e-12"),
                        },
                    }
                )
    cases.append(
        {
            "parameters": {"set": "standard"},
            "inputs": {"index_price": "1500", "impact_bid": "1501", "impact_ask": "1499"},
            "expected": {"error": "bid above ask"},
        }
    )
    # A third of an hour but for a little, half a second, and the last digit of a period.
    for hours, seconds in (("0.3333", "0.5"), ("0.0005", "1800.5"), ("1.000000000000000001", 3600)):
        rate = Fraction(1, 100) / Fraction(hours) - Fraction(1, 80000)
        cases.append(
            {
                "parameters": {
                    "inline": {
                        "same_as": "standard",
                        "overrides": {"convergence_period_hours": hours, "max_abs_rate_per_hour": "100"},
                    },
                    "static_interest_rate": "-0.0000125",
                },
                "inputs": {
                    "index_price": "1500",
                    "impact_bid": "1515",
                    "impact_ask": "1515",
                    "elapsed_seconds": seconds,
                    "position": "+1",
                    "short_position": None,
                },
                "expected": {
                    "hourly_funding_rate": exact(rate),
                    "funding": exact(-rate * Fraction(seconds) / 3600 * 1500),
                },
                "tolerance": {"hourly_funding_rate": allow("1e-18"), "funding": allow("2e-15")},
            }
        )
    return "funding", "Funding rate per hour and payments.", cases, sets


def perp_pnl():
    cases = []
    for size in ("1", "-1", "0.003", "-12.5", "0"):
        for then, now in (("1500", "1600"), ("90000.1", "89999.9"), ("5", "5")):
            gained = (Fraction(now) - Fraction(then)) * Fraction(size)
            cases.append(
                {
                    "inputs": {
                        "position_before": size,
                        "mark_at_open": then,
                        "mark_now": now,
                        "trade_delta": "0",
                    },
                    "expected": {"realised_pnl": exact(gained)},
                    "tolerance": {"type": "exact"},
                }
            )
    return "perp_pnl", "Profit of a position between two marks.", cases


def settlement():
    cases = []
    for kind, sign in (("call", 1), ("put", -1)):
        for settled in ("800", "1000", "1200.5"):
            for amount in ("1", "-2.5"):
                paid = max(sign * (Fraction(settled) - 1000), Fraction(0)) * Fraction(amount)
                cases.append(
                    {
                        "inputs": {
                            "type": kind,
                            "strike": "1000",
                            "amount": amount,
                            "settlement_price": settled,
                        },
                        "expected": {"payout": exact(paid)},
                        "tolerance": {"type": "exact"},
                    }
                )
    for seconds in (1800, 1200, 900, 1, 3600):
        left = min(seconds, 1800)
        cases.append(
            {
                "parameters": {"inline": {"twap_seconds": 1800}},
                "inputs": {
                    "spot": "990",
                    "forward_minus_spot": "18",
                    "seconds_to_expiry_of_data": seconds,
                    "realised_average_price": "1050",
                },
                "expected": {
                    "forward_fixed_portion": exact(Fraction(1050 * (1800 - left), 1800)),
                    "forward_variable_portion": exact(Fraction(1008 * left, 1800)),
                },
                "tolerance": allow("1e-18"),
            }
        )
    for inputs, expected in (
        ({"settlement_values": ["-500", "1000"]}, {"cash_change": "500"}),
        ({"settlement_values": ["-500", "1000"], "settled": False}, {"cash_change": "0"}),
        (
            {"type": "call", "strike": "1000", "amount": "1", "settlement_price": None},
            {"payout": "0", "settled": False},
        ),
    ):
        cases.append({"inputs": inputs, "expected": expected})
    cases.append(
        {
            "parameters": {"twap_seconds": 1800},
            "inputs": {"spot": "990", "forward_minus_spot": "18"},
            "expected": {"forward_fixed_portion": "0", "forward_variable_portion": "1008"},
        }
    )
    return "settlement", "What options pay, and the forward while its average forms.", cases


def weighted_median():
    cases = []
    for _ in range(30):
        votes = [
            (random.randrange(1, 60), random.randrange(0, 9)) for _ in range(random.randrange(1, 9))
        ]
        total = sum(weight for _, weight in votes)
        if total == 0:
            continue
        found = min(
            price
            for price, _ in votes
            if 2 * sum(weight for other, weight in votes if other <= price) >= total
        )
        cases.append(
            {
                "inputs": {"prices": [{"price": p, "vote_weight": w} for p, w in votes]},
                "expected": {"median": found},
            }
        )
    for values in ([], [7], [-3, 4], [4, -3, 9], [1, 2], [-1, -2, -3, -4]):
        ordered = sorted(values)
        if not ordered:
            expected = {"median": 0, "error": "nothing given"}
        else:
            total = ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2]
            half = (abs(total) + 1) // 2
            expected = {"median": half if total >= 0 else -half, "error": None}
        cases.append({"inputs": {"values": values, "type": "int32"}, "expected": expected})
    return "weighted_median", "Lower weighted median, and the plain median of integers.", cases


def total_variance(slice_, k):
    a, b, rho, m, sigma = slice_
    return a + b * (rho * (k - m) + mp.hypot(k - m, sigma))


def log_moneyness(*slices):
    """Many points around each centre, close ones near it and far ones far from it."""
    points = []
    for _, _, _, m, sigma in slices:
        m, sigma = float(m), float(sigma)
        for step in range(-1200, 1201):
            points.append(m + sigma * math.sinh(step / 100) * min(1, 1 / sigma))
            points.append(m + sigma * step / 200)
    return [point for point in points if abs(point) < 40]


def least_density(slice_):
    """The least of Durrleman's g, in floating point: cases close to zero are not used."""
    a, b, rho, m, sigma = (float(part) for part in slice_)
    least = math.inf
    for k in log_moneyness(slice_):
        root = math.hypot(k - m, sigma)
        w = a + b * (rho * (k - m) + root)
        slope = b * (rho + (k - m) / root)
        bend = b * sigma**2 / root**3
        g = (1 - k * slope / (2 * w)) ** 2 - slope**2 / 4 * (1 / w + 0.25) + bend / 2
        least = min(least, g)
    return least


def random_slice(scale=1.0):
    variance = random.uniform(0.005, 0.3) * scale
    return [
        mpf(places(part, 8))
        for part in (
            variance * random.uniform(-0.2, 1),
            min(variance * random.uniform(0.05, 4), 1.5),
            random.uniform(-0.8, 0.8),
            random.uniform(-0.3, 0.3),
            random.uniform(0.02, 0.8),
        )
    ]


def named(slice_):
    return {name: places(part, 8) for name, part in zip(("a", "b", "rho", "m", "sigma"), slice_)}


def asymptote(slice_, sign):
    """How steeply a wing rises outwards, and the total variance where its asymptote passes the money."""
    a, b, rho, m, _ = slice_
    slope = b * (1 + sign * rho)
    return slope, a - sign * slope * m


def surface():
    slices, pairs = [], []
    while len(slices) < ASKED.many // 2:
        slice_ = random_slice()
        a, b, rho, m, sigma = slice_
        lowest = a + b * sigma * sqrt(1 - rho * rho)
        if lowest <= 0:
            reason = "negative_variance"
        elif b * (1 + abs(rho)) > 2:
            reason = "wing_slope"
        else:
            least = least_density(slice_)
            if abs(least) < 1e-3:
                continue
            reason = "negative_density" if least < 0 else "none"
        k = mpf(places(random.uniform(-2, 2), 6))
        root = mp.hypot(k - m, sigma)
        slices.append(
            {
                "inputs": {**named(slice_), "k": places(k, 6), "T": "0.25"},
                "expected": {
                    "w": text(total_variance(slice_, k)),
                    "dw_dk": text(b * (rho + (k - m) / root)),
                    "d2w_dk2": text(b * sigma**2 / root**3),
                    "butterfly_free": reason == "none",
                    "reason": reason,
                },
                "tolerance": {
                    "w": allow("1e-17"),
                    "dw_dk": allow("1e-16"),
                    "d2w_dk2": allow("1e-14", "1e-14"),
                },
            }
        )
    while len(pairs) < ASKED.many // 2:
        earlier, later = random_slice(), random_slice(random.uniform(1, 3))
        if random.random() < 0.5:
            later[2] = earlier[2]
            later[1] = max(later[1], earlier[1])
        wings = [[asymptote(slice_, sign) for slice_ in (earlier, later)] for sign in (1, -1)]
        steeper = all(outer[0] >= inner[0] for inner, outer in wings)
        # Parallel wings end as far apart as their asymptotes are, wherever the search ends.
        ends = [outer[1] - inner[1] for inner, outer in wings if outer[0] == inner[0]]
        floats = [[float(part) for part in slice_] for slice_ in (earlier, later)]

        def above(k):
            values = [
                a + b * (rho * (k - m) + math.hypot(k - m, sigma)) for a, b, rho, m, sigma in floats
            ]
            return values[1] - values[0]

        least = min(*(above(k) for k in log_moneyness(earlier, later)), *ends)
        if abs(least) < 1e-6:
            continue
        pairs.append(
            {
                "inputs": {"T1": "0.25", "p1": named(earlier), "T2": "0.5", "p2": named(later)},
                "expected": {"calendar_free": steeper and least > 0},
            }
        )
    yield "svi_slice", "Raw SVI with its derivatives, and whether it is free of butterfly arbitrage.", slices
    yield "svi_calendar", "Whether the later slice is nowhere below the earlier one.", pairs


def straight(nodes, k):
    """Total variance on straight lines through nodes; wings as the pieces beside them, never falling
    and never steeper than 2."""
    pieces = list(zip(nodes, nodes[1:]))
    slopes = [(w1 - w0) / (k1 - k0) for (k0, w0), (k1, w1) in pieces]
    if k < nodes[0][0]:
        return nodes[0][1] + max(min(slopes[0], mpf(0)), mpf(-2)) * (k - nodes[0][0])
    if k > nodes[-1][0]:
        return nodes[-1][1] + min(max(slopes[-1], mpf(0)), mpf(2)) * (k - nodes[-1][0])
    for ((k0, w0), (k1, _)), slope in zip(pieces, slopes):
        if k0 <= k <= k1:
            return w0 + slope * (k - k0)


def piece_ends(nodes):
    """1 / w at both ends of the left wing, of each piece between nodes and of the right wing."""
    inverses = [1 / w for _, w in nodes]
    yield mpf(0), inverses[0]
    yield from zip(inverses, inverses[1:])
    yield mpf(0), inverses[-1]


def straight_fault(nodes):
    """The reason, or nothing if the case is too close to call."""
    slopes = [(w1 - w0) / (k1 - k0) for (k0, w0), (k1, w1) in zip(nodes, nodes[1:])]
    slopes = [min(slopes[0], mpf(0)), *slopes, max(slopes[-1], mpf(0))]
    if max(-slopes[0], slopes[-1]) >= 2:
        return "wing_slope"
    if any(after < before for before, after in zip(slopes, slopes[1:])):
        return "negative_density"
    least = mpf(1)
    # Each piece starts at a node, the wing before the first one runs from it. On a straight piece g is a convex
    # parabola of u = 1 / w, (1 - c u)^2 / 4 - slope^2 (u + 1/4) / 4 with c = k0 slope - w0, so its least is known.
    for slope, (k0, w0), ends in zip(slopes, [nodes[0], *nodes], piece_ends(nodes)):
        if slope == 0:
            continue  # g is 1.
        c = k0 * slope - w0
        lowest, highest = sorted(ends)
        u = min(max((c + slope**2 / 2) / c**2 if c else highest, lowest), highest)
        least = min(least, (1 - c * u) ** 2 / 4 - slope**2 / 4 * (u + mpf("0.25")))
    if abs(least) < mpf("1e-2"):
        return None
    return "negative_density" if least < 0 else "none"


def smiles():
    lines, fits = [], []
    while len(lines) < ASKED.many // 4:
        slice_ = random_slice()
        ks = sorted({places(random.uniform(-1.5, 1.5), 4) for _ in range(random.randrange(2, 8))}, key=mpf)
        nodes = [(mpf(k), mpf(places(total_variance(slice_, mpf(k)), 12))) for k in ks]
        if len(nodes) < 2 or min(w for _, w in nodes) <= 0:
            continue
        if random.random() < 0.2:
            nodes[-1] = (nodes[-1][0], nodes[-1][1] * 4)
        reason = straight_fault(nodes)
        if reason is None:
            continue
        k = mpf(places(random.uniform(-3, 3), 6))
        listed = [{"k": places(at, 4), "w": places(w, 12)} for at, w in nodes]
        lines.append(
            {
                "inputs": {"nodes": listed, "k": places(k, 6)},
                "expected": {
                    "w": text(straight(nodes, k)),
                    "butterfly_free": reason == "none",
                    "reason": reason,
                },
                "tolerance": {"w": allow("1e-18")},
            }
        )
        seconds = int(mp.mpf(10) ** random.uniform(3.5, 7.5))
        totals = [total_variance(slice_, at) for at, _ in nodes]
        if min(totals) <= 0:
            continue
        years = mpf(seconds) / YEAR
        errors = [abs(sqrt(ours / years) - sqrt(w / years)) for ours, (_, w) in zip(totals, nodes)]
        worst = max(errors)
        # A slice that goes through the nodes has no worst one.
        if worst < mpf("1e-6"):
            nodes = [(at, w * mpf(random.randrange(90, 110)) / 100) for at, w in nodes]
            nodes = [(at, mpf(places(w, 12))) for at, w in nodes]
            errors = [abs(sqrt(ours / years) - sqrt(w / years)) for ours, (_, w) in zip(totals, nodes)]
            worst = max(errors)
        # The root of a number with 18 decimals that is divided by years.
        held = max(mpf("2e-18") / years / (2 * sqrt(min(w for _, w in nodes) / years)), mpf("1e-18"))
        fits.append(
            {
                "inputs": {
                    **named(slice_),
                    "seconds_to_expiry": seconds,
                    "nodes": [{"k": places(at, 4), "w": places(w, 12)} for at, w in nodes],
                },
                "expected": {
                    "worst": text(worst),
                    "worst_at": places(nodes[errors.index(worst)][0], 4),
                    "mean": text(sum(errors) / len(errors)),
                },
                "tolerance": {
                    "worst": allow(4 * held + mpf("2e-18")),
                    "worst_at": allow("0"),
                    "mean": allow(4 * held + mpf("2e-18")),
                },
            }
        )
    yield "straight_smile", "Straight lines through nodes of total variance, and whether they are free of butterfly arbitrage.", lines
    yield "svi_fit", "How far a slice is from nodes, in annual volatility.", fits


def files():
    made = [*functions(), *options(), perp_pnl(), settlement(), weighted_median(), *surface()]
    # Cases of portfolios are older than these and do not depend on them.
    before = random.getstate()
    made += smiles()
    random.setstate(before)
    for kind, about, cases in made:
        yield kind, {"schema": 1, "kind": kind, "about": about}, cases
    count = max(ASKED.many // 5, 1)
    for kind, about, cases, sets in (
        funding(),
        *portfolios(text, places, allow, black76, count),
        *auctions(ASKED.seed, ASKED.many),
        *accounts(ASKED.seed, text, places, allow, black76, count),
    ):
        yield kind, {"schema": 1, "kind": kind, "about": about, "parameter_sets": sets}, cases


def main():
    for kind, head, cases in files():
        rows = ",\n".join(
            "    " + json.dumps({"id": f"{kind}-{number}", **case}) for number, case in enumerate(cases)
        )
        start = json.dumps(head, indent=2)[:-2]
        written = f'{start},\n  "cases": [\n{rows}\n  ]\n}}\n'
        target = ASKED.into / f"{kind}.json"
        if ASKED.check:
            if target.read_text() != written:
                raise SystemExit(f"{target} differs from what this program writes")
        else:
            target.write_text(written)


main()
