# SPDX-License-Identifier: Apache-2.0
"""Cases of the standard margin, of volatilities read off a slice, and of averages and losses told in words.

Prices have 80 digits, everything else is sums and fractions. Used by generate.py.
"""
import random
from fractions import Fraction

from mpmath import ln, mpf, sqrt

YEAR = 31536000

SETS = {
    "ours": {
        "option": {
            "max_spot_req": "0.14",
            "min_spot_req": "0.11",
            "mm_call_spot_req": "0.08",
            "mm_put_spot_req": "0.07",
            "mm_put_mtm_req": "0.3",
            "unpaired_im_scale": "1.25",
            "unpaired_mm_scale": "1.15",
            "mm_offset_scale": "1.1",
        },
        "perp": {"im_perp_req": "0.07", "mm_perp_req": "0.04"},
        "base": {"margin_factor": "0.75", "im_scale": "0.9"},
        "oracle_contingency": {
            "perp_threshold": "0.6",
            "option_threshold": "0.5",
            "base_threshold": "0.7",
            "oc_factor": "0.45",
        },
        "depeg": {"threshold": "0.99", "depeg_factor": "1.5"},
    },
    "no_doubt": {
        "same_as": "ours",
        "overrides": {"oracle_contingency": {"oc_factor": "0"}, "depeg": {"depeg_factor": "0"}},
    },
}


def of_set(name):
    given = SETS[name]
    if "same_as" not in given:
        return given
    base = of_set(given["same_as"])
    return {group: {**base[group], **given["overrides"].get(group, {})} for group in base}


def value_of(price, forward, option):
    """What an option on one coin is worth, without discount."""
    forward, strike = mpf(forward), mpf(option["strike"])
    if mpf(option["vol"]) == 0:
        return max(forward - strike if option["type"] == "call" else strike - forward, mpf(0))
    return price(forward, strike, option["sec_to_expiry"], option["vol"], 0)[option["type"]]


def alone(given, option, value, spot):
    """Initial and maintenance requirement of one option, from the account's side: at most zero."""
    short = max(-mpf(option["amount"]), mpf(0))
    strike = mpf(option["strike"])
    outside = max(strike - spot if option["type"] == "call" else spot - strike, mpf(0))
    initial = value + max(
        mpf(given["max_spot_req"]) * spot - outside, mpf(given["min_spot_req"]) * spot
    )
    if option["type"] == "call":
        maintenance = value + mpf(given["mm_call_spot_req"]) * spot
    else:
        maintenance = value + max(
            mpf(given["mm_put_spot_req"]) * spot, mpf(given["mm_put_mtm_req"]) * value
        )
        initial = max(initial, mpf(given["mm_offset_scale"]) * maintenance)
    return -short * initial, -short * maintenance


def together(options):
    """The least payoff of all options at any price, and the calls that nothing caps."""
    places = [mpf(0)] + [mpf(option["strike"]) for option in options]

    def paid(option, at):
        way = at - mpf(option["strike"])
        return mpf(option["amount"]) * max(way if option["type"] == "call" else -way, mpf(0))

    least = min(sum(paid(option, at) for option in options) for at in places)
    calls = sum(mpf(option["amount"]) for option in options if option["type"] == "call")
    return min(least, mpf(0)), max(-calls, mpf(0))


def doubt(given, threshold, confidence, spot, coins):
    if confidence >= mpf(given["oracle_contingency"][threshold]):
        return mpf(0)
    return (1 - confidence) * mpf(given["oracle_contingency"]["oc_factor"]) * spot * coins


