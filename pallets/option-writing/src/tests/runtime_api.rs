// SPDX-License-Identifier: Apache-2.0
use crate::{mock::*, runtime_api::ExpiryState, BoardKey};
use market_maths::units::Rate;
use market_primitives::MarketState;

#[test]
fn clients_see_the_chain_of_an_expiry_with_volatility_and_greeks() {
	listed_options().run(|| {
		write(WRITER, 0, call_at(90_000), 7);
		assert_eq!(Options::expiries_of(BTC), [EXPIRY]);
		let chain = Options::expiry_view(&BoardKey { expiry: EXPIRY, underlying: BTC }).unwrap();
		assert_eq!((chain.state, chain.settlement_price), (ExpiryState::Trading, None));
		assert_eq!(chain.strikes.len(), 3);
		let call = chain.strikes[1].call.as_ref().unwrap();
		assert_eq!(call.instrument, call_at(90_000));
		assert_eq!((call.tokens, call.open_interest), (7, 0));
		assert_eq!(call.terms, terms());
		assert_eq!(call.mark.unwrap().volatility, number("0.5"));
		let greeks = call.greeks.unwrap();
		assert!(greeks.delta > number::<Rate>("0.5") && greeks.delta < number::<Rate>("0.51"));
		assert!(greeks.theta.is_negative());
	});
}

#[test]
fn an_expired_series_shows_its_price_and_no_greeks() {
	listed_options().run(|| {
		expire_at("90700");
		windows(1);
		let chain = Options::expiry_view(&BoardKey { expiry: EXPIRY, underlying: BTC }).unwrap();
		assert_eq!(chain.state, ExpiryState::Settled);
		assert_eq!(chain.settlement_price, Some(number("90700")));
		let call = Options::series_view(&call_at(90_000)).unwrap();
		assert_eq!(call.terms.state, MarketState::Settled);
		assert_eq!(call.mark.unwrap().price, number("700"));
		assert_eq!(call.greeks, None);
	});
}

#[test]
fn nothing_is_shown_of_what_is_not_listed() {
	listed_options().run(|| {
		assert_eq!(Options::series_view(&call_at(1)), None);
		assert_eq!(Options::series_view(&number("BTC-PERP")), None);
		assert_eq!(Options::expiry_view(&BoardKey { expiry: 1, underlying: BTC }), None);
	});
}
