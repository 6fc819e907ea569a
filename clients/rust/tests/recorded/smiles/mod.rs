// SPDX-License-Identifier: Apache-2.0
//! Recorded option chains through the oracle of the chain: seven reporters sign what they see of every expiry, the
//! pallet counts their bundles, the best slice through each smile is proposed by `propose_svi`, and floating point
//! examines what was accepted.
//!
//! ```text
//! make oracle-smiles DATA=folder [REPORT=file]
//! STRADDLE_CHAINS=folder-or-file cargo test -p straddle-client --test recorded -- --ignored --nocapture smile
//! ```
//!
//! `STRADDLE_SNAPSHOTS` is the most that is played of a file, `STRADDLE_REPORT` a file that everything is written to, and
//! `STRADDLE_MACHINE` what that says about the machine.

mod findings;
mod market;

use crate::{
	chain::{block, details, propose, smile, Chain, Words},
	setting,
};
use findings::{expiries, Findings, Row, Verdict};
use market::{snapshots_of, Chance, Snapshot};
use market_maths::{options::Node, units::Price};
use market_primitives::{FeedId, Purpose, SmileId, SmileShape, Underlying};
use oracle_core::VoteEntry;
use std::path::{Path, PathBuf};
use straddle_client::{
	simulator::OptionTape,
	smile::{fit_between, free_money, FittedExpiry},
	utc::write_utc,
};

/// How many report.
const REPORTERS: u32 = 7;
/// Blocks in which reporters vote before slices are proposed: as many as a smile that fell silent needs to be live.
const BLOCKS: u64 = 26;
/// From one to the next, in milliseconds.
const BLOCK_MS: u64 = 3_000;

#[test]
#[ignore = "needs recorded option chains: STRADDLE_CHAINS names a file or a folder of them"]
fn every_recorded_smile_is_accepted_or_refused_by_name_and_none_accepted_gives_money_away() {
	let place = setting::place("STRADDLE_CHAINS");
	let most = setting::number("STRADDLE_SNAPSHOTS").unwrap_or(usize::MAX);
	let files = files_in(&place);
	assert!(!files.is_empty(), "there are no files with option chains in {}", place.display());

	let mut findings = Findings::default();
	for file in &files {
		play_file(file, most, &mut findings);
	}
	println!("{}\n{}\n{}", findings.by_file(), findings.by_term(), findings.misfits());
	setting::write_report(|| report(&findings));
	assert!(findings.gifts.is_empty(), "free money in slices:\n{}", findings.gifts.join("\n"));
	assert!(findings.accepted() > 0, "no slice was accepted");
}

/// The files of a folder that hold chains, or the file itself.
fn files_in(place: &Path) -> Vec<PathBuf> {
	if place.is_file() {
		return vec![place.into()];
	}
	let entries = std::fs::read_dir(place).expect("the folder can be read");
	let paths = entries.map(|entry| entry.expect("the folder can be read").path());
	let mut files: Vec<PathBuf> = paths
		.filter(|path| {
			let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
			name.is_some_and(|name| {
				name.contains("-chain.") && (name.ends_with(".csv.gz") || name.ends_with(".csv"))
			})
		})
		.collect();
	files.sort();
	files
}

/// A file's name without what all have in common.
fn name_of(path: &Path) -> String {
	let name = path
		.file_name()
		.map(|name| name.to_string_lossy().into_owned())
		.unwrap_or_default();
	let name = name.strip_suffix(".gz").unwrap_or(&name);
	let name = name.strip_suffix(".csv").unwrap_or(name);
	name.split_once("-chain.").map_or(name, |(_, rest)| rest).to_string()
}

/// One chain from the first snapshot of a file to its last: between two of them nobody says anything.
fn play_file(path: &Path, most: usize, findings: &mut Findings) {
	let mut tape = OptionTape::default();
	tape.add(path).unwrap();
	let tickers: Vec<String> = tape.underlyings().map(ToString::to_string).collect();
	for ticker in tickers {
		let underlying: Underlying = ticker.parse().expect("the file is about a known underlying");
		let snapshots = snapshots_of(&tape, &ticker);
		let Some(first) = snapshots.first() else { continue };
		let begin_ms = first.taken_at * 1_000 - BLOCKS * BLOCK_MS;
		let mut chain = Chain::new(&[underlying], REPORTERS, begin_ms);
		let mut chance = Chance(1);
		for snapshot in snapshots.iter().take(most) {
			let rows = chain.execute(|| play(underlying, snapshot, &mut chance, findings));
			println!("{}", expiries(&rows));
			findings.rows.entry(name_of(path)).or_default().extend(rows);
		}
	}
}

