# SPDX-License-Identifier: Apache-2.0
"""Cases of portfolio margin for `generate.py`: whole accounts, and portfolios under a grid.

The model is written out here a second time, with 80 digits: scenarios, the tenor law of volatility, the
static discount on both sides, forwards that move apart, smiles that tilt or bend, contingencies, doubt,
depeg and collateral.
"""
import random

from mpmath import exp, ln, mp, mpf, sqrt

YEAR = 31536000
MONTH = 30 * 86400

CORE = [0.84, 0.88, 0.92, 0.96, 1, 1.04, 1.08, 1.12, 1.16]
TAILS = [("0.34", "0.242424242424242425"), ("0.67", "0.484848484848484849"), ("1.5", "0.32"),
         ("2", "0.16"), ("4", "0.053333333333333334")]


def tenor(shock, seconds):
    """How much of a shock of 30 days an expiry gets."""
    power = shock["short_term_power"] if seconds <= MONTH else shock["long_term_power"]
    return (mpf(MONTH) / max(seconds, int(shock["dte_floor_sec"]))) ** mpf(power)


def shocked(volatility, direction, shock, seconds):
    scale = tenor(shock, seconds)
    if direction == "up":
        return max(volatility * (1 + mpf(shock["range_up"]) * scale), mpf(shock.get("min_vol_up_shock", 0)))
    if direction == "down":
        return volatility * max(1 - mpf(shock["range_down"]) * scale, mpf(0))
    return volatility


def value(price, options, expiry, move=1, volatility=lambda option: mpf(option["vol"])):
    """What the options of one expiry are worth after a move of the variable part of the forward."""
    forward = mpf(expiry["forward_fixed"]) + mpf(expiry["forward_variable"]) * mpf(move)
    total = mpf(0)
    for option in options:
        seconds = option["sec_to_expiry"]
        strike, sigma = mpf(option["strike"]), volatility(option)
        if seconds == 0 or sigma == 0:
            discount = exp(-mpf(expiry["pricing_rate"]) * seconds / YEAR)
            signed = forward - strike if option["type"] == "call" else strike - forward
            one = discount * max(signed, mpf(0))
        else:
            one = price(forward, strike, seconds, sigma, expiry["pricing_rate"])[option["type"]]
        total += mpf(option["amount"]) * one
    return total


def naked_shorts(options):
    """Shorts of one expiry less longs of the other kind at the same strike."""
    total = mpf(0)
    for strike in {option["strike"] for option in options}:
        calls, puts = (
            sum(mpf(o["amount"]) for o in options if o["strike"] == strike and o["type"] == kind)
            for kind in ("call", "put")
        )
        for one, other in ((calls, puts), (puts, calls)):
            if one < 0:
                total += max(-one - max(other, mpf(0)), mpf(0))
    return total


def skew_factor(skew, direction, forward, strike, seconds):
    root = sqrt(mpf(seconds) / YEAR)
    name = "linear" if direction == "linear" else "abs"
    cap = mpf(skew[f"{name}_base_cap"]) + mpf(skew[f"{name}_c_base"]) * root
    level = mpf(skew["vol_param_static"]) + mpf(skew["vol_param_scale"]) * root
    reach = max(mpf(skew["min_k_star"]), root * mpf(skew["width_scale"]) * level)
    k = ln(strike / forward)
    k = k if direction == "linear" else abs(k)
    change = min(k * cap / reach, cap) if k >= 0 else max(k * cap / reach, -cap)
    return max(1 + change, mpf(0))


