// SPDX-License-Identifier: Apache-2.0
//! Portfolio margin.

use super::each;
use crate::samples::{Account, HeldRows, Rules, Samples, LOT};
use alloc::vec::Vec;
use market_maths::{
	margin::portfolio::{
		margin_after_loss, portfolio_margin, AcrossUnderlyings, ColumnProfits, ExpiryRows,
		Holdings, PortfolioMargin, RiskRow, ShockedExpiry, COLUMNS,
	},
	options::{OptionKind, SettlingForward},
	units::{Lots, Price, Rate},
	MathsError,
};

const CALL: OptionKind = OptionKind::Call;

pub(super) fn scenario_cell(samples: &Samples, times: u32) {
	let pairs: Vec<_> = samples.options.iter().zip(samples.shocks.iter().cycle()).collect();
	each(&pairs, times, |(s, shock)| s.expiry.prices_under(shock, &s.strike, &s.level));
}

pub(super) fn row_terms(samples: &Samples, times: u32) {
	let set = &samples.rules.set;
	each(&samples.options, times, |s| {
		let option = &s.option;
		let settling = SettlingForward { fixed: Price::ZERO, variable: option.forward };
		let shocked = ShockedExpiry::new(set, settling, option.seconds_to_expiry, option.rate)?;
		ExpiryRows::new(shocked, option.forward)
	});
}

pub(super) fn risk_row(samples: &Samples, times: u32) {
	each(&samples.options, times, |s| s.basis.option(CALL, &s.strike, s.option.volatility));
}

pub(super) fn skewed_row(samples: &Samples, times: u32) {
	let skew = &samples.rules.portfolio.skew;
	each(&samples.options, times, |s| s.basis.skewed(CALL, &s.strike, s.option.volatility, skew));
}

pub(super) fn worst_column(samples: &Samples, times: u32) {
	let holdings: Vec<Holdings<'_>> = samples
		.rows
		.chunks(128)
		.map(|rows| {
			let mut holdings = Holdings::with_capacity(128);
			for (number, row) in rows.iter().enumerate() {
				holdings.add(Lots::from_inner(number as i64 * 7 - 400), row).unwrap();
			}
			holdings
		})
		.collect();
	each(&holdings, times, |holdings| holdings.profits().least());
}

pub(super) fn margin_from_rows(samples: &Samples, times: u32) {
	each(&samples.accounts, times, |s| from_rows(s, &samples.rules));
}

pub(super) fn margin_repriced(samples: &Samples, times: u32) {
	let rules = &samples.rules;
	each(&samples.accounts, times, |s| {
		let part = s.portfolio.part(rules.settlement_price, &rules.set, &rules.portfolio)?;
		let parameters = &rules.portfolio;
		portfolio_margin(s.cash, &[part], rules.settlement_price, &[], Rate::ZERO, parameters)
	});
}

pub(super) fn across_underlyings(samples: &Samples, times: u32) {
	each(&samples.universes, times, |s| {
		let stresses = s.stresses.each_ref().map(|row| row.as_slice());
		AcrossUnderlyings::of_same_outcomes(&s.outcomes)?
			.or(AcrossUnderlyings::of_stresses(&s.outcomes, &stresses)?)
			.requirement(s.separateness)
	});
}

/// What a chain does for one account, with rows and marks that it keeps.
fn from_rows(account: &Account, rules: &Rules) -> Result<PortfolioMargin, MathsError> {
	let parameters = &rules.portfolio;
	let mut linear = Holdings::with_capacity(2);
	linear.add(account.perpetual_lots, &account.perpetual_row)?;
	linear.add(account.coin_lots, &account.perpetual_row)?;
	let mut columns = linear.profits();
	let (mut basis, mut tilt, mut bend) = (0i64, 0i64, 0i64);
	for expiry in &account.expiries {
		let held = |row: fn(&HeldRows) -> &RiskRow| {
			let mut holdings = Holdings::with_capacity(expiry.options.len());
			for option in &expiry.options {
				holdings.add(option.lots, row(option))?;
			}
			Ok::<_, MathsError>(holdings.profits())
		};
		let counted =
			expiry.discount.on_columns(&rules.set, &held(|o| &o.scenarios)?, expiry.mark)?;
		columns = columns.checked_add(&counted)?;
		basis += parameters.basis.loss(&held(|o| &o.basis)?, expiry.seconds)?;
		let skewed = parameters.skew.losses(&held(|o| &o.skew)?, &expiry.discount, expiry.mark)?;
		tilt += skewed.tilt;
		bend += skewed.bend;
	}
	let least = columns.least().1.min(basis).min(tilt).min(bend);
	let worst = ColumnProfits::from_columns([least; COLUMNS]).worst(account.portfolio.spot, LOT)?;
	let mut part = account.portfolio.beyond_outcomes(rules.settlement_price, parameters)?;
	part.mark_to_market = part
		.mark_to_market
		.checked_add(account.cash)?
		.checked_add(account.options_worth)?;
	margin_after_loss(&part, worst, worst.loss, rules.settlement_price, parameters)
}
