// SPDX-License-Identifier: Apache-2.0
//! Why a case is refused, and which names of errors mean that.

use market_maths::{
	liquidation::Verdict,
	margin::portfolio::ScenarioFault,
	MathsError::{
		self, AboveMaximum, AtIntrinsic, BelowIntrinsic, DivisionByZero, Empty, OutsideDomain,
	},
};

/// Why the inputs of a case are refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
	/// By a function of this crate.
	Maths(MathsError),
	/// A price, a volatility or a time is below zero, which no type here holds.
	Negative,
	/// A number is beyond what 128 bits hold with 18 decimals.
	TooLarge,
	/// A set of scenarios is none that the product has.
	Scenarios(ScenarioFault),
	/// The account would lack initial margin.
	BelowMargin,
	/// A bid would cost more than it may.
	AboveLimit,
	/// A bidder holds too little cash.
	TooLittleCash,
	/// As an auction stands, nobody may bid in it, or end it.
	Auction(Verdict),
}

/// What errors mean by the names that cases give them: our own, and those of the systems whose tests cases
/// restate. This crate has fewer errors than there are names: what lies outside of a function's domain has one.
const NAMES: &[(&str, &[Refusal])] = &[
	("below_intrinsic", &[Refusal::Maths(BelowIntrinsic)]),
	("at_intrinsic", &[Refusal::Maths(AtIntrinsic)]),
	("at_or_above_max", &[Refusal::Maths(AboveMaximum)]),
	("nothing given", &[Refusal::Maths(Empty)]),
	("input cannot be empty", &[Refusal::Maths(Empty)]),
	("no time", &[Refusal::Maths(DivisionByZero)]),
	("a forward of zero", &[Refusal::Maths(OutsideDomain)]),
	("SVI_NoForwardPrice", &[Refusal::Maths(OutsideDomain)]),
	("negative variance", &[Refusal::Maths(OutsideDomain)]),
	("SVI: value must be positive", &[Refusal::Maths(OutsideDomain)]),
	("SVI_InvalidParameters", &[Refusal::Maths(OutsideDomain)]),
	("bid above ask", &[Refusal::Maths(OutsideDomain)]),
	("PA_InvalidImpactPrices", &[Refusal::Maths(OutsideDomain)]),
	("nothing is no bid", &[Refusal::Maths(OutsideDomain)]),
	("more than all", &[Refusal::Maths(OutsideDomain)]),
	("DA_InvalidPercentage", &[Refusal::Maths(OutsideDomain)]),
	("BM_InvalidBidPortion", &[Refusal::Maths(OutsideDomain)]),
	("WERC_CannotBeNegative", &[Refusal::Negative, Refusal::Maths(OutsideDomain)]),
	("SRM_PortfolioBelowMargin", &[Refusal::BelowMargin]),
	("PMRM_InsufficientMargin", &[Refusal::BelowMargin]),
	("PMRM_2_InsufficientMargin", &[Refusal::BelowMargin]),
	("DA_PriceLimitExceeded", &[Refusal::AboveLimit]),
	("DA_InsufficientCash", &[Refusal::TooLittleCash]),
	// A portfolio without cash.
	("DA_InvalidBidderPortfolio", &[Refusal::TooLittleCash]),
	("DA_OngoingSolventAuction", &[Refusal::Auction(Verdict::Continues)]),
	(
		"DA_AuctionCannotTerminate",
		&[Refusal::Auction(Verdict::Continues), Refusal::Auction(Verdict::BecomesInsolvent)],
	),
	(
		"DA_AuctionShouldBeTerminated",
		&[Refusal::Auction(Verdict::Recovered), Refusal::Auction(Verdict::Restarts)],
	),
	("DA_AccountIsAboveMaintenanceMargin", &[Refusal::Auction(Verdict::Recovered)]),
	(
		"DA_ReservedCashGreaterThanMtM",
		&[Refusal::Auction(Verdict::Restarts), Refusal::Maths(OutsideDomain)],
	),
	(
		"DA_SolventAuctionEnded",
		&[Refusal::Auction(Verdict::BecomesInsolvent), Refusal::Maths(OutsideDomain)],
	),
];

impl Refusal {
	/// Whether it is what a name means; `None` for a name that nobody here knows.
	pub fn is_meant_by(self, name: &str) -> Option<bool> {
		let (_, refusals) = NAMES.iter().find(|(known, _)| *known == name)?;
		Some(refusals.contains(&self))
	}

	/// Of several reasons to refuse the one that a case names, if it names one of them, or the first.
	pub fn of(reasons: &[Self], name: Option<&str>) -> Option<Self> {
		let is_named =
			|reason: &&Self| name.and_then(|name| reason.is_meant_by(name)) == Some(true);
		reasons.iter().find(is_named).or(reasons.first()).copied()
	}
}

impl From<MathsError> for Refusal {
	fn from(error: MathsError) -> Self {
		Self::Maths(error)
	}
}

impl std::fmt::Display for Refusal {
	fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
		let text = match self {
			Self::Maths(error) => return write!(f, "{error}"),
			Self::Scenarios(fault) => return write!(f, "{fault}"),
			Self::Negative => "a number is negative that cannot be",
			Self::TooLarge => "a number is too large for 18 decimals",
			Self::BelowMargin => "the account lacks initial margin",
			Self::AboveLimit => "the price lies above the limit",
			Self::TooLittleCash => "the bidder holds too little cash",
			Self::Auction(Verdict::Continues) => "the auction goes on",
			Self::Auction(Verdict::Recovered) => "the account has recovered",
			Self::Auction(Verdict::Restarts) => "the auction has to start again",
			Self::Auction(Verdict::BecomesInsolvent) => "nothing is asked for any more",
		};
		f.write_str(text)
	}
}