def account(price, parameters, inputs):
    """Initial and maintenance margin with their parts."""
    margin, other = parameters["margin"], parameters["other_contingency"]
    basis_shock, shock = parameters["basis_contingency"], parameters["vol_shock"]
    later = "mm_factor" in margin
    number = lambda key, within=inputs: mpf(within.get(key, 0))
    spot, stable, base, perp = (
        number(key) for key in ("spot", "stable_price", "base_position", "perp_position")
    )
    expiries = {}
    for option in inputs["options"]:
        expiries.setdefault(option["sec_to_expiry"], []).append(option)
    held = [
        (mpf(c["amount"]) * mpf(c["price"]) / stable, c) for c in inputs.get("collaterals", [])
    ]
    coins = base * spot / stable
    moving = coins + sum(worth for worth, c in held if c["risk_cancelling"])
    mtm = coins + sum(worth for worth, _ in held) + number("perp_unrealised_pnl")
    basis = mpf(0)
    outcomes = [mpf(0)] * len(parameters["scenarios"])
    for number_of, (move, direction, weight) in enumerate(parameters["scenarios"]):
        if direction in ("linear", "abs"):
            continue
        moved = (mpf(move) - 1) * (moving + perp * number("perp_price"))
        outcomes[number_of] += moved * mpf(weight)
    least = min(number("spot_confidence"), number("perp_confidence") if perp else mpf(1))
    doubts = [(least, (abs(perp) + base) * spot)]
    naked = mpf(0)
    for seconds, options in expiries.items():
        feed = inputs["feeds"][str(seconds)]
        rate = max(mpf(feed["rate"]), mpf(0))
        expiry = {**feed, "pricing_rate": rate if later else mpf(0)}
        years = mpf(seconds) / YEAR
        now = value(price, options, expiry)
        mtm += now
        if later:
            long = mpf(margin["long_base_static_discount"]) * exp(
                -years * (rate * mpf(margin["long_rate_mult_scale"]) + mpf(margin["long_rate_add_scale"]))
            )
            short = mpf(margin["short_base_static_discount"]) * exp(
                years * (rate * mpf(margin["short_rate_mult_scale"]) + mpf(margin["short_rate_add_scale"]))
            )
            short = min(short, exp(rate * years))
        else:
            long = mpf(margin["base_static_discount"]) * exp(
                -years * (rate * mpf(margin["rate_mult_scale"]) + mpf(margin["rate_add_scale"]))
            )
            short = mpf(1)
        for place, (move, direction, weight) in enumerate(parameters["scenarios"]):
            if direction in ("linear", "abs"):
                forward = mpf(feed["forward_fixed"]) + mpf(feed["forward_variable"])
                then = value(price, options, expiry, volatility=lambda o: mpf(o["vol"]) * skew_factor(
                    parameters["skew_shock"], direction, forward, mpf(o["strike"]), seconds))
            else:
                then = value(price, options, expiry, move,
                             lambda o: shocked(mpf(o["vol"]), direction, shock, seconds))
            gained = (then * (long if then > 0 else short) - now) * mpf(weight)
            outcomes[place] += -abs(gained) if direction in ("linear", "abs") else gained
        worst = min(mpf(0), *(value(price, options, expiry, basis_shock[key]) - now
                              for key in ("spot_up", "spot_down")))
        basis += worst * (mpf(basis_shock["add_factor"]) + mpf(basis_shock["mult_factor"]) * years)
        naked += naked_shorts(options)
        confidence = min(
            [least, mpf(feed["forward_confidence"]), mpf(feed["rate_confidence"])]
            + [mpf(o["vol_confidence"]) for o in options]
        )
        doubts.append((confidence, sum(abs(mpf(o["amount"])) for o in options) * spot))
    doubts += [(min(number("spot_confidence"), mpf(c["confidence"])), worth) for worth, c in held]
    doubt = sum(
        (1 - confidence) * mpf(other["conf_margin"]) * notional
        for confidence, notional in doubts
        if confidence < mpf(other["conf_threshold"])
    )
    share = lambda *names: mpf(next((other[name] for name in names if name in other), 0))
    static = spot * (
        abs(perp) * share("mm_perp_percent", "perp_percent")
        + base * share("base_percent")
        + naked * share("mm_option_percent", "option_percent")
    ) + sum(worth * mpf(c["mm_haircut"]) for worth, c in held)
    initial = spot * (abs(perp) * share("im_perp_percent") + naked * share("im_option_percent"))
    initial += sum(worth * mpf(c["im_haircut"]) for worth, c in held)
    worst = min([basis] + outcomes)
    peg = max(mpf(other["peg_loss_threshold"]) - stable, mpf(0)) * mpf(other["peg_loss_factor"])
    factor = mpf(margin["im_factor"]) + peg
    cash = number("cash")
    if later:
        im = worst * factor - static - initial - doubt
        mm = worst * mpf(margin["mm_factor"]) - static
    else:
        im = (worst - static) * factor - doubt
        mm = worst - static
    return {
        "im": im + mtm + cash,
        "mm": mm + mtm + cash,
        "mtm_excluding_cash": mtm,
        "basis_contingency": basis,
        "static_contingency": static,
        "confidence_contingency": doubt,
        "oracle_contingency": doubt,
        "perp_contingency": spot * abs(perp) * share("mm_perp_percent", "perp_percent"),
        "base_contingency": spot * base * share("base_percent"),
        "option_contingency": spot * naked * share("mm_option_percent", "option_percent"),
    }


