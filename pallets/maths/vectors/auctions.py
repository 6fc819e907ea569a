# SPDX-License-Identifier: Apache-2.0
"""Cases of auctions, of losses that everybody bears, and of trades of several legs.

Computed with exact fractions. Used by generate.py.
"""
import random
from fractions import Fraction

SETS = {
    "fast_and_slow": {
        "starting_mtm_pct": "0.95",
        "fast_cutoff_pct": "0.7",
        "fast_length_sec": 900,
        "slow_length_sec": 43200,
        "insolvent_length_sec": 3600,
        "liquidator_fee_rate": "0.1",
        "buffer_margin_pct": "0.15",
        "mtm_cutoff": "0",
    },
    "one_slope": {
        "same_as": "fast_and_slow",
        "overrides": {
            "starting_mtm_pct": "1",
            "fast_cutoff_pct": "1",
            "fast_length_sec": 0,
            "slow_length_sec": 7000,
            "insolvent_length_sec": 0,
            "buffer_margin_pct": "0",
        },
    },
    "small_ones_whole": {"same_as": "fast_and_slow", "overrides": {"mtm_cutoff": "1000"}},
}


def plain(value, digits=24):
    """A fraction as a decimal with this many places, rounded to nearest."""
    scaled = round(value * 10**digits)
    whole, fraction = divmod(abs(scaled), 10**digits)
    fraction = str(fraction).rjust(digits, "0").rstrip("0")
    return ("-" if scaled < 0 else "") + str(whole) + ("." + fraction if fraction else "")


