// SPDX-License-Identifier: Apache-2.0
//! Selling a fraction of an account that is worth something.
//!
//! # Source
//!
//! Derive v2, Dutch auction of solvent accounts (public contracts): buffer margin, largest fraction, price, fee
//! and what ends an auction.

use super::curve::{is_share, AuctionParameters};
use crate::{
	arithmetic::{multiply_divide, Rounding, ONE},
	units::{Rate, Usd},
	MathsError,
};

/// An account in an auction, as it stands now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Standing {
	/// What it is worth at its marks, `R` included.
	pub mark_to_market: Usd,
	/// Its maintenance margin: negative while it lacks some.
	pub maintenance: Usd,
	/// `R`: what earlier bidders have paid into it. Not negative.
	pub reserved: Usd,
}

/// What is to become of the auction of a solvent account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
	/// It goes on.
	Continues,
	/// The account has its buffer again, or its maintenance margin after the last price: it is
	/// over.
	Recovered,
	/// The account is worth no more than what bidders have paid: the auction starts again, as that
	/// of an insolvent account if it is worth nothing or less.
	Restarts,
	/// The price has reached nothing, and the account still lacks margin: it may be sold as
	/// insolvent.
	BecomesInsolvent,
}

/// What one bid gets and what it costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sale {
	/// The fraction of every balance that changes hands, of cash only what exceeds `R`.
	pub fraction: Rate,
	/// What the bidder pays to the account; negative: what the bidder is paid.
	pub price: Usd,
	/// The cash that a bidder without positions needs in order to bear the fraction: the price and
	/// the margin that the fraction lacks.
	pub collateral: Usd,
	/// Whether the fraction is all that was for sale: then the auction is over.
	pub exhausts: bool,
}

impl Standing {
	/// The margin above maintenance and a buffer: `BM = MM + buffer · (MM − MtM)`.
	///
	/// An auction ends at zero of this and not of `MM`, so that the next tick does not start
	/// another. In USD. Rounded down by less than 10^-18, against the account. Source: Derive v2.
	pub fn buffer_margin(&self, buffer: Rate) -> Result<Usd, MathsError> {
		let requirement = self.mark_to_market.checked_sub(self.maintenance)?;
		self.maintenance.checked_sub(requirement.fraction_ceil(buffer)?)
	}

	/// What everything for sale costs now, in USD: `(MtM − R) · d`. Rounded up by less than 10^-18: bidders
	/// pay the last digit. Source: Derive v2.
	///
	/// Refuses (`OutsideDomain`) an account worth less than `R`, which has nothing to sell.
	pub fn full_price(&self, factor: Rate) -> Result<Usd, MathsError> {
		self.for_sale()?.fraction_ceil(share(factor)?)
	}

	/// The largest fraction that may be sold now: `BM / (BM − MtM·d − R·(1 − d))`, after which the
	/// buffer margin is zero. All if the account is worth less than the least, whatever its buffer margin;
	/// else zero if that is not negative. Whether anything is for sale at all is [`Self::verdict`]'s to say.
	///
	/// From 0 to 1, and larger the lower the price. Rounded up, so that what is left does not fall
	/// short: by less than 10^-18 and what last digits of USD are of the divisor. Refuses an account worth less
	/// than `R`, however little that is, and a factor outside of 0 … 1. Source: Derive v2.
	pub fn greatest_fraction(
		&self,
		factor: Rate,
		parameters: &AuctionParameters,
	) -> Result<Rate, MathsError> {
		parameters.check()?;
		self.for_sale()?;
		let kept = whole()?.checked_sub(share(factor)?)?;
		if self.mark_to_market < parameters.least_worth {
			return whole();
		}
		let lacking = self.buffer_margin(parameters.buffer)?.checked_neg()?;
		if lacking <= Usd::ZERO {
			return Ok(Rate::ZERO);
		}
		let asked = self
			.mark_to_market
			.fraction_floor(factor)?
			.checked_add(self.reserved.fraction_floor(kept)?)?;
		let divisor = unsigned(lacking.checked_add(asked)?)?;
		rate(multiply_divide(unsigned(lacking)?, ONE, divisor, Rounding::Up)?)
	}