def grid(moves, tails=(), directions=("up", "none", "down")):
    rows = [[str(move), direction, "1"] for move in moves for direction in directions]
    return rows + [[move, "up", weight] for move, weight in tails]


EARLIER = {
    "scenarios": grid([0.8, 0.9, 1, 1.1, 1.2]),
    "vol_shock": {"range_up": "0.45", "range_down": "0.3", "short_term_power": "0.3",
                  "long_term_power": "0.13", "dte_floor_sec": "86400"},
    "basis_contingency": {"spot_up": "1.05", "spot_down": "0.95", "add_factor": "0.25", "mult_factor": "0.5"},
    "other_contingency": {"peg_loss_threshold": "0.98", "peg_loss_factor": "2", "conf_threshold": "0.6",
                          "conf_margin": "0.4", "base_percent": "0.02", "perp_percent": "0.025",
                          "option_percent": "0.01"},
    "margin": {"im_factor": "1.3", "base_static_discount": "0.95", "rate_mult_scale": "4",
               "rate_add_scale": "0.05"},
}
LATER = {
    "scenarios": grid(CORE, TAILS),
    "vol_shock": {"range_up": "0.5", "range_down": "0.25", "short_term_power": "0.3",
                  "long_term_power": "0.13", "dte_floor_sec": "86400", "min_vol_up_shock": "0.5"},
    "basis_contingency": {"spot_up": "1.045", "spot_down": "0.955", "add_factor": "0.5", "mult_factor": "2"},
    "other_contingency": {"peg_loss_threshold": "0.99", "peg_loss_factor": "4", "conf_threshold": "0.55",
                          "conf_margin": "1", "mm_perp_percent": "0.03", "im_perp_percent": "0.01",
                          "mm_option_percent": "0.003", "im_option_percent": "0.002"},
    "margin": {"im_factor": "1", "mm_factor": "0.8", "long_base_static_discount": "0.95",
               "long_rate_mult_scale": "1", "long_rate_add_scale": "0.08",
               "short_base_static_discount": "1.04", "short_rate_mult_scale": "0.5",
               "short_rate_add_scale": "0.08"},
    "skew_shock": {"linear_base_cap": "0.25", "linear_c_base": "-0.1", "abs_base_cap": "0.2",
                   "abs_c_base": "-0.05", "min_k_star": "0.01", "width_scale": "4",
                   "vol_param_static": "0.6", "vol_param_scale": "-0.1"},
}
SKEWED = {**LATER, "scenarios": grid([0.97, 1, 1.03]) + [["1", "linear", "2"], ["1", "abs", "0.5"]]}


