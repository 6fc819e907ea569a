// SPDX-License-Identifier: Apache-2.0
//! What a perpetual is worth: decided on numbers alone.

use market_maths::{
	aggregation::ema_step,
	perpetuals::{clamp_to_band, mark_price, median_of_three},
	units::{Price, Rate, Usd},
	MathsError,
};

/// The mark lies within one hundredth of the index.
pub const MARK_BAND: Rate = Rate::from_inner(10_000_000_000_000_000);
/// The time over which the premium is averaged.
pub const PREMIUM_AVERAGE_MS: u64 = 150_000;

/// Best bid, best ask and price of the last clearing.
pub type BookTop = (Option<Price>, Option<Price>, Option<Price>);

/// `mark = median( index + premium, median(bid, ask, last) within the band, index )`, within the band.
///
/// The index takes the place of a bid, ask or last price that is missing, and of the outside perpetual
/// price that no feed reports yet. A thin book can therefore pull the mark to one side only as far as
/// the slow average has already followed.
pub fn compute_mark(index: Price, premium: Usd, top: BookTop) -> Result<Price, MathsError> {
	let (bid, ask, last) = top;
	let [bid, ask, last] = [bid, ask, last].map(|price| price.unwrap_or(index));
	let book = clamp_to_band(median_of_three(bid, ask, last), index, MARK_BAND)?;
	let averaged = index.into_inner().saturating_add_signed(premium.into_inner());
	mark_price(index, Price::from_inner(averaged), book, index, MARK_BAND)
}

/// The average after `elapsed_ms` in which the book's mid stood as `top` says: an exponential average
/// over 150 s of mid − index, with the mid within the band.
///
/// A book that lacks a side says nothing, and lets the average return to zero.
pub fn average_premium(
	old: Usd,
	index: Price,
	top: BookTop,
	elapsed_ms: u64,
) -> Result<Usd, MathsError> {
	let observed = match top {
		(Some(bid), Some(ask), _) => {
			let low = bid.into_inner().min(ask.into_inner());
			let half = bid.into_inner().abs_diff(ask.into_inner()) / 2;
			let mid = Price::from_inner(low.saturating_add(half));
			let mid = signed(clamp_to_band(mid, index, MARK_BAND)?)?;
			mid.checked_sub(signed(index)?).ok_or(MathsError::Overflow)?
		},
		_ => 0,
	};
	ema_step(old.into_inner(), observed, elapsed_ms, PREMIUM_AVERAGE_MS).map(Usd::from_inner)
}

fn signed(price: Price) -> Result<i128, MathsError> {
	i128::try_from(price.into_inner()).map_err(|_| MathsError::Overflow)
}

#[cfg(test)]
mod tests {
	use super::*;

	fn price(text: &str) -> Price {
		text.parse().unwrap()
	}

	fn top(bid: &str, ask: &str, last: &str) -> BookTop {
		let read = |text: &str| (!text.is_empty()).then(|| price(text));
		(read(bid), read(ask), read(last))
	}

	#[test]
	fn an_empty_book_leaves_the_mark_at_the_index() {
		let mark = compute_mark(price("90000"), Usd::ZERO, top("", "", "")).unwrap();
		assert_eq!(mark, price("90000"));
	}

	#[test]
	fn of_book_and_average_the_one_nearer_to_the_index_moves_the_mark() {
		let premium: Usd = "100".parse().unwrap();
		let mark = compute_mark(price("90000"), premium, top("90240", "90260", "90250")).unwrap();
		assert_eq!(mark, price("90100"));
		let mark = compute_mark(price("90000"), premium, top("90020", "90040", "90030")).unwrap();
		assert_eq!(mark, price("90030"));
	}

	#[test]
	fn the_book_alone_cannot_move_the_mark() {
		let mark = compute_mark(price("90000"), Usd::ZERO, top("99000", "99010", "99005")).unwrap();
		assert_eq!(mark, price("90000"));
	}

	#[test]
	fn one_side_of_a_book_needs_the_last_price_to_agree() {
		let premium: Usd = "500".parse().unwrap();
		let mark = compute_mark(price("90000"), premium, top("90300", "", "")).unwrap();
		assert_eq!(mark, price("90000"));
		let mark = compute_mark(price("90000"), premium, top("90300", "", "90200")).unwrap();
		assert_eq!(mark, price("90200"));
	}

	#[test]
	fn the_mark_never_leaves_the_band() {
		let premium: Usd = "5000".parse().unwrap();
		let mark = compute_mark(price("90000"), premium, top("99000", "99010", "99005")).unwrap();
		assert_eq!(mark, price("90900"));
		let premium: Usd = "-5000".parse().unwrap();
		let mark = compute_mark(price("90000"), premium, top("80000", "80010", "80005")).unwrap();
		assert_eq!(mark, price("89100"));
	}

	#[test]
	fn the_average_follows_slowly_and_forgets_an_empty_book() {
		let quoted = top("90149", "90151", "");
		let followed = average_premium(Usd::ZERO, price("90000"), quoted, 150_000).unwrap();
		assert!(followed > "94.8".parse().unwrap() && followed < "94.9".parse().unwrap());
		let one_sided = top("90149", "", "");
		let after = average_premium(followed, price("90000"), one_sided, 150_000).unwrap();
		assert!(after > "34.8".parse().unwrap() && after < "34.9".parse().unwrap());
	}
}