def up(value, places):
    return Fraction(-((-value * 10**places) // 1), 10**places)


def down(value, places):
    return Fraction((value * 10**places) // 1, 10**places)


def of_set(name):
    given = SETS[name]
    if "same_as" in given:
        return {**of_set(given["same_as"]), **given["overrides"]}
    return given


def factor_at(given, seconds):
    start, turning = Fraction(given["starting_mtm_pct"]), Fraction(given["fast_cutoff_pct"])
    fast, slow = given["fast_length_sec"], given["slow_length_sec"]
    if seconds < fast:
        return start - (start - turning) * Fraction(seconds, fast)
    if seconds < fast + slow:
        return turning * (1 - Fraction(seconds - fast, slow))
    return Fraction(0)


def greatest(given, worth, margin, reserved, factor):
    buffered = margin + Fraction(given["buffer_margin_pct"]) * (margin - worth)
    if worth < Fraction(given["mtm_cutoff"]):
        return buffered, Fraction(1)
    if buffered >= 0:
        return buffered, Fraction(0)
    return buffered, buffered / (buffered - worth * factor - reserved * (1 - factor))


def solvent(rng, many):
    cases = []
    for _ in range(many):
        name = rng.choice(sorted(SETS))
        given = of_set(name)
        seconds = rng.choice([0, 1, 450, 900, 901, 5000, 7000, 22500, 44100, rng.randrange(50000)])
        worth = Fraction(rng.randrange(1, 10**9), 10**5)
        reserved = rng.choice([Fraction(0), worth * Fraction(rng.randrange(0, 90), 100)])
        margin = worth - Fraction(rng.randrange(10**5, 2 * 10**9), 10**5)
        wanted = rng.choice(["0.1", "1", "0.000001", "0.37"])
        factor = factor_at(given, seconds)
        buffered, most = greatest(given, worth, margin, reserved, factor)
        fraction = min(Fraction(wanted), most)
        price = (worth - reserved) * factor * fraction
        fee = greatest(given, worth, margin, 0, 1)[1] * worth * Fraction(given["liquidator_fee_rate"])
        cases.append(
            {
                "parameters": {"set": name},
                "inputs": {
                    "mark_to_market": plain(worth),
                    "maintenance_margin": plain(margin),
                    "reserved_cash": plain(reserved),
                    "elapsed_seconds": seconds,
                    "bid_fraction": wanted,
                },
                "expected": {
                    "price_factor": plain(factor),
                    "buffer_margin": plain(buffered),
                    "bid_price_full": plain((worth - reserved) * factor),
                    "max_proportion": plain(most),
                    "fee": plain(fee),
                    "final_fraction": plain(fraction),
                    "cash_from_bidder": plain(price),
                    "bidder_cash_required": plain(price + abs(buffered - reserved) * fraction),
                    "auction_ended": Fraction(wanted) >= most,
                },
                "tolerance": {"abs": "4e-14", "rel": "0"},
            }
        )
    for wanted, note in (("0", "nothing is no bid"), ("1.000000000000000001", "more than all")):
        cases.append(
            {
                "parameters": {"set": "fast_and_slow"},
                "inputs": {
                    "mark_to_market": "300",
                    "maintenance_margin": "-100",
                    "elapsed_seconds": 0,
                    "bid_fraction": wanted,
                },
                "expected": {"error": note},
            }
        )
    cases += solvent_by_hand()
    for fraction, reserved in (("0.25", "20"), ("1", "0"), ("0.5", "300")):
        part, kept, bid = Fraction(fraction), Fraction(reserved), Fraction(31)
        moved = {"BTC": Fraction(-8) * part, "cash": (300 - kept) * part}
        cases.append(
            {
                "inputs": {
                    "account": {"BTC": "-8", "cash": "300"},
                    "bidder_cash": "1000",
                    "fraction": fraction,
                    "bid": plain(bid),
                    "reserved_cash": reserved,
                },
                "expected": {
                    "account": {"BTC": plain(-8 - moved["BTC"]), "cash": plain(300 - moved["cash"] + bid)},
                    "bidder": {"BTC": plain(moved["BTC"]), "cash": plain(1000 + moved["cash"] - bid)},
                },
                "tolerance": {"type": "exact"},
            }
        )
    about = "Dutch auction of an account that is worth something: price, largest fraction, fee, bids."
    return "liquidation_auction", about, cases


def solvent_by_hand():
    """What may be done with an auction and what not, and accounts below and above the cut-off."""
    lacking = {"mark_to_market": "300", "maintenance_margin": "-100", "elapsed_seconds": 450}
    paid_for = {**lacking, "mark_to_market": "26.999999999999999999", "reserved_cash": "27"}
    worthless = {**lacking, "mark_to_market": "-1"}
    healthy = {**lacking, "maintenance_margin": "100"}
    run_out = {**lacking, "elapsed_seconds": 44100}
    small = {"mark_to_market": "300", "elapsed_seconds": 0}
    bid = {"bid_fraction": "0.1"}
    told = [
        # A tenth of 300 at a factor of 0.825.
        ({**lacking, **bid, "price_limit": "24.75"}, {"accepted": True}),
        ({**lacking, **bid, "price_limit": "24.749999"}, {"error": "DA_PriceLimitExceeded"}),
        ({**lacking, **bid, "price_limit": "24.749999"}, {"accepted": False}),
        # And a tenth of the buffer margin: 100 and 15 % of 400.
        ({**lacking, **bid, "bidder_cash": "40.75"}, {"accepted": True}),
        ({**lacking, **bid, "bidder_cash": "40.749999"}, {"error": "DA_InsufficientCash"}),
        ({**lacking, **bid, "bidder_cash": "0"}, {"error": "DA_InvalidBidderPortfolio"}),
        ({**paid_for, **bid}, {"error": "DA_AuctionShouldBeTerminated"}),
        ({**worthless, **bid}, {"error": "DA_AuctionShouldBeTerminated"}),
        ({**healthy, **bid}, {"error": "DA_AuctionShouldBeTerminated"}),
        ({**run_out, **bid}, {"error": "DA_SolventAuctionEnded"}),
        (worthless, {"error": "DA_SolventAuctionEnded"}),
        (paid_for, {"error": "DA_ReservedCashGreaterThanMtM"}),
        (paid_for, {"can_terminate": True, "insolvent": False}),
        ({**healthy, "elapsed_seconds": 0}, {"error": "DA_AccountIsAboveMaintenanceMargin"}),
        ({**lacking, "action": "terminate"}, {"error": "DA_AuctionCannotTerminate"}),
        ({**healthy, "action": "terminate"}, {"accepted": True}),
        ({**lacking, "action": "convert"}, {"error": "DA_OngoingSolventAuction"}),
        ({**paid_for, "action": "convert"}, {"error": "DA_ReservedCashGreaterThanMtM"}),
        (
            {**run_out, "maintenance_margin": "1", "action": "convert"},
            {"error": "DA_AccountIsAboveMaintenanceMargin"},
        ),
        ({**run_out, "action": "convert"}, {"accepted": True}),
    ]
    cases = [
        {"parameters": {"set": "fast_and_slow"}, "inputs": inputs, "expected": expected}
        for inputs, expected in told
    ]
    for name, most in (("small_ones_whole", "1"), ("fast_and_slow", "0")):
        cases.append(
            {
                "parameters": {"set": name},
                "inputs": {**small, "maintenance_margin": "100"},
                "expected": {"buffer_margin": "70", "max_proportion": most},
                "tolerance": {"type": "exact"},
            }
        )
    cases.append(
        {
            "parameters": SETS["fast_and_slow"],
            "inputs": {**lacking, **bid, "bidder_cash": None},
            "expected": {"cash_from_bidder": "24.75"},
            "note": "parameters of no set, and nothing known of the bidder",
        }
    )
    cases.append(
        {
            "inputs": {"account": {"BTC": "-8"}, "bidder_cash": "1000", "fraction": "0.25", "bid": "31"},
            "expected": {
                "account": {"BTC": "-6", "cash": "31"},
                "bidder": {"BTC": "-2", "cash": "969"},
            },
        }
    )
    return cases


def insolvent_by_hand():
    """Limits, ends, and what is left to everybody."""
    owes = {"mark_to_market": "-100", "maintenance_margin": "-300", "elapsed_seconds": 1800}
    all_of_it = {**owes, "bid_fraction": "1"}
    healthy = {**owes, "maintenance_margin": "100"}
    # Half way from 100 to 300.
    told = [
        ({**all_of_it, "price_limit": "-200"}, {"accepted": True, "cash_to_bidder": "200"}),
        ({**all_of_it, "price_limit": "-200.000001"}, {"error": "DA_PriceLimitExceeded"}),
        ({**all_of_it, "elapsed_seconds": 0, "price_limit": "-200"}, {"error": "DA_PriceLimitExceeded"}),
        ({**all_of_it, "bidder_cash": "100"}, {"accepted": True}),
        ({**all_of_it, "bidder_cash": "99"}, {"error": "DA_InsufficientCash"}),
        ({**healthy, "bid_fraction": "1"}, {"error": "DA_AuctionShouldBeTerminated"}),
        (healthy, {"can_terminate": True, "bid_price_full": "0"}),
        (owes, {"can_terminate": False, "insolvent": True}),
        ({**owes, "action": "terminate"}, {"error": "DA_AuctionCannotTerminate"}),
        ({**healthy, "action": "terminate"}, {"accepted": True}),
        (
            {**all_of_it, "sm_cash": "150.0000000000005"},
            {
                "paid_by_sm": "150.0000000000005",
                "sm_cash_after": "0",
                "socialised_loss": "49.9999999999995",
                "is_socialised": True,
                "withdraw_blocked": False,
            },
        ),
        (
            {**owes, "bid_fraction": "0.5", "sm_cash": "399"},
            {"paid_by_sm": "100", "sm_cash_after": "299", "is_socialised": False, "withdraw_blocked": True},
        ),
        (
            {**all_of_it, "sm_cash": "0", "stable_held": "9800", "cash_supply_before": "9600"},
            {"exchange_rate": "1", "socialised_loss": "200"},
        ),
        (
            {**all_of_it, "stable_held": "9800", "cash_supply_before": "12050", "withdraw_stable": "80"},
            {"exchange_rate": "0.8", "cash_burned": "100", "withdraw_fee_enabled": True},
        ),
    ]
    cases = [
        {
            "parameters": {"set": "fast_and_slow"},
            "inputs": inputs,
            "expected": expected,
            "tolerance": {"type": "exact"},
        }
        for inputs, expected in told
    ]
    auctions = [
        {"mark_to_market": "-100", "maintenance_margin": "-300"},
        {"mark_to_market": "-5", "maintenance_margin": "-20"},
    ]
    cases.append(
        {
            "inputs": {"auctions": auctions, "sm_cash": "19", "bids": ["1"]},
            "expected": {"total_insolvent_mm": "20", "withdraw_blocked": True},
        }
    )
    cases.append(
        {
            "inputs": {"auctions": auctions, "sm_cash": "19", "then_terminated": True},
            "expected": {"total_insolvent_mm": "0", "withdraw_blocked_sequence": [True, False]},
        }
    )
    return cases


def insolvent(rng, many):
    cases = []
    for _ in range(many):
        name = rng.choice(sorted(SETS))
        length = of_set(name)["insolvent_length_sec"]
        seconds = rng.choice([0, 1, 1800, 3599, 3600, 9999])
        worth = Fraction(rng.randrange(-(10**9), 10**8), 10**5)
        margin = worth - Fraction(rng.randrange(0, 10**9), 10**5)
        least, most = max(-worth, 0), -margin
        if margin >= 0:
            payout = Fraction(0)
        elif seconds >= length:
            payout = most
        else:
            payout = least + (most - least) * Fraction(seconds, length)
        wanted = Fraction(rng.choice(["0.25", "1", "0.001"]))
        paid = payout * wanted
        cases.append(
            {
                "parameters": {"set": name},
                "inputs": {
                    "mark_to_market": plain(worth),
                    "maintenance_margin": plain(margin),
                    "elapsed_seconds": seconds,
                    "bid_fraction": plain(wanted),
                },
                "expected": {
                    "bid_price_full": plain(-payout),
                    "final_fraction": plain(wanted),
                    "cash_from_bidder": "0",
                    "cash_to_bidder": plain(paid),
                    "bidder_cash_required": plain(max(0, max(-margin, 0) * wanted - paid)),
                    "auction_ended": wanted == 1,
                },
                "tolerance": {"abs": "4e-18", "rel": "0"},
            }
        )
    for fund, bids, blocked in (
        ("319", ["0.5", "1", "0.9", "1"], [True, True, False, False, False]),
        ("320", ["1"], [False, False]),
        ("0", ["0.5", "1", "1"], [True, True, True, False]),
    ):
        cases.append(
            {
                "parameters": {"set": "fast_and_slow"},
                "inputs": {
                    "auctions": [
                        {"mark_to_market": "-100", "maintenance_margin": "-300"},
                        {"mark_to_market": "-5", "maintenance_margin": "-20"},
                    ],
                    "sm_cash": fund,
                    "bids": bids,
                },
                "expected": {"withdraw_blocked_sequence": blocked},
            }
        )
    cases += insolvent_by_hand()
    about = "What is paid for taking over an account that is worth less than nothing."
    return "liquidation_auction_insolvent", about, cases


def write_down(rng, many):
    cases = []
    for _ in range(many):
        supply, loss = (Fraction(rng.randrange(1, 10**12), 10**6) for _ in range(2))
        held = down(supply * Fraction(rng.randrange(0, 10**6), 10**6), 6)
        borrowed = Fraction(rng.randrange(0, 10**6), 10**6)
        claims = supply + loss - borrowed
        rate = min(Fraction(1), down(held / claims, 18)) if claims > 0 else Fraction(1)
        expected = {"exchange_rate": plain(rate)}
        inputs = {
            "stable_held": plain(held),
            "cash_supply_before": plain(supply),
            "borrow": plain(borrowed),
            "socialised_losses": [plain(loss)],
        }
        if rate > 0:
            inputs["withdraw_stable"] = "12.345678"
            expected["cash_burned"] = plain(up(Fraction("12.345678") / rate, 18))
        cases.append({"inputs": inputs, "expected": expected, "tolerance": {"type": "exact"}})
        fund, needed = (Fraction(rng.randrange(0, 10**12), 10**6) for _ in range(2))
        paid = min(fund, needed)
        cases.append(
            {
                "inputs": {"sm_cash": plain(fund), "requested": plain(needed)},
                "expected": {
                    "sm_cash_after": plain(fund - paid),
                    "recipient_cash": plain(paid),
                    "socialised_loss": plain(needed - paid),
                },
                "tolerance": {"type": "exact"},
            }
        )
    # A millionth of a dollar is not the last digit of a case.
    cases.append(
        {
            "inputs": {
                "stable_held": "3000",
                "cash_supply_before": "3000",
                "socialised_loss": "1500",
                "withdraw_stable": "100",
            },
            "expected": {"exchange_rate": "0.666666666666666666", "cash_burned": "150"},
            "tolerance": {"exchange_rate": {"type": "exact"}, "cash_burned": {"type": "abs", "value": "1e-12"}},
        }
    )
    cases.append(
        {
            "inputs": {"sm_cash": "0.0000001", "requested": "+1"},
            "expected": {"recipient_cash": "0.0000001", "socialised_loss": "0.9999999"},
        }
    )
    return "socialised_loss", "What insurance pays, and how far cash is written down.", cases


def combinations(rng, many):
    cases = []
    for _ in range(many):
        mark, legs, paid = Fraction(rng.randrange(10**4, 10**7), 100), [], Fraction(0)
        for _ in range(rng.randrange(1, 9)):
            kind = rng.choice(["call", "put", "perp", "base"])
            amount = Fraction(rng.randrange(-(10**6), 10**6), 1000)
            price = mark + rng.randrange(-50, 50) if kind == "perp" else Fraction(rng.randrange(1, 10**6), 100)
            paid += (price - mark if kind == "perp" else price) * amount
            legs.append({"type": kind, "amount": plain(amount), "price": plain(price)})
        cases.append(
            {
                "inputs": {"perp_mark": plain(mark), "legs": legs},
                "expected": {"maker_cash_change": plain(-paid), "taker_cash_change": plain(paid)},
                "tolerance": {"type": "exact"},
            }
        )
    thrice = [{"type": "base", "amount": amount, "price": "1490"} for amount in ("2", "3", "-1")]
    for legs, expected in (
        (thrice, {"maker_position": "4", "taker_position": "-4", "maker_cash_change": "-5960"}),
        ([{"type": "cash", "amount": "100", "price": "0"}], {"maker_cash_change": "100"}),
    ):
        cases.append({"inputs": {"legs": legs}, "expected": expected})
    return "rfq", "Net cash of a trade of several legs, which the maker buys.", cases


def auctions(seed, many):
    """Kind, about, cases and parameter sets."""
    rng = random.Random(seed)
    yield *solvent(rng, many // 3), SETS
    yield *insolvent(rng, many // 4), SETS
    yield *write_down(rng, many // 8), {}
    yield *combinations(rng, many // 8), {}