def random_account(places):
    spot = places(random.uniform(1000, 100000), 2)
    sized = lambda low, high, count=3: places(random.uniform(low, high), count)
    confidence = lambda: random.choice(["1", "1", "1", sized(0.1, 0.9, 2)])
    inputs = {
        "cash": sized(-5000, 20000, 2),
        "spot": spot,
        "spot_confidence": confidence(),
        "stable_price": random.choice(["1", "1", "0.97", "1.002"]),
        "perp_price": places(mpf(spot) * random.uniform(0.995, 1.005), 2),
        "perp_confidence": confidence(),
        "perp_position": random.choice(["0", sized(-2, 2)]),
        "perp_unrealised_pnl": sized(-100, 100, 2),
        "base_position": random.choice(["0", "0", sized(0, 1)]),
        "feeds": {},
        "options": [],
    }
    for seconds in sorted({random.choice([900, 43200, 500400, 2592000, 4953600, 31536000])
                           for _ in range(random.randrange(0, 4))}):
        forward = places(mpf(spot) * random.uniform(0.99, 1.05), 4)
        fixed = places(mpf(forward) / 2, 4) if seconds == 900 else "0"
        inputs["feeds"][str(seconds)] = {
            "forward_fixed": fixed,
            "forward_variable": places(mpf(forward) - mpf(fixed), 4),
            "forward_confidence": confidence(),
            "rate": random.choice(["0", "-0.02", sized(0, 0.1)]),
            "rate_confidence": "1",
        }
        for _ in range(random.randrange(1, 6)):
            inputs["options"].append(
                {
                    "sec_to_expiry": seconds,
                    "strike": places(mpf(spot) * random.choice([0.8, 0.9, 1, 1.1, 1.25]), 0),
                    "type": random.choice(["call", "put"]),
                    "amount": sized(-3, 3),
                    "vol": sized(0.2, 1.5),
                    "vol_confidence": confidence(),
                }
            )
    return inputs


def collaterals(places, spot):
    moved = places(mpf(spot) * mpf("1.03"), 2)
    return [
        {"asset": "wrapped", "amount": places(random.uniform(0, 1), 3), "price": moved, "confidence": "1",
         "risk_cancelling": True, "mm_haircut": "0.1", "im_haircut": "0.05"},
        {"asset": "dollar", "amount": places(random.uniform(0, 9000), 2), "price": "0.999",
         "confidence": random.choice(["1", "0.4"]), "risk_cancelling": False, "mm_haircut": "0.02",
         "im_haircut": "0.01"},
    ]


def margins(text, places, allow, price, count):
    sets = {"earlier": EARLIER, "later": LATER, "skewed": SKEWED}
    cases = []
    for number in range(count):
        name = list(sets)[number % 3]
        inputs = random_account(places)
        if name != "earlier" and random.random() < 0.5:
            inputs["collaterals"] = collaterals(places, inputs["spot"])
        parts = account(price, sets[name], inputs)
        gross = mpf(inputs["spot"]) * (10 + sum(abs(mpf(o["amount"])) for o in inputs["options"]))
        cases.append(
            {
                "parameters": {"set": name},
                "inputs": inputs,
                "expected": {key: text(part) for key, part in parts.items()},
                "tolerance": allow(mpf("2e-17") * gross + mpf("1e-16")),
            }
        )
    # A call sold at the money loses 100 if the price rises by a tenth, and is naked: 1.3 times 100 and 1 % of 1000.
    sold = {"sec_to_expiry": 86400, "strike": "1000", "type": "call", "amount": "-1", "vol": "0"}
    inputs = {"spot": "1000", "options": [sold]}
    narrow = {"scenarios": [["1.1", "none"]]}
    for cash, expected in (
        ("143.01", {"im": "0.01", "accepted": True}),
        ("142.99", {"im": "-0.01", "accepted": False}),
        ("142.99", {"error": "PMRM_InsufficientMargin"}),
    ):
        cases.append(
            {
                "parameters": {"set": "earlier", "overrides": narrow},
                "inputs": {**inputs, "cash": cash},
                "expected": expected,
                "tolerance": allow("1e-14"),
            }
        )
    return "portfolio_margin", "Portfolio margin of accounts on one underlying.", cases, sets


def grids():
    named = lambda rows: [
        {"spot": mp.nstr(mpf(move) - 1, 12), "vol": {"up": "0.5", "none": "0", "down": "-0.25"}[direction],
         "weight": weight}
        for move, direction, weight in rows
    ]
    return {
        "launch": {"vol_rule": "term", "vol_floor": "0.5", "scenarios": named(grid(CORE, TAILS))},
        "plain": {"vol_rule": "relative", "scenarios": named(grid([0.8, 1, 1.25]))},
    }


