# SPDX-License-Identifier: Apache-2.0
"""The forward and the moment of an expiry's marks, as all other strikes of a snapshot show them.

Call and put of one strike have a forward without any model: a call less a put is worth 1 − K/F coins. On it, the mark out
of the money and its volatility have a time to expiry, and so a moment. Both are intervals, as wide as the quoted digits
leave them, and make the strike a witness. What other strikes have in common owes nothing to the row that is asked about.
"""
import collections
import math

YEAR = 31_536_000

Witness = collections.namedtuple("Witness", "forward moment")


def half_digits(row):
    """Half of the last digit of mark, forward and volatility: trailing zeros are not written in the files."""
    mark = "0.000000005" if row["instrument"].startswith("BTC") else "0.0000005"
    forward = "0.00005" if row["underlying_name"].startswith("SYN") else "0.005"
    return mark, forward, "0.00005"


def add(rows):
    """Gives every row what all other strikes show: forward and time to expiry, or nothing."""
    snapshots = collections.defaultdict(list)
    for row in rows:
        snapshots[row["snapshot_utc_seconds"]].append(row)
    for snapshot in snapshots.values():
        expiries = collections.defaultdict(lambda: collections.defaultdict(dict))
        for row in snapshot:
            expiry = int(row["expiry_utc_seconds"])
            expiries[expiry][row["strike"]][row["option_type"]] = row
        found = {expiry: of_expiry(expiry, strikes) for expiry, strikes in expiries.items()}
        agreed = {expiry: common(strikes.values()) for expiry, strikes in found.items()}
        for expiry, strikes in expiries.items():
            elsewhere = [one.moment for other, one in agreed.items() if one and other != expiry]
            for strike, types in strikes.items():
                shown = others(found[expiry], strike, elsewhere)
                for row in types.values():
                    write(row, expiry, shown)


def others(found, strike, elsewhere):
    """What all strikes of an expiry but one agree on, at a moment that the other expiries agree on, too.

    A moment needs a second expiry: volatilities that are all off by some share look like a moment as well, but like
    another one at each expiry."""
    shown = common(one for other, one in found.items() if other != strike)
    moment = meet([shown.moment, *elsewhere]) if shown and elsewhere else None
    return Witness(shown.forward, moment) if moment else None


def write(row, expiry, shown):
    forward = shown.forward if shown else ("", "")
    seconds = ("", "")
    if shown:
        first, last = shown.moment
        seconds = max(math.floor(expiry - last), 0), max(math.ceil(expiry - first), 0)
    row["others_forward_lowest"], row["others_forward_highest"] = forward
    row["others_seconds_lowest"], row["others_seconds_highest"] = seconds


def meet(intervals):
    """What intervals have in common, if anything."""
    lowest, highest = max(low for low, _ in intervals), min(high for _, high in intervals)
    return (lowest, highest) if lowest <= highest else None


def common(witnesses):
    """The forward and the moment that two witnesses or more have in common, if they do."""
    witnesses = list(witnesses)
    if len(witnesses) < 2:
        return None
    both = Witness(*(meet(intervals) for intervals in zip(*witnesses)))
    return both if all(both) else None


def of_expiry(expiry, strikes):
    """The witnesses of one expiry by strike."""
    found = {}
    for strike, types in strikes.items():
        one = witness(expiry, float(strike), types)
        if one:
            found[strike] = one
    return found


def witness(expiry, strike, types):
    """What call and put of one strike show, if both have marks and the one out of the money is above zero."""
    if len(types) < 2 or not all(row["mark_price"] for row in types.values()):
        return None
    half, _, volatility_half = map(float, half_digits(types["C"]))
    difference = float(types["C"]["mark_price"]) - float(types["P"]["mark_price"])
    if difference + 2 * half >= 1:
        return None
    forward = strike / (1 - difference + 2 * half), strike / (1 - difference - 2 * half)
    kind = "C" if strike > strike / (1 - difference) else "P"
    mark, volatility = float(types[kind]["mark_price"]), float(types[kind]["mark_iv"] or 0)
    if mark <= half or volatility <= volatility_half:
        return None
    # In coins a call rises with the forward and a put falls: on the dearer forward a mark needs less time.
    dear, cheap = forward[::-1] if kind == "C" else forward
    least = deviation(kind, dear, strike, mark - half) / (volatility + volatility_half)
    most = deviation(kind, cheap, strike, mark + half) / (volatility - volatility_half)
    return Witness(forward, (expiry - most**2 * YEAR, expiry - least**2 * YEAR))


def deviation(kind, forward, strike, price):
    """The total standard deviation at which Black-76 without interest has this price in coins."""
    lowest, highest = 0.0, 12.0
    for _ in range(48):
        middle = (lowest + highest) / 2
        if coins(kind, forward, strike, middle) < price:
            lowest = middle
        else:
            highest = middle
    return highest


def coins(kind, forward, strike, total):
    sign = 1 if kind == "C" else -1
    above = math.log(forward / strike) / total + total / 2
    return sign * (normal(sign * above) - strike / forward * normal(sign * (above - total)))


def normal(x):
    return math.erfc(-x / math.sqrt(2)) / 2
