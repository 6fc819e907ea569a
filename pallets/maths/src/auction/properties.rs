// SPDX-License-Identifier: Apache-2.0
use super::*;
use crate::units::Ticks;
use proptest::prelude::*;

type Orders = Vec<(u64, u64, u64)>; // price, window, lots

fn orders() -> impl Strategy<Value = Orders> {
	prop::collection::vec((90u64..111, 0u64..4, 0u64..40), 0..14)
}

fn levels(orders: &Orders, priority: Priority) -> Vec<Level> {
	let mut levels: Vec<Level> = orders
		.iter()
		.map(|(price, _, lots)| Level { price: Ticks::from_inner(*price), lots: *lots })
		.collect();
	levels.sort_by_key(|level| level.price);
	if priority == Priority::HighestFirst {
		levels.reverse();
	}
	levels
}

fn demand(bids: &Orders, price: u64) -> u64 {
	bids.iter().filter(|bid| bid.0 >= price).map(|bid| bid.2).sum()
}

fn supply(asks: &Orders, price: u64) -> u64 {
	asks.iter().filter(|ask| ask.0 <= price).map(|ask| ask.2).sum()
}

/// The rule, read aloud, over every price there is.
fn by_trying_every_price(bids: &Orders, asks: &Orders, mark: u64) -> Option<(u64, u64)> {
	(80..=120u64)
		.map(|price| {
			let (demand, supply) = (demand(bids, price), supply(asks, price));
			(u64::MAX - demand.min(supply), demand.abs_diff(supply), price.abs_diff(mark), price)
		})
		.min()
		.map(|(missed, _, _, price)| (price, u64::MAX - missed))
		.filter(|(_, volume)| *volume > 0)
}

fn clear(bids: &Orders, asks: &Orders, mark: u64) -> Option<Clearing> {
	clearing_price(
		&levels(bids, Priority::HighestFirst),
		&levels(asks, Priority::LowestFirst),
		Ticks::from_inner(mark),
	)
	.unwrap()
}

fn claims(orders: &Orders, eligible: impl Fn(u64) -> bool) -> Vec<Claim> {
	orders
		.iter()
		.filter(|order| eligible(order.0))
		.map(|(price, window, lots)| Claim {
			price: Ticks::from_inner(*price),
			window: *window,
			lots: *lots,
		})
		.collect()
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(2_000))]

	#[test]
	fn the_price_is_the_one_found_by_trying_all(bids in orders(), asks in orders(), mark in 80u64..121) {
		let found = clear(&bids, &asks, mark);
		let expected = by_trying_every_price(&bids, &asks, mark);
		prop_assert_eq!(found.map(|c| (c.price.into_inner(), c.volume)), expected);
	}

	#[test]
	fn both_sides_fill_equally_and_nobody_beyond_the_limit(
		bids in orders(), asks in orders(), mark in 80u64..121,
	) {
		let Some(Clearing { price, volume }) = clear(&bids, &asks, mark) else { return Ok(()) };
		let price = price.into_inner();
		let bids = claims(&bids, |limit| limit >= price);
		let asks = claims(&asks, |limit| limit <= price);
		for (claims, priority) in [(bids, Priority::HighestFirst), (asks, Priority::LowestFirst)] {
			let fills = allocate(&claims, priority, volume, |place| place).unwrap();
			prop_assert_eq!(fills.iter().sum::<u64>(), volume);
			prop_assert!(fills.iter().zip(&claims).all(|(fill, claim)| *fill <= claim.lots));
			// Whoever is not filled in full leaves nothing to those with less priority.
			for (served, claim) in fills.iter().zip(&claims) {
				for (other_served, other) in fills.iter().zip(&claims) {
					let better = match priority {
						Priority::HighestFirst => claim.price > other.price,
						Priority::LowestFirst => claim.price < other.price,
					};
					let sooner = claim.price == other.price && claim.window < other.window;
					if (better || sooner) && *served < claim.lots {
						prop_assert_eq!(*other_served, 0);
					}
				}
			}
		}
	}

	#[test]
	fn what_stays_behind_does_not_cross(bids in orders(), asks in orders(), mark in 80u64..121) {
		let Some(Clearing { price, volume }) = clear(&bids, &asks, mark) else { return Ok(()) };
		let limit = price.into_inner();
		let rest = |orders: &Orders, priority, eligible: &dyn Fn(u64) -> bool| {
			let taking = claims(orders, eligible);
			let fills = allocate(&taking, priority, volume, |place| place).unwrap();
			let left = taking.iter().zip(fills).filter(|(claim, fill)| claim.lots > *fill);
			let others = claims(orders, |price| !eligible(price));
			left.map(|(claim, _)| claim.price)
				.chain(others.iter().filter(|claim| claim.lots > 0).map(|claim| claim.price))
				.collect::<Vec<_>>()
		};
		let bids = rest(&bids, Priority::HighestFirst, &|price| price >= limit);
		let asks = rest(&asks, Priority::LowestFirst, &|price| price <= limit);
		if let (Some(bid), Some(ask)) = (bids.iter().max(), asks.iter().min()) {
			prop_assert!(bid < ask, "bid {bid} meets ask {ask}");
		}
	}

	#[test]
	fn the_order_of_claims_changes_nothing(
		(orders, shuffled) in orders().prop_flat_map(|orders| {
			let numbered: Vec<_> = orders.into_iter().enumerate().collect();
			(Just(numbered.clone()), Just(numbered).prop_shuffle())
		}),
		part in 0u64..101,
	) {
		let fills = |numbered: &[(usize, (u64, u64, u64))]| {
			let orders = numbered.iter().map(|(_, order)| *order).collect();
			let claims = claims(&orders, |_| true);
			let volume = claims.iter().map(|claim| claim.lots).sum::<u64>() * part / 100;
			let key = |place: usize| numbered[place].0 * 7_919 % 31;
			let fills = allocate(&claims, Priority::HighestFirst, volume, key).unwrap();
			let mut fills: Vec<_> =
				numbered.iter().map(|(name, _)| *name).zip(fills).collect();
			fills.sort();
			fills
		};
		prop_assert_eq!(fills(&orders), fills(&shuffled));
	}
}