/// Votes until the smiles could be live, the last at the snapshot's own time; then proposals, the earliest expiry first.
fn play(
	underlying: Underlying,
	snapshot: &Snapshot,
	chance: &mut Chance,
	findings: &mut Findings,
) -> Vec<Row> {
	let end_ms = snapshot.taken_at * 1_000;
	for before in (0..BLOCKS).rev() {
		let now_ms = end_ms - before * BLOCK_MS;
		let observed_at_ms = now_ms - 500;
		let made = block(now_ms, |_| {
			Some(Words {
				observed_at_ms,
				prices: vec![price(underlying, snapshot.index)],
				smiles: snapshot.said(underlying, observed_at_ms / 1_000, chance),
			})
		});
		assert_eq!(made.bundles, REPORTERS, "every bundle counts");
	}
	let ids: Vec<SmileId> =
		snapshot.expiries.iter().map(|it| SmileId::new(underlying, it.expiry)).collect();
	let mut rows = Vec::new();
	let mut accepted = Vec::new();
	for (at, id) in ids.iter().enumerate() {
		// As the chain has it: the nearest on each side, if it can be relied on.
		let earlier = at.checked_sub(1).and_then(|at| shape_of(ids[at]));
		let later = ids.get(at + 1).and_then(|id| shape_of(*id));
		let (row, fitted) = propose_for(*id, snapshot.taken_at, earlier.as_ref(), later.as_ref());
		rows.push(row);
		accepted.extend(fitted);
	}
	let gifts = free_money(&accepted);
	findings.gifts.extend(
		gifts
			.iter()
			.map(|gift| format!("{underlying} at {}: {gift}", write_utc(snapshot.taken_at))),
	);
	findings.pairs += accepted.len() * accepted.len().saturating_sub(1) / 2;
	rows
}

/// What everybody says of the index, within a basis point.
fn price(underlying: Underlying, index: Price) -> VoteEntry {
	let confidence = Price::from_inner(index.into_inner() / 10_000);
	VoteEntry { feed: FeedId::Index(underlying), value: index, confidence, sources: 1 }
}

/// The shape of a smile, if it can be relied on.
fn shape_of(id: SmileId) -> Option<SmileShape> {
	smile(id)?.shape_for(Purpose::Liquidate).ok().cloned()
}

/// Proposes the best slice through a smile. Returns what came of it, and the slice as the chain has it if it took it.
fn propose_for(
	id: SmileId,
	taken_at: u64,
	earlier: Option<&SmileShape>,
	later: Option<&SmileShape>,
) -> (Row, Option<FittedExpiry>) {
	let seconds = id.seconds_left(taken_at * 1_000);
	let smile = details(id).expect("somebody voted on it");
	let nodes: Vec<Node> = smile
		.nodes
		.iter()
		.map(|node| Node::standardised(node.standardised, node.total, seconds).unwrap())
		.collect();
	assert!(!nodes.is_empty(), "the votes on {id:?} gave no nodes");
	let slice = fit_between(&nodes, earlier, later);
	let verdict = match slice {
		Ok(slice) => match propose(id, slice) {
			Ok(()) => Verdict::Accepted,
			Err(reason) => Verdict::Refused(reason),
		},
		Err(unfit) => Verdict::NoSlice(format!("{unfit:?}")),
	};
	let holds = details(id).and_then(|smile| smile.slice);
	let fitted = holds.filter(|_| verdict == Verdict::Accepted).map(|slice| FittedExpiry {
		expiry: id.expiry,
		seconds,
		nodes: nodes.clone(),
		slice: Ok(slice.svi),
	});
	assert_eq!(fitted.is_some(), verdict == Verdict::Accepted, "what is accepted holds");
	let worst = slice
		.ok()
		.and_then(|slice| slice.fit(&nodes, seconds).ok())
		.map(|fit| fit.worst);
	let votes = smile.votes.iter().filter(|vote| vote.counts).count();
	let (status, nodes) = (smile.status, nodes.len());
	(Row { taken_at, id, votes, nodes, status, verdict, worst }, fitted)
}

/// Everything but the accepted expiries one by one, in Markdown.
fn report(findings: &Findings) -> String {
	let machine = setting::machine().unwrap_or_else(|| "not said".into());
	let refused = findings.all().filter(|row| row.verdict != Verdict::Accepted);
	let gifts = match findings.gifts.as_slice() {
		[] => "**None.**".to_string(),
		some => format!("- {}", some.join("\n- ")),
	};
	format!(
		"# Recorded option chains through the oracle\n\n\
		 Made by `make oracle-smiles` on {}. Machine: {machine}.\n\n\
		 {REPORTERS} reporters of one weight sign bundles about every expiry that a file has, with what a feeder makes \
		 of its rows and a small seeded error of each; the pallet counts them in its mock runtime by the rule a \
		 chain begins with, for {BLOCKS} blocks up to the time of each snapshot. Then, in that block, the slice that fits the \
		 chain's own nodes best is proposed for each expiry, the earliest first. Rows without a forward are left out. \
		 What is refused stays on straight lines between its nodes.\n\n\
		 ## What became of the slices\n\n{}\n\
		 By the time to the expiry:\n\n{}\n\
		 The worst error at a node, in points of volatility:\n\n{}\n\
		 ## Free money, looked for in floating point\n\n\
		 Butterflies in each of the {} accepted slices and calendar spreads of all {} pairs of one snapshot: {gifts}\n\n\
		 ## What was not accepted\n\n{}",
		write_utc(setting::now()),
		findings.by_file().markdown(),
		findings.by_term().markdown(),
		findings.misfits().markdown(),
		findings.accepted(),
		findings.pairs,
		expiries(refused).markdown(),
	)
}