def of_market(price, given, market, stable):
    """Initial, maintenance, mark-to-market, what is kept for the peg, and the error that prices may have."""
    spot, sure = mpf(market["spot"]), mpf(market["spot_confidence"])
    initial = maintenance = worth = error = shorts = mpf(0)
    for seconds in {option["sec_to_expiry"]: None for option in market.get("options", [])}:
        options = [option for option in market["options"] if option["sec_to_expiry"] == seconds]
        quoted = market["forwards"][str(seconds)]
        confidence = min([sure, mpf(quoted["confidence"])] + [mpf(o["vol_confidence"]) for o in options])
        sums = [mpf(0), mpf(0)]
        short = mpf(0)
        for option in options:
            value = value_of(price, quoted["forward"], option)
            parts = alone(given["option"], option, value, spot)
            sums = [one + part for one, part in zip(sums, parts)]
            worth += value * mpf(option["amount"])
            short += max(-mpf(option["amount"]), mpf(0))
            larger = max(mpf(quoted["forward"]), mpf(option["strike"]))
            error += 2 * mpf("4e-18") * (1 + larger) * abs(mpf(option["amount"]))
        least, naked = together(options)
        bounds = [
            least - mpf(given["option"][scale]) * mpf(quoted["forward"]) * naked
            for scale in ("unpaired_im_scale", "unpaired_mm_scale")
        ]
        initial += max(sums[0], bounds[0])
        initial -= doubt(given, "option_threshold", confidence, spot, short)
        maintenance += max(sums[1], bounds[1])
        shorts += short
    if "perp_position" in market:
        size, mark = mpf(market["perp_position"]), mpf(market["perp_price"])
        gained = size * (mark - mpf(market["perp_last_entry_price"]))
        gained -= size * (mpf(market["funding_index_global"]) - mpf(market["funding_index_account"]))
        initial += gained - abs(size) * mark * mpf(given["perp"]["im_perp_req"])
        maintenance += gained - abs(size) * mark * mpf(given["perp"]["mm_perp_req"])
        confidence = min(sure, mpf(market["perp_confidence"]))
        initial -= doubt(given, "perp_threshold", confidence, spot, abs(size))
        worth += gained
        shorts += abs(size)
    held = mpf(market.get("base_position", 0))
    counted = held * spot * mpf(given["base"]["margin_factor"])
    initial += counted * mpf(given["base"]["im_scale"])
    initial -= doubt(given, "base_threshold", sure, spot, held)
    maintenance += counted
    worth += held * spot / stable
    missing = max(mpf(given["depeg"]["threshold"]) - stable, mpf(0))
    kept = missing * mpf(given["depeg"]["depeg_factor"]) * spot * shorts
    return initial - kept, maintenance, worth, kept, error


