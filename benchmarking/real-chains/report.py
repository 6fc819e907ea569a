#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs recorded option chains through market-maths and reports what came of every row and slice.

    python3 benchmarking/real-chains/report.py FOLDER

FOLDER holds deribit-chain.*.csv.gz as described in README.md. Needs numpy. Writes
benchmarking/reports/YYYY-MM-DD-real-option-chains.md and its plot. Slices are fitted here, in floating
point, as anybody who proposes one would; prices, volatilities and verdicts are the crate's own.
"""
import argparse
import collections
import csv
import datetime
import os
import pathlib
import platform
import subprocess
import tempfile

import numpy

import chains
import plot
import witnesses

HERE = pathlib.Path(__file__).resolve().parent
REPORTS = HERE.parent / "reports"
GIGABYTES = round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30)
MACHINE = f"{os.cpu_count()} cores, {platform.machine()}, {GIGABYTES} GB"

arguments = argparse.ArgumentParser(
    description=__doc__, formatter_class=argparse.RawTextHelpFormatter
)
arguments.add_argument("folder", type=pathlib.Path)
arguments.add_argument("--machine", default=MACHINE, help="what the report says it ran on")
arguments.add_argument("--program", help="the example real_chains, if it is built already")
ASKED = arguments.parse_args()


def write_rows(path, rows):
    names = "type strike seconds forward forward_half volatility volatility_half mark mark_half bid ask"
    names = names.split()
    names += ["partner_mark", "index_lowest", "index_highest", "parity_lowest", "parity_highest"]
    names += ["others_forward_lowest", "others_forward_highest"]
    names += ["others_seconds_lowest", "others_seconds_highest"]
    with open(path, "w", newline="") as file:
        table = csv.writer(file)
        table.writerow(names)
        for row in rows:
            mark_half, forward_half, volatility_half = witnesses.half_digits(row)
            table.writerow(
                [
                    row["option_type"],
                    row["strike"],
                    chains.seconds(row),
                    row["underlying_price"],
                    forward_half,
                    row["mark_iv"],
                    volatility_half,
                    row["mark_price"],
                    mark_half,
                    row["bid_price"],
                    row["ask_price"],
                    row["partner_mark"],
                    row["index_lowest"],
                    row["index_highest"],
                    row["parity_lowest"],
                    row["parity_highest"],
                    row["others_forward_lowest"],
                    row["others_forward_highest"],
                    row["others_seconds_lowest"],
                    row["others_seconds_highest"],
                ]
            )


class Slice:
    """One expiry of one snapshot with its fitted slice."""

    def __init__(self, file, rows):
        self.file = file
        self.snapshot = int(rows[0]["snapshot_utc_seconds"])
        self.expiry = int(rows[0]["expiry_utc_seconds"])
        self.seconds = self.expiry - self.snapshot
        self.years = self.seconds / chains.YEAR
        self.forward, self.k, self.w = chains.smile(rows)
        self.nodes = chains.nodes(self.k, self.w, self.years)
        self.fitted = chains.fit(self.k, self.w)
        self.answers = {}

    def errors(self):
        """Of the fitted slice at every quoted strike, in volatility."""
        fitted = numpy.sqrt(chains.variance(self.fitted, self.k) / self.years)
        return numpy.abs(fitted - numpy.sqrt(self.w / self.years))


def write_slices(path, slices):
    with open(path, "w", newline="") as file:
        table = csv.writer(file)
        table.writerow("file snapshot expiry seconds a b rho m sigma nodes".split())
        for one in slices:
            nodes = " ".join(f"{k:.12f}:{w:.12f}" for k, w in one.nodes)
            parts = [f"{part:.12f}" for part in one.fitted]
            table.writerow([one.file, one.snapshot, one.expiry, one.seconds, *parts, nodes])


def run(folder):
    """The crate's answers, row by row and slice by slice."""
    cargo = "cargo run --quiet --release --locked -p market-maths --example real_chains --"
    command = [ASKED.program] if ASKED.program else cargo.split()
    subprocess.run([*command, str(folder)], check=True)
    with open(folder / "row_answers.csv") as rows, open(folder / "slice_answers.csv") as slices:
        return list(csv.DictReader(rows)), list(csv.DictReader(slices))


