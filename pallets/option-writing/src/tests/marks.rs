// SPDX-License-Identifier: Apache-2.0
//! What options are worth when their expiry has a smile.

use crate::{marks::SeriesQuotes, mock::*, Error};
use frame_support::assert_noop;
use market_maths::{
	options::{Black76, Interpolated, Node, OptionKind, Svi},
	units::{Price, Rate, Volatility},
};
use market_primitives::{
	testing::{price_feed::FakePriceFeed, volatility_surface::FakeVolatilitySurface},
	traits::{Instruments, ListedExpiries},
	FeedError, FeedId, FeedStatus, InstrumentId, Observation, Purpose, SmileId, SmileObservation,
	SmileShape,
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
		let paused = Options::mark(&call_at(91_000)).unwrap();
		assert_eq!((paused.price, paused.volatility), (before.price, before.volatility));
		assert!(before.allows(Purpose::NewRisk) && !paused.allows(Purpose::NewRisk));
		assert!(paused.allows(Purpose::Liquidate));
		// Without a flat volatility what the option pays now is what is left.
		FakePriceFeed::silence(FeedId::Volatility(BTC));
		let mark = Options::mark(&call_at(89_000)).unwrap();
		assert_eq!((mark.price, mark.allows(Purpose::NewRisk)), (number("1000"), false));
	});
}

#[test]
fn with_a_smile_nobody_asks_for_the_flat_volatility() {
	listed_options().run(|| {
		report(skewed());
		FakePriceFeed::silence(FeedId::Volatility(BTC));
		let mark = Options::mark(&call_at(90_000)).unwrap();
		assert_eq!((mark.status, mark.volatility_status), (FeedStatus::Live, FeedStatus::Live));
		write(WRITER, 0, call_at(90_000), 5);
		FakePriceFeed::silence(FeedId::Index(BTC));
		assert_eq!(Options::mark(&call_at(90_000)), Err(FeedError::Unknown));
	});
}

/// Options that expire after a quarter of an hour and after half an hour, each with a smile.
fn two_smiles(test: impl FnOnce(InstrumentId, InstrumentId)) {
	let two_expiries = crate::ListingCadence { expiries_ahead: 2, ..every_quarter_of_an_hour() };
	a_chain().with_rule(vec![two_expiries]).run(|| {
		windows(4);
		report(skewed());
		let far_id = SmileId::new(BTC, EXPIRY + 900);
		FakeVolatilitySurface::report(far_id, number("90200"), skewed(), 1_800);
		test(call_at(90_000), number("BTC-20NOV26T1230-90000-C"));
	});
}

#[test]
fn a_halted_smile_stops_new_risk_in_its_expiry_and_nothing_else() {
	two_smiles(|near, far| {
		let before = Options::mark(&near).unwrap();
		FakeVolatilitySurface::set_status(smile_id(), FeedStatus::Halted);
		let mark = |id| Options::mark(&id).unwrap();
		assert_eq!(mark(near).volatility_status, FeedStatus::Halted);
		assert_eq!(mark(far).volatility_status, FeedStatus::Live);
		assert_eq!((mark(near).status, mark(far).status), (FeedStatus::Live, FeedStatus::Live));
		assert!(!mark(near).allows(Purpose::NewRisk) && mark(far).allows(Purpose::NewRisk));
		for purpose in [Purpose::Reduce, Purpose::Liquidate, Purpose::Settle, Purpose::Withdraw] {
			assert!(mark(near).allows(purpose), "{purpose:?}");
		}
		assert_eq!(mark(near).price, before.price, "the last smile is what it is valued on");
		assert_noop!(ask(WRITER, 0, near, 5), Error::<Test>::VolatilityUnavailable);
		write(WRITER, 0, far, 5);
		FakeVolatilitySurface::set_status(smile_id(), FeedStatus::Caution);
		assert!(mark(near).allows(Purpose::NewRisk));
		write(WRITER, 0, near, 5);
	});
}