def random_market(chance, places, spot):
    def part(low, high, digits=3):
        return places(chance.uniform(low, high), digits)

    def confidence():
        return chance.choice(["1", "0.9", part(0.2, 0.8)])

    market = {"spot": str(spot), "spot_confidence": confidence(), "forwards": {}, "options": []}
    for seconds in chance.sample([3600, 86400, 604800, 2592000, 15552000], chance.randrange(3)):
        market["forwards"][str(seconds)] = {
            "forward": part(spot * 0.97, spot * 1.05, 6),
            "confidence": confidence(),
        }
        for _ in range(chance.randrange(1, 5)):
            market["options"].append(
                {
                    "sec_to_expiry": seconds,
                    "strike": str(spot * chance.randrange(16, 26) // 20),
                    "type": chance.choice(["call", "put"]),
                    "amount": part(-3, 2),
                    "vol": part(0.2, 1.5),
                    "vol_confidence": confidence(),
                }
            )
    if chance.random() < 0.6:
        market |= {
            "perp_position": part(-4, 4),
            "perp_price": part(spot * 0.99, spot * 1.01),
            "perp_last_entry_price": part(spot * 0.8, spot * 1.2),
            "perp_confidence": confidence(),
            "funding_index_global": part(-9, 9),
            "funding_index_account": part(-9, 9),
        }
    if chance.random() < 0.4:
        market["base_position"] = part(0, 5)
    return market


def standard_margin(chance, text, places, allow, price, count):
    cases = []
    while len(cases) < count:
        name = chance.choice(["ours", "ours", "no_doubt"])
        stable = chance.choice(["1", "1", "0.97", "0.985"])
        markets = {"ETH": random_market(chance, places, 2400)}
        if chance.random() < 0.4:
            markets["BTC"] = random_market(chance, places, 64000)
        cash = places(chance.uniform(-5000, 50000), 6)
        parts = {
            coin: of_market(price, of_set(name), market, mpf(stable)) for coin, market in markets.items()
        }
        sums = [mpf(cash) + sum(part[place] for part in parts.values()) for place in range(3)]
        # Some thirty products of at most a million, each rounded at the 18th place, some by others' factors.
        held = allow(sum(part[4] for part in parts.values()) + mpf("1e-15"))
        expected = dict(zip(("im", "mm", "mtm"), map(text, sums)))
        expected |= {f"{coin.lower()}_depeg_margin": text(part[3]) for coin, part in parts.items()}
        cases.append(
            {
                "parameters": {"set": name},
                "inputs": {"cash": cash, "stable_price": stable, "markets": markets},
                "expected": expected,
                "tolerance": held,
            }
        )

    def by_hand(inputs, expected, note):
        at = {"spot": "2000", "sec_to_expiry": 604800, **inputs}
        head = {"parameters": {"set": "ours"}, "inputs": at}
        cases.append({**head, "expected": expected, "tolerance": {"type": "exact"}, "note": note})

    # Volatility is zero, so that an option is worth what it would pay at the forward.
    one = {"forward": "2000", "vol": "0"}
    by_hand(
        {**one, "strike": "2100", "type": "call", "amount": "-3"},
        {"im": "-660", "mm": "-480", "mtm": "0"},
        "14 % less 5 % out of the money is 9 %, so the floor of 11 % counts: 3 x 220; and 3 x 8 % of 2000",
    )
    by_hand(
        {**one, "strike": "2040", "type": "call", "amount": "-3"},
        {"im": "-720", "mm": "-480", "mtm": "0"},
        "14 % less 2 % out of the money: 3 x 240",
    )
    by_hand(
        {**one, "strike": "3000", "type": "put", "amount": "-1"},
        {"im": "-1430", "mm": "-1300", "mtm": "-1000"},
        "30 % of its value exceeds 7 % of spot: 1300, and 1.1 of that exceeds 1000 + 280",
    )
    by_hand(
        {**one, "strike": "1900", "type": "put", "amount": "2"},
        {"im": "0", "mm": "0", "mtm": "0"},
        "a long requires nothing",
    )
    spread = [
        {"type": "call", "strike": "2000", "amount": "-2"},
        {"type": "call", "strike": "2100", "amount": "2"},
    ]
    by_hand(
        {"legs": spread, "cash": "200"},
        {"im": "0", "mm": "0", "accepted": True},
        "a spread loses its width at most: 2 x 100, less than 2 x 280 alone",
    )
    by_hand({"legs": spread, "cash": "199.99"}, {"im": "-0.01", "accepted": False}, "a cent short")
    by_hand({"legs": spread, "cash": "199.99"}, {"error": "SRM_PortfolioBelowMargin"}, "and refused")
    perpetual = {"perp_position": "-10", "perp_last_entry_price": None}
    by_hand({**perpetual, "cash": "1400"}, {"im": "0", "mm": "600"}, "without a mark of its own at 2000: 7 % and 4 %")
    by_hand({**perpetual, "cash": "1399"}, {"error": "SRM_PortfolioBelowMargin"}, "a dollar short")
    by_hand({"base_position": "-1", "cash": "9000"}, {"error": "WERC_CannotBeNegative"}, "a debt of coins")
    ratio = [
        {"type": "put", "strike": "1500", "amount": "-1"},
        {"type": "put", "strike": "1450", "amount": "1"},
        {"type": "call", "strike": "2600", "amount": "-1"},
    ]
    by_hand(
        {"legs": ratio},
        {"im": "-440", "mm": "-300"},
        "together 50 and an unpaired call of 1.25 and 1.15 x 2000; alone 220 each, and 140 + 160",
    )
    by_hand(
        {
            "short_calls": "4",
            "strike": "2600",
            "cash": "880",
            "spot_confidence_before": "1",
            "spot_confidence_after": "0.45",
        },
        {"im_before": "0", "im_after": "-1980", "mm_change": "0", "mtm_change": "0"},
        "4 x 11 % of 2000; then 55 % x 45 % of 4 x 2000 on top",
    )
    return "standard_margin", "Standard margin of whole accounts and of single positions.", cases, SETS


def svi_vol(chance, text, places, allow, count):
    cases = []

    def case(slice_, forward, seconds, strike, expected=None, tau=None):
        given = dict(zip(("a", "b", "rho", "m", "sigma"), slice_))
        tau = tau or places(mpf(seconds) / YEAR, 18)
        years = mpf(tau)
        inputs = {"svi": {"tau": tau, **given, "forward": forward}, "strike": strike}
        if expected is not None:
            cases.append({"inputs": inputs, "expected": expected, "tolerance": {"type": "exact"}})
            return
        a, b, rho, m, sigma = (mpf(part) for part in slice_)
        reach = 4 * sqrt(a + b * sigma)
        k = max(min(ln(mpf(strike) / mpf(forward)), reach), -reach)
        # A slice is not evaluated farther than this from its centre.
        k = max(min(k, m + 16), m - 16)
        w = min(a + b * (rho * (k - m) + sqrt((k - m) ** 2 + sigma**2)), mpf(144))
        volatility = sqrt(w / years)
        # Two logarithms or four last digits of a root; then the slice's own error, and k's by its slope.
        of_k = mpf("6e-18")
        of_w = mpf("2e-18") * (1 + b) + b * (1 + abs(rho)) * of_k
        of_square = of_w / years + mpf("1e-18")
        cases.append(
            {
                "inputs": inputs,
                "expected": {"vol": text(volatility), "k": text(k)},
                "tolerance": {
                    "vol": allow(of_square / (2 * volatility) + mpf("1e-18")),
                    "k": allow(of_k),
                },
            }
        )

    while len(cases) < count:
        variance = chance.uniform(0.005, 0.3)
        slice_ = [
            places(part, 8)
            for part in (
                variance * chance.uniform(0, 1),
                variance * chance.uniform(0.05, 2),
                chance.uniform(-0.7, 0.7),
                chance.uniform(-0.2, 0.2),
                chance.uniform(0.05, 0.8),
            )
        ]
        forward = places(10 ** chance.uniform(0, 5), 4)
        seconds = int(10 ** chance.uniform(4, 7.7))
        # Every third one far beyond where a slice is read.
        far = 40 if len(cases) % 3 == 0 else 1
        moved = chance.choice([-1, 1]) * chance.uniform(0, 0.4) * far
        case(slice_, forward, seconds, places(mpf(forward) * mpf(2.718281828) ** moved, 12) or "1")
    calm = ("0.04", "0.1", "-0.2", "0", "0.2")
    case(calm, "100", 31536000, "0", {"vol": "0"})
    case(calm, "0", 31536000, "100", {"error": "a forward of zero"})
    case(calm, "100", 0, "100", {"error": "no time"})
    case(("-0.01", "0.1", "-0.9", "0", "0.15"), "100", 31536000, "140", {"error": "negative variance"})
    wild = ("140", "1", "0", "0", "1")
    case(wild, "1", 31536000, "148.4")
    case(wild, "1", 31536000, "25000000")
    case(("0.029589041095890412", "0", "0", "15.56", "0.1"), "1", 2592000, "0.6")
    case(("0.028589041095890412", "0.000001", "0", "15.57", "0.1"), "1", 2592000, "0.6")
    flat = ("0.01", "0.01", "-0.04", "0.03", "0.05")
    for tau in ("0.038356", "0.03287671232", "0.0821917808219178", "0.000000000000000001", "25.5"):
        for strike in ("1500", "2000"):
            case(flat, "2000", None, strike, tau=tau)
    about = "Volatility of a strike on a slice, read within four roots of a + b sigma, and within 16 of its centre."
    return "svi_vol", about, cases, {}


def average(before, updates, minutes, out):
    held, now = [], before
    for minute in range(minutes):
        for at, price in updates:
            now = price if at == minute else now
        if not out[0] <= minute < out[1]:
            held.append(Fraction(now))
    return sum(held) / len(held)


def peer_examples(chance, places, count):
    def plain(value):
        return places(mpf(value.numerator) / value.denominator, 24)

    cases = []
    for number in range(count):
        minutes = chance.randrange(4, 21)
        out = (0, 0)
        if number % 2:
            start = chance.randrange(0, minutes - 1)
            out = (start, chance.randrange(start + 1, minutes + (start > 0)))

        def updates():
            times = sorted(chance.sample(range(minutes + 2), min(minutes, 5)))
            return [[at, chance.randrange(80, 130)] for at in times]

        mark, spot = updates(), updates()
        found = average(100, mark, minutes, out), average(101, spot, minutes, out)
        inputs = {
            "period_minutes": minutes,
            "mark_before": "100",
            "mark_updates": mark,
            "spot_before": "101",
            "spot_updates": spot,
        }
        expected = {"internal_twap": plain(found[0]), "external_twap": plain(found[1])}
        topic = "funding.twap"
        if number % 2:
            topic += ".auction_excluded"
            counted = minutes - (out[1] - out[0])
            inputs |= {"auction_minutes": list(out), "interest_rate": "0", "clamp_lower": "0"}
            inputs |= {"clamp_upper": "0", "scaling_factor": "1"}
            expected["funding_payment"] = plain((found[0] - found[1]) * counted / minutes)
        tolerance = {"type": "abs", "value": "2e-18"}
        cases.append({"topic": topic, "inputs": inputs, "expected": expected, "tolerance": tolerance})
    for shortfall, pool, paid, shared, left in [
        ("x", "x/4", "x/4", "3x/4", "0"),
        ("x/5", "x/2", "x/5", "0", "3x/10"),
        ("2x/3", "2x/3", "2x/3", "0", "0"),
        ("x/7", "0", "0", "x/7", "0"),
        ("3x", "x/2", "x/2", "5x/2", "0"),
        ("x", "x/17", "x/17", "16x/17", "0"),
        ("x/32", "x/25", "x/32", "0", "7x/800"),
        ("2x/27", "x/100", "x/100", "173x/2700", "0"),
        ("100", "30.5", "30.5", "69.5", "0"),
    ]:
        cases.append(
            {
                "topic": "funding.loss_socialisation",
                "inputs": {"shortfall": shortfall, "insurance_pool": pool},
                "expected": {
                    "from_insurance": paid,
                    "loss_socialised": shared,
                    "insurance_after": left,
                },
            }
        )
    return "peer_examples", "Averages over minutes, auctions left out, and losses beyond insurance.", cases, {}


def accounts(seed, text, places, allow, price, count):
    """From a stream of their own, so that no other case depends on them."""
    chance = random.Random(seed)
    yield standard_margin(chance, text, places, allow, price, count)
    yield svi_vol(chance, text, places, allow, count)
    yield peer_examples(chance, places, max(count // 2, 4))