def reason(answer):
    """The fault without its place."""
    return answer.split(" ")[0]


def table(head, rows):
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    return "\n".join(lines + ["| " + " | ".join(str(cell) for cell in row) + " |" for row in rows])


def counted(files, answers_of, order=()):
    """A table of answers by file."""
    totals = {file: collections.Counter(answers_of(file)) for file in files}
    names = list(order) + sorted({name for total in totals.values() for name in total} - set(order))
    rows = [
        [name, *(f"{totals[file][name]:,}" for file in files)]
        for name in names
        if any(totals[file][name] for file in files)
    ]
    rows.append(["**all**", *(f"{sum(totals[file].values()):,}" for file in files)])
    return table(["", *files], rows)


def intrinsic(row):
    """In coins."""
    ratio = float(row["strike"]) / float(row["underlying_price"])
    return max(1 - ratio if row["option_type"] == "C" else ratio - 1, 0)


TERMS = (("up to a day", 1), ("to a week", 7), ("to a month", 30), ("longer", 10_000))


def by_term(slices):
    """How slices fare by time to expiry."""
    rows, shortest = [], 0
    for name, days in TERMS:
        group = [one for one in slices if shortest < one.seconds / 86_400 <= days]
        shortest = days
        if not group:
            continue
        close = sum(one.answer["fit"] == "true" for one in group)
        plain = sum(one.plain["check"] == "accepted" for one in group)
        worst = numpy.median([float(one.answer["worst"]) for one in group]) * 100
        rows.append([name, f"{len(group):,}", f"{plain:,}", f"{close:,}", f"{worst:.2f}"])
    head = ["expiry", "slices", "plain fit accepted", "within at every node", "worst node, median, points"]
    return table(head, rows)


MARKS = (
    "agrees to the last digit",
    "agrees within the digits of volatility and forward",
    "call and put agree on another forward",
    "another forward and up to two minutes off",
    "a forward within the index's move while the chain was read",
    "a forward as far off as other strikes show",
    "the forward and the moment of all other strikes",
    "not explained",
)


def main():
    paths = sorted(ASKED.folder.glob("deribit-chain.*.csv.gz"))
    if not paths:
        raise SystemExit(f"{ASKED.folder}: no deribit-chain.*.csv.gz")
    rows, slices, without_forward = [], [], collections.Counter()
    for path in paths:
        file = path.name.removeprefix("deribit-chain.").removesuffix(".csv.gz")
        expiries = collections.defaultdict(list)
        for row in chains.read(path):
            if not (row["underlying_price"] and row["mark_iv"]):
                without_forward[file] += 1
                continue
            row["file"] = file
            rows.append(row)
            expiries[int(row["snapshot_utc_seconds"]), int(row["expiry_utc_seconds"])].append(row)
        for _, of_expiry in sorted(expiries.items()):
            slices.append(Slice(file, of_expiry))
            if not slices[-1].nodes:
                slices.pop()
        print(f"{file}: {len(expiries)} expiries", flush=True)
    files = sorted({row["file"] for row in rows})

    with tempfile.TemporaryDirectory() as work:
        work = pathlib.Path(work)
        write_rows(work / "rows.csv", rows)
        write_slices(work / "slices.csv", slices)
        row_answers, plain_answers = run(work)
        for one, answer in zip(slices, plain_answers):
            one.plain = answer
        # Whose plain fit is refused fits again, with the density as a condition.
        for one in slices:
            if one.plain["check"] != "accepted":
                one.fitted = chains.fit(one.k, one.w, free=True)
        write_slices(work / "slices.csv", slices)
        _, answers = run(work)
    for one, answer in zip(slices, answers):
        one.answer = answer
    for row, answer in zip(rows, row_answers):
        row["answer"] = answer

    wrong = [one for one in slices if not second_opinion(one)]
    pairs = [
        (one, later)
        for one, later in zip(slices, slices[1:])
        if one.answer["calendar"] == "proved"
    ]
    crossed = [pair for pair in pairs if chains.least_distance(*(s.fitted for s in pair)) < -1e-12]
    date = datetime.datetime.now(datetime.timezone.utc).date().isoformat()
    picture = f"{date}-real-option-chains.svg"
    plot.write(REPORTS / picture, calm(slices), stressed(slices))
    written = REPORTS / f"{date}-real-option-chains.md"
    written.write_text(
        report(files, rows, slices, without_forward, wrong, pairs, crossed, picture, date)
    )
    print(f"{written.relative_to(HERE.parent.parent)} is written")


