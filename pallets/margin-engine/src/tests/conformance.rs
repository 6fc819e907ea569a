// SPDX-License-Identifier: Apache-2.0
use crate::mock::*;
use market_maths::units::{Price, Ticks};
use market_primitives::{conformance::risk, InstrumentId, SubaccountId};

struct MarginEngine;

impl risk::Examinee for MarginEngine {
	type AccountId = u64;
	type Engine = Margin;

	fn begin(story: impl FnOnce()) {
		a_chain().with(ALICE, 100_000).with(BOB, 100_000).with(CAROL, 1).run(|| {
			list_option(call("100000"), "1500");
			story();
		});
	}

	fn market() -> InstrumentId {
		BTC
	}

	fn option() -> (InstrumentId, Price) {
		(call("100000"), number("110000"))
	}

	fn unknown_market() -> InstrumentId {
		call("1")
	}

	fn mark() -> Ticks {
		ticks("90000")
	}

	fn rich(which: bool) -> SubaccountId<u64> {
		account(if which { ALICE } else { BOB })
	}

	fn poor() -> SubaccountId<u64> {
		account(CAROL)
	}

	fn nobody() -> SubaccountId<u64> {
		account(DAVE)
	}
}

#[test]
fn the_margin_engine_passes_the_exam_of_its_trade() {
	risk::all::<MarginEngine>();
}
