// SPDX-License-Identifier: Apache-2.0
//! Whether the chain was right about a transaction. Decisions only: nothing here talks to a chain.

use crate::chain::Refusal;

/// What a transaction was meant to do, as far as it matters for judging it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Intention {
	/// The error that it must be refused with; `None` if it must succeed.
	pub must_fail_with: Option<&'static str>,
	/// When what it reports was seen, in milliseconds since 1970; `None` if it reports nothing.
	pub observed_at_ms: Option<u64>,
}

/// A report that was executed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExecutedReport {
	/// The block it is in: one window each.
	pub block: u64,
	/// When what it says was seen, in milliseconds since 1970.
	pub observed_at_ms: u64,
}

/// The block that a transaction is in, as the transaction met it.
#[derive(Clone, Copy, Debug)]
pub struct Circumstances {
	/// Its number.
	pub block: u64,
	/// Its time, in milliseconds since 1970.
	pub now_ms: u64,
	/// How old a report may be.
	pub most_report_age_ms: u64,
	/// Whether new risk may be taken at all prices.
	pub prices_are_usable: bool,
	/// The newest report of the same account that was executed before, in this block or an earlier one.
	pub last_report: Option<ExecutedReport>,
}

/// What is to be thought of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
	/// It went as it was meant to.
	AsMeant,
	/// It was refused, as the rules want it for a block that came late: nobody's fault.
	RightlyRefused,
	/// It was to be refused with an error that this block gave no occasion for.
	TryAgain,
	/// It was to be refused with one error, and met something else.
	WronglyAnswered(String),
	/// It was refused for no good reason.
	Surprise,
}

impl Circumstances {
	/// Whether the rules demand this refusal in this block, whatever the sender could know when sending.
	fn demand(&self, refusal: &Refusal, intention: &Intention) -> bool {
		let observed_at_ms = intention.observed_at_ms;
		match refusal.name.as_str() {
			"PriceUnavailable" | "VolatilityUnavailable" => !self.prices_are_usable,
			"ObservedTooLongAgo" => observed_at_ms.is_some_and(|observed_at_ms| {
				self.now_ms.saturating_sub(observed_at_ms) > self.most_report_age_ms
			}),
			"DuplicateReport" => observed_at_ms.is_some() && self.has_report(),
			"OlderThanLastReport" => match (observed_at_ms, self.last_report) {
				(Some(own), Some(last)) => own < last.observed_at_ms,
				_ => false,
			},
			_ => false,
		}
	}

	/// Whether the same account has reported in this block already.
	fn has_report(&self) -> bool {
		self.last_report.is_some_and(|last| last.block == self.block)
	}
}