def second_opinion(one):
    """Whether floating point agrees with the verdict: a dense grid for a yes, the named place for a no."""
    answer = one.answer["check"]
    if answer == "accepted":
        return chains.least_density(one.fitted) > -1e-9
    place = answer.partition("Rate(")[2].partition(")")[0]
    if answer.startswith("NegativeDensity"):
        return chains.density(one.fitted, float(place)) < 1e-9
    if answer.startswith("NegativeVariance"):
        return chains.variance(one.fitted, float(place)) < 1e-12
    return answer.startswith("WingTooSteep")


def of_day(slices, file):
    """The BTC snapshot in which the smile is most complete."""
    by_snapshot = collections.defaultdict(list)
    for one in slices:
        if one.file == file:
            by_snapshot[one.snapshot].append(one)
    return by_snapshot


def calm(slices):
    chosen = of_day(slices, next(one.file for one in slices if one.file.startswith("btc.quiet")))
    return chosen[min(chosen)]


def stressed(slices):
    """Where the volatility at the money of the expiry closest to a week was highest."""
    file = next(one.file for one in slices if one.file.startswith("btc.2"))
    chosen = of_day(slices, file)

    def level(group):
        week = min(group, key=lambda one: abs(one.seconds - 604_800))
        return float(numpy.interp(0, week.k, week.w)) / week.years

    return max(chosen.values(), key=level)