	/// What a bid for `wanted` of the account gets: no more than the [`Self::greatest_fraction`].
	///
	/// `price = fraction · (MtM − R) · d`, `collateral = price + fraction · |BM − R|`; both rounded up,
	/// against the bidder, by less than 2·10^-18 USD. `wanted` must lie above 0 and not above 1. Source:
	/// Derive v2.
	pub fn sale(
		&self,
		wanted: Rate,
		factor: Rate,
		parameters: &AuctionParameters,
	) -> Result<Sale, MathsError> {
		if share(wanted)?.is_zero() {
			return Err(MathsError::OutsideDomain);
		}
		let greatest = self.greatest_fraction(factor, parameters)?;
		let fraction = wanted.min(greatest);
		let price = self.for_sale()?.fraction_ceil(factor)?.fraction_ceil(fraction)?;
		let lacking = self.buffer_margin(parameters.buffer)?.checked_sub(self.reserved)?;
		let lacking = if lacking.is_negative() { lacking.checked_neg()? } else { lacking };
		let collateral = price.checked_add(lacking.fraction_ceil(fraction)?)?;
		Ok(Sale { fraction, price, collateral, exhausts: wanted >= greatest })
	}

	/// What the account pays for being auctioned, once, at the start: the fee's share of what would
	/// be for sale at its full worth, `fee · MtM · BM / (BM − MtM)`. In USD. Rounded up: insurance gains
	/// the last digit. Nothing for an account worth nothing. Source: Derive v2.
	pub fn fee(&self, parameters: &AuctionParameters) -> Result<Usd, MathsError> {
		if self.mark_to_market <= Usd::ZERO {
			return Ok(Usd::ZERO);
		}
		let at_start = Standing { reserved: Usd::ZERO, ..*self };
		let fraction = at_start.greatest_fraction(whole()?, parameters)?;
		self.mark_to_market.fraction_ceil(fraction)?.fraction_ceil(parameters.fee)
	}

	/// Whether the auction goes on `elapsed_ms` after its start. Its buffer margin is rounded against the
	/// account. Source: Derive v2.
	pub fn verdict(
		&self,
		elapsed_ms: u64,
		parameters: &AuctionParameters,
	) -> Result<Verdict, MathsError> {
		parameters.check()?;
		let is_run_out = parameters.is_run_out(elapsed_ms);
		let healthy = !self.buffer_margin(parameters.buffer)?.is_negative()
			|| (is_run_out && !self.maintenance.is_negative());
		Ok(if healthy {
			Verdict::Recovered
		} else if self.reserved >= self.mark_to_market {
			Verdict::Restarts
		} else if is_run_out {
			Verdict::BecomesInsolvent
		} else {
			Verdict::Continues
		})
	}

	/// `MtM − R`.
	fn for_sale(&self) -> Result<Usd, MathsError> {
		let left = self.mark_to_market.checked_sub(self.reserved)?;
		if self.reserved.is_negative() || left.is_negative() {
			return Err(MathsError::OutsideDomain);
		}
		Ok(left)
	}
}

/// Everything: 100 %.
pub(super) fn whole() -> Result<Rate, MathsError> {
	rate(ONE)
}

/// The rate, if it lies from 0 to 1.
pub(super) fn share(rate: Rate) -> Result<Rate, MathsError> {
	if is_share(rate) {
		Ok(rate)
	} else {
		Err(MathsError::OutsideDomain)
	}
}

fn rate(units: u128) -> Result<Rate, MathsError> {
	i128::try_from(units).map(Rate::from_inner).map_err(|_| MathsError::Overflow)
}

fn unsigned(amount: Usd) -> Result<u128, MathsError> {
	u128::try_from(amount.into_inner()).map_err(|_| MathsError::OutsideDomain)
}

#[cfg(test)]
mod tests {
	use super::*;

	fn parameters() -> AuctionParameters {
		AuctionParameters {
			start: "1".parse().unwrap(),
			turning: "0.8".parse().unwrap(),
			fast_ms: 600_000,
			slow_ms: 7_200_000,
			insolvent_ms: 600_000,
			buffer: "0.1".parse().unwrap(),
			fee: "0.05".parse().unwrap(),
			least_worth: Usd::ZERO,
		}
	}

	fn standing(mark_to_market: &str, maintenance: &str, reserved: &str) -> Standing {
		Standing {
			mark_to_market: mark_to_market.parse().unwrap(),
			maintenance: maintenance.parse().unwrap(),
			reserved: reserved.parse().unwrap(),
		}
	}

	fn rate(text: &str) -> Rate {
		text.parse().unwrap()
	}

