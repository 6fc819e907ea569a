// SPDX-License-Identifier: Apache-2.0
use crate::{FeedError, InstrumentId, InstrumentKind, InstrumentTerms, Mark, Underlying};
use alloc::vec::Vec;
use core::marker::PhantomData;
use market_maths::units::{Cash, Lots, Price, Quantity};

/// Everything that valuing a position or judging an order needs to know about an instrument.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quote {
	/// Its terms.
	pub terms: InstrumentTerms,
	/// What it is worth now.
	pub mark: Result<Mark, FeedError>,
	/// The answer of [`Instruments::cumulative_funding`].
	pub cumulative_funding: i128,
	/// The answer of [`Instruments::settlement_price`].
	pub settlement_price: Option<Price>,
}

/// What trades, on which terms, and what it is worth.
pub trait Instruments {
	/// What was found out for other quotes of one piece of work, such as an index that many options share.
	/// Nothing that quotes depend on may change while it is used.
	type Memo: Default;

	/// All about an instrument at once; `None` if it is not listed.
	fn quote(_memo: &mut Self::Memo, id: &InstrumentId) -> Option<Quote> {
		Some(Quote {
			terms: Self::terms(id)?,
			mark: Self::mark(id),
			cumulative_funding: Self::cumulative_funding(id),
			settlement_price: Self::settlement_price(id),
		})
	}

	/// The terms of an instrument; `None` if it is not listed.
	fn terms(id: &InstrumentId) -> Option<InstrumentTerms>;

	/// What it is worth now. Errors only if nothing is known at all; otherwise the statuses tell, and
	/// [`Mark::allows`] what may be done with it.
	fn mark(id: &InstrumentId) -> Result<Mark, FeedError>;

	/// Cumulative funding that one long lot has paid since listing, in units of cash with
	/// [`FUNDING_DECIMALS`](Self::FUNDING_DECIMALS) further decimals. Zero for options.
	fn cumulative_funding(id: &InstrumentId) -> i128;

	/// Decimals of [`cumulative_funding`](Self::cumulative_funding) below the unit of cash.
	const FUNDING_DECIMALS: u32 = 12;

	/// The price at which an expired option is paid, from the moment it is known until everybody is paid.
	/// From then on a position is as good as cash, whenever its turn comes. `None` for anything else.
	fn settlement_price(_id: &InstrumentId) -> Option<Price> {
		None
	}

	/// Lots open: what accounts are short. The long side is as large; of options, tokens are part of it.
	fn open_interest(id: &InstrumentId) -> u64;

	/// Coins of `underlying` that are open in all instruments on it together: the sum of their open interests. A lot of
	/// an option counts in full, whatever it is worth, until it is paid. [`Quantity::MAX`] where it does not fit.
	fn open_quantity(underlying: Underlying) -> Quantity;

	/// Told by the margin engine that what accounts are short changed by `change` lots.
	fn note_open_interest(id: &InstrumentId, change: Lots);

	/// Stops trading in one market because something in it does not add up.
	fn freeze(id: &InstrumentId);

	/// Every instrument that is listed and not yet settled.
	fn listed() -> Vec<InstrumentId>;

	/// Lists `id` with a mark of `price`, so that a benchmark finds a market to trade in.
	#[cfg(feature = "runtime-benchmarks")]
	fn prepare(id: &InstrumentId, price: Price);
}

/// Sends each question to who answers for that kind of instrument.
pub struct ByKind<Perpetuals, Options>(PhantomData<(Perpetuals, Options)>);

macro_rules! route {
	($id:expr, $method:ident ( $($argument:expr),* )) => {
		match $id.kind {
			InstrumentKind::Perpetual => Perpetuals::$method($($argument),*),
			InstrumentKind::Option(_) => Options::$method($($argument),*),
		}
	};
}

impl<Perpetuals: Instruments, Options: Instruments> Instruments for ByKind<Perpetuals, Options> {
	type Memo = (Perpetuals::Memo, Options::Memo);

	fn quote((perpetuals, options): &mut Self::Memo, id: &InstrumentId) -> Option<Quote> {
		match id.kind {
			InstrumentKind::Perpetual => Perpetuals::quote(perpetuals, id),
			InstrumentKind::Option(_) => Options::quote(options, id),
		}
	}

	fn terms(id: &InstrumentId) -> Option<InstrumentTerms> {
		route!(id, terms(id))
	}

	fn mark(id: &InstrumentId) -> Result<Mark, FeedError> {
		route!(id, mark(id))
	}

	fn cumulative_funding(id: &InstrumentId) -> i128 {
		route!(id, cumulative_funding(id))
	}

	fn settlement_price(id: &InstrumentId) -> Option<Price> {
		route!(id, settlement_price(id))
	}

	fn open_interest(id: &InstrumentId) -> u64 {
		route!(id, open_interest(id))
	}

	fn open_quantity(underlying: Underlying) -> Quantity {
		let options = Options::open_quantity(underlying);
		let both = Perpetuals::open_quantity(underlying).checked_add(options);
		both.unwrap_or(Quantity::MAX)
	}

	fn note_open_interest(id: &InstrumentId, change: Lots) {
		route!(id, note_open_interest(id, change))
	}

	fn freeze(id: &InstrumentId) {
		route!(id, freeze(id))
	}

	fn listed() -> Vec<InstrumentId> {
		let mut listed = Perpetuals::listed();
		listed.extend(Options::listed());
		listed
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn prepare(id: &InstrumentId, price: Price) {
		route!(id, prepare(id, price))
	}
}

/// Funding owed by `lots` between two values of the cumulative index, in units of cash.
///
/// Positive is owed by the account. What is owed rounds up and what is received rounds down, so the
/// last unit always stays with the protocol, where it is booked. `None` if it does not fit.
pub fn funding_owed(lots: Lots, since: i128, until: i128, decimals: u32) -> Option<Cash> {
	let scale = 10i128.checked_pow(decimals)?;
	let owed = i128::from(lots.into_inner()).checked_mul(until.checked_sub(since)?)?;
	let negated = owed.checked_neg()?;
	negated.checked_div_euclid(scale)?.checked_neg().map(Cash::from_inner)
}