#[test]
fn a_halted_index_stops_the_options_of_every_expiry() {
	two_smiles(|near, far| {
		FakePriceFeed::set_status(FeedId::Index(BTC), FeedStatus::Halted);
		for id in [near, far] {
			let mark = Options::mark(&id).unwrap();
			assert_eq!(mark.status, FeedStatus::Halted);
			assert_eq!(mark.volatility_status, FeedStatus::Live);
			assert!(!mark.allows(Purpose::NewRisk) && !mark.allows(Purpose::Liquidate));
			assert_noop!(ask(WRITER, 0, id, 5), Error::<Test>::PriceUnavailable);
		}
	});
}

/// The smile with this confidence, of its variances, and this status.
fn doubtful(confidence: &str, status: FeedStatus) {
	let mut smile = SmileObservation::new(smile_id(), number("90100"), skewed(), 900);
	smile.confidence = number(confidence);
	smile.status = status;
	FakeVolatilitySurface::set(smile);
}

#[test]
fn what_reporters_are_unsure_of_shows_in_each_strikes_volatility_and_price() {
	listed_options().run(|| {
		doubtful("0", FeedStatus::Live);
		let sure = Options::mark(&call_at(90_000)).unwrap();
		assert_eq!(sure.volatility_confidence, Volatility::ZERO);
		assert_eq!(sure.price_confidence, Price::ZERO);

		doubtful("0.1", FeedStatus::Live);
		for strike in [89_000, 90_000, 91_000] {
			let mark = Options::mark(&call_at(strike)).unwrap();
			let off = mark.volatility_confidence;
			// A tenth of the variance is a little more than a twentieth of the volatility.
			assert_eq!(off.into_inner(), mark.volatility.into_inner().div_ceil(19));
			// 0.4 · forward · √time: 192.5 USD for 100 % of volatility, and no option moves by more.
			let higher = mark.volatility.checked_add(off).unwrap();
			let lower = mark.volatility.checked_sub(off).unwrap();
			for volatility in [higher, lower] {
				let model = Black76 {
					forward: mark.forward,
					strike: id_strike(call_at(strike)),
					volatility,
					seconds_to_expiry: 900,
					rate: Rate::ZERO,
				};
				let price = model.price(OptionKind::Call).unwrap();
				let moved = price.into_inner().abs_diff(mark.price.into_inner());
				assert!(moved <= mark.price_confidence.into_inner(), "{strike}");
			}
			assert!(mark.price_confidence < number("10"), "{}", mark.price_confidence);
		}
	});
}

#[test]
fn a_volatility_that_is_not_live_is_less_sure_than_its_reporters_say() {
	listed_options().run(|| {
		let unsure = || {
			let mark = Options::mark(&call_at(90_000)).unwrap();
			mark.volatility_confidence.into_inner() * 100 / mark.volatility.into_inner()
		};
		let of_smile = |confidence, status| {
			doubtful(confidence, status);
			unsure()
		};
		assert_eq!(of_smile("0.01", FeedStatus::Live), 0);
		assert_eq!(of_smile("0.01", FeedStatus::Caution), 10);
		assert_eq!(of_smile("0.01", FeedStatus::Halted), 50);
		// What they do say counts if it is more.
		assert_eq!(of_smile("0.4", FeedStatus::Caution), 25);
		assert_eq!(of_smile("0.9", FeedStatus::Halted), 81);
	});
	listed_options().run(|| {
		let flat = |status| {
			let volatility = number("0.5");
			let seen = Observation::new(volatility, number("0.02"), 0, status, volatility);
			FakePriceFeed::set(FeedId::Volatility(BTC), seen);
			Options::mark(&call_at(90_000)).unwrap().volatility_confidence
		};
		assert_eq!(flat(FeedStatus::Live), number("0.02"));
		assert_eq!(flat(FeedStatus::Caution), number("0.05"));
		assert_eq!(flat(FeedStatus::Halted), number("0.25"));
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
		assert_eq!((mark.price, mark.status), (number("100"), FeedStatus::Live));
		assert_eq!(mark.volatility_status, FeedStatus::Halted);
		// Nobody knows by how much it is worth more; by no more than the forward.
		assert_eq!(mark.price_confidence, mark.forward);
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