def report(files, rows, slices, without_forward, wrong, pairs, crossed, picture, date):
    def of_file(file, name):
        return [row["answer"][name] for row in rows if row["file"] == file]

    def of_slices(file, value):
        return [value(one) for one in slices if one.file == file]

    marks = counted(files, lambda file: of_file(file, "mark"), MARKS)
    agreeing = sum(row["answer"]["mark"].startswith("agrees") for row in rows)
    unexplained = [row for row in rows if row["answer"]["mark"] == "not explained"]
    below = sum(
        row["answer"]["below_intrinsic"] == "true" and not row["answer"]["mark"].startswith("agrees")
        for row in rows
    )
    middles = counted(files, lambda file: of_file(file, "middle"), ("gives the middle back",))
    plain = counted(files, lambda file: of_slices(file, lambda one: reason(one.plain["check"])))
    final = counted(files, lambda file: of_slices(file, lambda one: reason(one.answer["check"])))
    calendar = counted(files, lambda file: of_slices(file, lambda one: reason(one.answer["calendar"])))
    straight = counted(files, lambda file: of_slices(file, lambda one: reason(one.answer["straight"])))
    refused = [row for row in rows if row["answer"]["middle"] == "refused: below intrinsic"]
    wide = sum(float(row["ask_price"]) >= intrinsic(row) for row in refused)
    times = numpy.array([int(one.plain["nanoseconds"]) for one in slices]) / 1000
    accepted = [one for one in slices if one.answer["check"] == "accepted"]
    mean_errors = numpy.array([float(one.errors().mean()) for one in accepted]) * 100
    refitted = sum(one.plain["check"] != "accepted" for one in slices)
    missing = ", ".join(f"{count:,} of {file}" for file, count in sorted(without_forward.items()))
    listed = "\n".join(
        f"- {row['instrument']} at {row['snapshot_utc_seconds']}: forward {row['underlying_price']}, "
        f"volatility {row['mark_iv']}, mark {row['mark_price']}"
        for row in unexplained[:20]
    )
    return f"""# Real option chains, {date}

Recorded Deribit chains, every row and every expiry, through `market-maths`. Machine: {ASKED.machine}.

```text
make real-chains DATA=folder
```

Columns are the files of the folder by name. Rows without a forward have no price and are left out: {missing or "none"}.

## Marks

Each row is priced by Black-76 on its forward and `mark_iv`, in coins, and compared with `mark_price`. Deribit quotes
eight decimals of a bitcoin and six of an ether, a volatility of four decimals and a forward of two or four, so that
the mark need not follow to its last digit from what is quoted beside it. A row agrees if its mark is one that some volatility and
forward that round to the quoted ones have.

{marks}

**{agreeing:,} of {len(rows):,} rows agree.** In every other row the quoted numbers contradict each other: no volatility that
rounds to the row's `mark_iv`, on no forward that rounds to the row's, has its mark. They are
grouped by what shows it, the first that does:

- *call and put agree on another forward*: needs no model. A call less a put of one strike is worth 1 − K/F coins. The marks of
  both types give an F that is not the one quoted, and on it the row agrees: marks and forward were read at different moments.
- *another forward and up to two minutes off*: as before, with the time to expiry moved by up to 120 seconds as well: the
  snapshot carries one time, and the rows are collected over some seconds around it.
- *a forward within the index's move*: the two types do not agree on a forward, being read at different moments
  themselves, but a forward that is off by no more than the index moved in this snapshot explains the mark.
- *a forward as far off as other strikes show*: one between the quoted and those that calls and puts of other strikes of
  this expiry give.
- *the forward and the moment of all other strikes*: call and put of every other strike of this expiry have one forward in
  common and, with their volatilities, one moment, which may be minutes from the snapshot's time. The other expiries of this
  snapshot whose strikes agree have that moment, too. With that forward and at that moment the row agrees: what is quoted
  beside the mark is of another.

Of the contradicting rows {below:,} have a mark below what the option pays on the quoted forward, which no volatility at all explains.

{len(unexplained)} rows are not explained by any of these{":" if listed else "."}

{listed}

## Implied volatility of middles

The middle of bid and ask, in USD on the quoted forward: its volatility, the price at that volatility to 10^-16 of the forward, and
`verify_volatility` of it at that tolerance.

{middles}

Of the {len(refused):,} middles below intrinsic {wide:,} lie between a bid below and an ask above it: a quote so wide that its middle
is no price. In the other {len(refused) - wide:,} even the ask is below what the option pays on the quoted forward, which is stale.

## Slices

A raw SVI slice is fitted to the marks out of the money of each expiry, off-line and in floating point (least squares, strikes near the money
first). `Svi::check` says of the plain fit:

{plain}

{refitted:,} plain fits were refused. Fitted again with Durrleman's g ≥ 0 on a grid as a condition:

{final}

The second opinion, floating point on some 16,000 points of each slice, or at the named place for a refusal, contradicts
{len(wrong)} of {len(slices):,} verdicts.

`check` takes {numpy.median(times):.1f} µs in the median and {times.max():.1f} µs at most, natively. The accepted slices miss the quoted marks
by {mean_errors.mean():.2f} points of volatility on average, all strikes of an expiry counted alike. At seven standardised nodes, against the
bound of 1.5 % of variance or half a point at each:

{by_term(slices)}

A slice that misses a node is not taken, and its expiry lives on nodes: five parameters do not follow every smile of days to half a point.

## Calendar

Each slice against the next expiry's of the same snapshot (`last` has none):

{calendar}

Slices here are fitted one by one, with nothing that keeps their wings apart beyond the quoted strikes: that is where most of them
cross. The second opinion finds {len(crossed)} crossings in the {len(pairs):,} pairs that are proved.

## Nodes without a slice

The same nodes as a straight smile, `Interpolated::check`:

{straight}

A straight smile is a fall-back: it has a price for every strike, and is free of arbitrage only where the nodes are convex.

## Smile and slice

![Marks and slices]({picture})

Above a calm day, below the most stressed snapshot by the volatility of the expiry closest to a week. Dots are marks out of
the money, lines the slices (dashed: refused).
"""


main()
