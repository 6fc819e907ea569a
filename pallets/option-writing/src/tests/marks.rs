// SPDX-License-Identifier: Apache-2.0
//! What options are worth when their expiry has a smile.

use crate::{marks::SeriesQuotes, mock::*};
use market_maths::{
	options::{Black76, Interpolated, Node, OptionKind, Svi},
	units::{Price, Rate, Volatility},
};
use market_primitives::{
	testing::{price_feed::FakePriceFeed, volatility_surface::FakeVolatilitySurface},
	traits::{Instruments, ListedExpiries},
	FeedError, FeedId, FeedStatus, InstrumentId, Mark, Purpose, SmileId, SmileShape,
};

fn smile_id() -> SmileId {
	SmileId::new(BTC, EXPIRY)
}

/// A quarter of an hour of options that are dearer the lower their strikes.
fn skewed() -> SmileShape {
	let node = |k: &str, total: &str| Node { k: number(k), total: number(total) };
	let nodes = vec![node("-0.02", "0.000012"), node("0", "0.000008"), node("0.02", "0.000007")];
	SmileShape::Nodes(Interpolated::new(nodes).unwrap())
}

fn slice() -> Svi {
	let [a, b, rho, m, sigma] =
		["0.000002", "0.0004", "-0.3", "0.001", "0.015"].map(number::<Rate>);
	Svi { a, b, rho, m, sigma }
}

fn report(shape: SmileShape) {
	FakeVolatilitySurface::report(smile_id(), number("90100"), shape, 900);
}

fn volatility_of(id: InstrumentId) -> Volatility {
	Options::mark(&id).unwrap().volatility
}

/// Black-76 on the forward, with the volatility that the mark names.
fn model(id: InstrumentId) -> Price {
	let contract = id.as_option().unwrap();
	let model = Black76 {
		forward: number("90100"),
		strike: contract.strike.price(),
		volatility: volatility_of(id),
		seconds_to_expiry: 900,
		rate: Rate::ZERO,
	};
	model.price(contract.kind).unwrap()
}

#[test]
fn each_strike_has_its_own_volatility_on_the_forward_of_its_expiry() {
	for shape in [skewed(), SmileShape::Slice(slice())] {
		listed_options().run(|| {
			report(shape.clone());
			for strike in [89_000, 90_000, 91_000] {
				for id in [call_at(strike), put_at(strike)] {
					let mark = Options::mark(&id).unwrap();
					assert_eq!((mark.index, mark.forward), (number("90000"), number("90100")));
					let expected = shape.volatility(mark.forward, id_strike(id), 900).unwrap();
					assert_eq!(mark.volatility, expected);
					let apart = mark.price.into_inner().abs_diff(model(id).into_inner());
					assert!(apart < 1_000_000, "{} {}", mark.price, model(id));
					assert_eq!(mark.status, FeedStatus::Live);
				}
			}
			assert!(volatility_of(call_at(89_000)) > volatility_of(call_at(91_000)));
		});
	}
}

fn id_strike(id: InstrumentId) -> Price {
	id.as_option().unwrap().strike.price()
}

#[test]
fn call_and_put_are_worth_the_forward_less_the_strike_apart() {
	listed_options().run(|| {
		report(skewed());
		let price = |id| Options::mark(&id).unwrap().price.into_inner();
		let apart = price(call_at(89_000)) - price(put_at(89_000));
		assert_eq!(Price::from_inner(apart), number("1100"));
	});
}

#[test]
fn where_nobody_votes_on_the_smile_the_flat_volatility_stands_for_all() {
	listed_options().run(|| {
		let before = Options::mark(&call_at(91_000)).unwrap();
		assert_eq!((before.forward, before.volatility), (number("90000"), number("0.5")));
		FakeVolatilitySurface::report_too_little(smile_id());
		assert_eq!(Options::mark(&call_at(91_000)), Ok(before));
		// Nor does the smile of another expiry change anything.
		let other = SmileId::new(BTC, EXPIRY + 900);
		FakeVolatilitySurface::report(other, number("90100"), skewed(), 1_800);
		assert_eq!(Options::mark(&call_at(91_000)), Ok(before));
	});
}

#[test]
fn where_a_smile_is_paused_before_there_was_one_the_flat_price_is_for_no_new_risk() {
	listed_options().run(|| {
		let before = Options::mark(&call_at(91_000)).unwrap();
		FakeVolatilitySurface::pause(smile_id());
		let paused = Mark { status: FeedStatus::Halted, ..before };
		assert_eq!(Options::mark(&call_at(91_000)), Ok(paused));
		// Without a flat volatility what the option pays now is what is left.
		FakePriceFeed::silence(FeedId::Volatility(BTC));
		let mark = Options::mark(&call_at(89_000)).unwrap();
		assert_eq!((mark.price, mark.status), (number("1000"), FeedStatus::Halted));
	});
}