def scenario_portfolios(text, places, allow, price, count):
    sets = {"grids": grids()}
    cases = []
    for number in range(count):
        name = random.choice(list(sets["grids"]))
        rows = sets["grids"][name]["scenarios"]
        rate = random.choice(["0", places(random.uniform(0, 0.08), 4)])
        indices = {"BTC": places(random.uniform(20000, 120000), 2)}
        if number % 4 == 0:
            indices["ETH"] = places(random.uniform(1000, 6000), 2)
        positions, gained, gross = [], {}, mpf(0)
        for _ in range(random.randrange(1, 14)):
            underlying = random.choice(list(indices))
            index = mpf(indices[underlying])
            quantity = places(random.uniform(-10, 10), 3)
            kind = random.choice(["call", "put", "perp"])
            position = {"kind": kind, "underlying": underlying}
            if kind == "perp":
                position["mark"] = places(index * random.uniform(0.999, 1.001), 2)
            else:
                seconds = int(mp.mpf(10) ** random.uniform(3.5, 7.6))
                position |= {
                    "F": places(index * random.uniform(0.99, 1.06), 2),
                    "K": places(index * random.uniform(0.5, 2), 0),
                    "t_seconds": seconds,
                    "sigma": places(random.uniform(0.2, 1.3), 4),
                }
            positions.append(position | {"qty": quantity})
            gross += abs(mpf(quantity)) * index
            columns = gained.setdefault(underlying, [mpf(0)] * len(rows))
            for place, row in enumerate(rows):
                columns[place] += mpf(quantity) * profit(price, position, row, sets["grids"][name], rate)
        weights = [mpf(row["weight"]) for row in rows]
        weighted = {key: [w * p for w, p in zip(weights, columns)] for key, columns in gained.items()}
        losses = [max(mpf(0), -min(columns)) for columns in weighted.values()]
        together = [sum(column) for column in zip(*weighted.values())]
        # A unit of a row for its rounding and a little for its error, for every coin, and one for a lot.
        lot = sum(mpf(index) for index in indices.values()) / 1000
        allowed = allow(mpf("9.4e-10") * (gross + lot))
        cases.append(
            {
                "parameters": {"grid": name, "rate": rate},
                "inputs": {"index": indices, "positions": positions},
                "expected": {
                    "scenario_pnl": [text(sum(column)) for column in zip(*gained.values())],
                    "worst_loss": text(max(mpf(0), -min(together))),
                    "sum_of_worst_losses": text(sum(losses)),
                },
                "tolerance": {
                    key: allowed for key in ("scenario_pnl", "worst_loss", "sum_of_worst_losses")
                },
            }
        )
    about = "Profit of portfolios in each scenario of a grid, the worst of them, and each underlying's own."
    return "scenario_portfolio", about, cases, sets


def profit(price, position, row, grid_, rate):
    """What one coin gains, not weighted."""
    move, volatility = 1 + mpf(row["spot"]), mpf(row["vol"])
    if position["kind"] == "perp":
        return mpf(position["mark"]) * (move - 1)
    seconds, sigma = position["t_seconds"], mpf(position["sigma"])
    shock = {"short_term_power": "0.3", "long_term_power": "0.13", "dte_floor_sec": "86400"}
    scale = tenor(shock, seconds) if grid_["vol_rule"] == "term" else mpf(1)
    then = sigma * max(1 + volatility * scale, mpf(0))
    if volatility > 0:
        then = max(then, mpf(grid_.get("vol_floor", 0)))
    forward, strike, kind = mpf(position["F"]), mpf(position["K"]), position["kind"]
    of = lambda forward, sigma: price(forward, strike, seconds, sigma, rate)[kind] if sigma else exp(
        -mpf(rate) * seconds / YEAR) * max((forward - strike) * (1 if kind == "call" else -1), mpf(0))
    return of(forward * move, then) - of(forward, sigma)


def portfolios(text, places, allow, price, count):
    yield scenario_portfolios(text, places, allow, price, count)
    yield margins(text, places, allow, price, count)