/// Judges a transaction by what it was meant to do and by the block it is in.
pub fn judge(
	intention: &Intention,
	result: &Result<(), Refusal>,
	circumstances: &Circumstances,
) -> Verdict {
	let is_duplicate = |name: &str| name == "DuplicateReport";
	match (result, intention.must_fail_with) {
		(Ok(()), None) => Verdict::AsMeant,
		(Err(refusal), None) if circumstances.demand(refusal, intention) => Verdict::RightlyRefused,
		(Err(_), None) => Verdict::Surprise,
		// It is a duplicate only beside another in the same block.
		(Ok(()), Some(expected)) if is_duplicate(expected) && !circumstances.has_report() => {
			Verdict::TryAgain
		},
		(Ok(()), Some(expected)) => {
			Verdict::WronglyAnswered(format!("was executed instead of refused with {expected}"))
		},
		(Err(refusal), Some(expected)) if refusal.name == expected => {
			if is_duplicate(expected) && !circumstances.has_report() {
				Verdict::WronglyAnswered(format!("{expected}, without another in its window"))
			} else {
				Verdict::AsMeant
			}
		},
		(Err(refusal), Some(_)) if circumstances.demand(refusal, intention) => Verdict::TryAgain,
		(Err(refusal), Some(expected)) => {
			Verdict::WronglyAnswered(format!("{} instead of {expected}", refusal.name))
		},
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	const BLOCK: Circumstances = Circumstances {
		block: 50,
		now_ms: 1_000_000,
		most_report_age_ms: 10_000,
		prices_are_usable: true,
		last_report: Some(ExecutedReport { block: 49, observed_at_ms: 995_000 }),
	};
	const ORDER: Intention = Intention { must_fail_with: None, observed_at_ms: None };

	fn refused(name: &str) -> Result<(), Refusal> {
		Err(Refusal { pallet: "Some".into(), name: name.into(), advice: String::new() })
	}

	fn report(observed_at_ms: u64) -> Intention {
		Intention { observed_at_ms: Some(observed_at_ms), ..ORDER }
	}

	fn wrong(error: &'static str) -> Intention {
		Intention { must_fail_with: Some(error), ..ORDER }
	}

	fn after_another_report() -> Circumstances {
		let last_report = Some(ExecutedReport { block: BLOCK.block, observed_at_ms: 999_000 });
		Circumstances { last_report, ..BLOCK }
	}

	#[test]
	fn a_late_report_is_rightly_refused_and_a_timely_one_is_not() {
		let result = refused("ObservedTooLongAgo");
		assert_eq!(judge(&report(989_999), &result, &BLOCK), Verdict::RightlyRefused);
		assert_eq!(judge(&report(990_000), &result, &BLOCK), Verdict::Surprise);
		assert_eq!(judge(&ORDER, &result, &BLOCK), Verdict::Surprise);
	}

	#[test]
	fn a_second_report_in_a_window_is_rightly_refused_and_a_first_is_not() {
		let result = refused("DuplicateReport");
		let second = after_another_report();
		assert_eq!(judge(&report(999_500), &result, &second), Verdict::RightlyRefused);
		assert_eq!(judge(&report(999_500), &result, &BLOCK), Verdict::Surprise);
	}

	#[test]
	fn a_report_older_than_the_last_is_rightly_refused_and_a_newer_one_is_not() {
		let result = refused("OlderThanLastReport");
		assert_eq!(judge(&report(994_999), &result, &BLOCK), Verdict::RightlyRefused);
		assert_eq!(judge(&report(995_000), &result, &BLOCK), Verdict::Surprise);
		let first = Circumstances { last_report: None, ..BLOCK };
		assert_eq!(judge(&report(994_999), &result, &first), Verdict::Surprise);
	}

	#[test]
	fn an_order_is_rightly_refused_only_where_there_is_no_price() {
		let blind = Circumstances { prices_are_usable: false, ..BLOCK };
		for result in ["PriceUnavailable", "VolatilityUnavailable"].map(refused) {
			assert_eq!(judge(&ORDER, &result, &blind), Verdict::RightlyRefused);
			assert_eq!(judge(&ORDER, &result, &BLOCK), Verdict::Surprise);
		}
		assert_eq!(judge(&ORDER, &refused("InsufficientMargin"), &blind), Verdict::Surprise);
	}

	#[test]
	fn a_wrong_message_must_meet_its_own_error() {
		let wrong = wrong("PriceNotOnTick");
		assert_eq!(judge(&wrong, &refused("PriceNotOnTick"), &BLOCK), Verdict::AsMeant);
		for result in [Ok(()), refused("SizeNotOnLot"), refused("PriceUnavailable")] {
			let verdict = judge(&wrong, &result, &BLOCK);
			assert!(matches!(verdict, Verdict::WronglyAnswered(_)), "{result:?}: {verdict:?}");
		}
		let blind = Circumstances { prices_are_usable: false, ..BLOCK };
		assert_eq!(judge(&wrong, &refused("PriceUnavailable"), &blind), Verdict::TryAgain);
	}

	#[test]
	fn a_repeated_report_proves_something_only_beside_another() {
		let again = Intention { observed_at_ms: Some(999_500), ..wrong("DuplicateReport") };
		let beside = after_another_report();
		assert_eq!(judge(&again, &refused("DuplicateReport"), &beside), Verdict::AsMeant);
		assert!(matches!(judge(&again, &Ok(()), &beside), Verdict::WronglyAnswered(_)));
		// The next author began between the two.
		assert_eq!(judge(&again, &Ok(()), &BLOCK), Verdict::TryAgain);
		let verdict = judge(&again, &refused("DuplicateReport"), &BLOCK);
		assert!(matches!(verdict, Verdict::WronglyAnswered(_)), "{verdict:?}");
	}
}