#[test]
fn with_a_smile_nobody_asks_for_the_flat_volatility() {
	listed_options().run(|| {
		report(skewed());
		FakePriceFeed::silence(FeedId::Volatility(BTC));
		assert_eq!(Options::mark(&call_at(90_000)).unwrap().status, FeedStatus::Live);
		FakePriceFeed::silence(FeedId::Index(BTC));
		assert_eq!(Options::mark(&call_at(90_000)), Err(FeedError::Unknown));
	});
}

#[test]
fn the_worst_part_decides_the_status_and_a_halted_smile_halts_its_expiry_only() {
	let two_expiries = crate::ListingCadence { expiries_ahead: 2, ..every_quarter_of_an_hour() };
	a_chain().with_rule(vec![two_expiries]).run(|| {
		windows(4);
		let near = call_at(90_000);
		let far: InstrumentId = number("BTC-20NOV26T1230-90000-C");
		report(skewed());
		let far_id = SmileId::new(BTC, EXPIRY + 900);
		FakeVolatilitySurface::report(far_id, number("90200"), skewed(), 1_800);
		FakeVolatilitySurface::set_status(smile_id(), FeedStatus::Halted);
		let status = |id| Options::mark(&id).unwrap().status;
		assert_eq!((status(near), status(far)), (FeedStatus::Halted, FeedStatus::Live));
		assert!(!status(near).allows(Purpose::NewRisk));

		FakeVolatilitySurface::set_status(smile_id(), FeedStatus::Caution);
		assert_eq!(status(near), FeedStatus::Caution);
		FakePriceFeed::set_status(FeedId::Index(BTC), FeedStatus::Halted);
		assert_eq!((status(near), status(far)), (FeedStatus::Halted, FeedStatus::Halted));
	});
}

#[test]
fn a_volatility_beyond_all_reason_leaves_what_the_option_pays_and_no_new_risk() {
	listed_options().run(|| {
		let nothing =
			Interpolated::new(vec![Node { k: Rate::ZERO, total: number("0.1") }]).unwrap();
		// No time in which the variance could be: the mathematics has no answer.
		let shape = SmileShape::Nodes(nothing);
		FakeVolatilitySurface::report(smile_id(), number("90100"), shape, 0);
		let mark = Options::mark(&call_at(90_000)).unwrap();
		assert_eq!((mark.price, mark.status), (number("100"), FeedStatus::Halted));
	});
}

#[test]
fn the_series_of_an_expiry_share_one_look_at_its_smile() {
	listed_options().run(|| {
		report(skewed());
		FakeVolatilitySurface::take_asked();
		let mut quotes = SeriesQuotes::<Test>::default();
		for strike in [89_000, 90_000, 91_000] {
			assert!(quotes.quote(&call_at(strike)).is_some());
			assert!(quotes.quote(&put_at(strike)).is_some());
		}
		assert_eq!(FakeVolatilitySurface::take_asked(), 1);
	});
}

#[test]
fn greeks_are_those_of_the_strikes_own_volatility() {
	listed_options().run(|| {
		report(skewed());
		let view = Options::series_view(&call_at(91_000)).unwrap();
		let contract = call_at(91_000).as_option().copied().unwrap();
		let model = Black76 {
			forward: number("90100"),
			strike: contract.strike.price(),
			volatility: volatility_of(call_at(91_000)),
			seconds_to_expiry: 900,
			rate: Rate::ZERO,
		};
		assert_eq!(view.greeks, Some(model.greeks(OptionKind::Call).unwrap().into()));
	});
}

#[test]
fn after_the_expiry_no_smile_is_asked_for() {
	listed_options().run(|| {
		report(skewed());
		set_time(EXPIRY);
		FakeVolatilitySurface::take_asked();
		let mark = Options::mark(&call_at(89_000)).unwrap();
		assert_eq!((mark.price, mark.forward), (number("1000"), number("90000")));
		assert_eq!(FakeVolatilitySurface::take_asked(), 0);
		set_time(START);
	});
}

#[test]
fn expiries_with_options_are_listed() {
	listed_options().run(|| {
		assert!(Options::is_listed(smile_id()));
		assert!(!Options::is_listed(SmileId::new(BTC, EXPIRY + 1)));
		assert!(!Options::is_listed(SmileId::new("ETH".parse().unwrap(), EXPIRY)));
	});
}