	#[test]
	fn selling_the_greatest_fraction_restores_the_buffer() {
		let before = standing("300", "-100", "0");
		assert_eq!(before.buffer_margin(rate("0.1")), "-140".parse());
		let sale = before.sale(rate("1"), rate("0.9"), &parameters()).unwrap();
		assert!(sale.exhausts);
		assert_eq!(sale.fraction, rate("0.341463414634146342"));
		// What is left keeps its share of everything and gains the price.
		let kept = rate("1").checked_sub(sale.fraction).unwrap();
		let left = |amount: &str| {
			let amount: Usd = amount.parse().unwrap();
			amount.fraction_floor(kept).unwrap().checked_add(sale.price).unwrap()
		};
		let after = Standing {
			mark_to_market: left("300"),
			maintenance: left("-100"),
			reserved: sale.price,
		};
		let buffer_margin = after.buffer_margin(rate("0.1")).unwrap().into_inner();
		assert!(buffer_margin.unsigned_abs() < 1_000, "{buffer_margin}");
	}

	#[test]
	fn a_bid_pays_its_fraction_of_what_is_not_reserved() {
		let sale = standing("300", "-100", "0").sale(rate("0.1"), rate("0.9"), &parameters());
		let sale = sale.unwrap();
		assert_eq!((sale.price, sale.exhausts), ("27".parse().unwrap(), false));
		assert_eq!(sale.collateral, "41".parse().unwrap());
		let later = standing("9600", "-10000", "1600");
		assert_eq!(later.full_price(rate("0.7")), "5600".parse());
	}

	#[test]
	fn the_fee_is_taken_of_what_is_for_sale_at_the_start() {
		// 140 / 440 of 300, and 5 % of that.
		let fee = standing("300", "-100", "0").fee(&parameters()).unwrap().to_string();
		assert_eq!(fee, "4.77272727272727273");
		assert_eq!(standing("-3", "-100", "0").fee(&parameters()), Ok(Usd::ZERO));
	}

	#[test]
	fn a_small_account_is_sold_as_a_whole() {
		let all = AuctionParameters { least_worth: "301".parse().unwrap(), ..parameters() };
		let greatest = |mm| standing("300", mm, "0").greatest_fraction(rate("1"), &all);
		assert_eq!(greatest("-100"), Ok(rate("1")));
		// It was not where the account lacked no margin.
		assert_eq!(greatest("100"), Ok(rate("1")));
		let large = standing("301", "100", "0").greatest_fraction(rate("1"), &all);
		assert_eq!(large, Ok(Rate::ZERO));
	}

	#[test]
	fn an_auction_ends_for_a_stated_reason() {
		let verdict =
			|mtm, mm, reserved, ms| standing(mtm, mm, reserved).verdict(ms, &parameters());
		assert_eq!(verdict("300", "-100", "0", 0), Ok(Verdict::Continues));
		assert_eq!(verdict("300", "27.3", "0", 0), Ok(Verdict::Recovered));
		assert_eq!(verdict("300", "1", "0", 0), Ok(Verdict::Continues));
		assert_eq!(verdict("300", "1", "0", 7_800_000), Ok(Verdict::Recovered));
		assert_eq!(verdict("300", "-1", "0", 7_800_000), Ok(Verdict::BecomesInsolvent));
		assert_eq!(verdict("1000", "-10000", "1600", 0), Ok(Verdict::Restarts));
		assert_eq!(verdict("-600", "-10000", "0", 0), Ok(Verdict::Restarts));
	}

	#[test]
	fn what_has_nothing_to_sell_is_refused() {
		let refused = Err(MathsError::OutsideDomain);
		assert_eq!(standing("-1", "-2", "0").full_price(rate("1")), refused);
		assert_eq!(standing("1", "-2", "3").full_price(rate("1")), refused);
		// Worth less than the least, and so all of it was for sale.
		let greatest = |mtm, mm, reserved| {
			standing(mtm, mm, reserved).greatest_fraction(rate("1"), &parameters())
		};
		for account in [("-1", "-100", "0"), ("26.9", "-100", "27"), ("26.9", "26.9", "27")] {
			let (mtm, mm, reserved) = account;
			assert_eq!(greatest(mtm, mm, reserved), Err(MathsError::OutsideDomain), "{account:?}");
		}
		let bid = |wanted| {
			standing("300", "-100", "0").sale(rate(wanted), rate("1"), &parameters()).err()
		};
		assert_eq!(bid("0"), refused.err());
		assert_eq!(bid("1.000000000000000001"), refused.err());
		assert_eq!(bid("-0.1"), refused.err());
	}
}
