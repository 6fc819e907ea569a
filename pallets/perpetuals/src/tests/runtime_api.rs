// SPDX-License-Identifier: Apache-2.0
use crate::mock::*;

#[test]
fn clients_see_every_market_in_the_order_of_listing() {
	a_btc_market().with_market(ETH, terms(), funding()).run(|| {
		book(BTC, "90180", "90180", "90180");
		trade_for_ms(WINDOW_MS);
		let views = Perpetuals::market_views();
		let names: Vec<_> = views.iter().map(|view| view.instrument.to_string()).collect();
		assert_eq!(names, ["BTC-PERP", "ETH-PERP"]);
		assert_eq!(views[0].hourly_rate, number("0.00025"));
		assert_eq!(views[0].mark.unwrap().index, number("90000"));
		assert_eq!(Perpetuals::market_view(BTC).as_ref(), Some(&views[0]));
		assert_eq!(Perpetuals::market_view("SOL".parse().unwrap()), None);
	});
}
