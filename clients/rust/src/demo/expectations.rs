// SPDX-License-Identifier: Apache-2.0
//! What must have happened when the curtain falls.

use crate::demo::checklist::Checklist;

/// One promise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expectation {
	/// Three reporters agree and every feed is live.
	PricesLive,
	/// Everybody's deposit arrived.
	Deposits,
	/// Both makers quote both sides.
	Quotes,
	/// Both perpetuals trade.
	PerpetualsTrade,
	/// Options trade.
	OptionsTrade,
	/// A call is written.
	CallWritten,
	/// Its token is sent on.
	TokenSent,
	/// The leveraged long is liquidated.
	Liquidated,
	/// Nobody else is.
	OthersUnharmed,
	/// Losses were borne in order.
	LossesInOrder,
	/// The call's series is settled.
	SeriesSettled,
	/// The token's holder is paid to the cent.
	HolderPaid,
	/// Wrong messages are refused for their own reasons.
	WrongRefused,
	/// Nothing else is refused.
	NothingElseRefused,
	/// One price per market and window.
	OnePrice,
	/// All invariants hold after every block.
	Invariants,
	/// Profits, losses, fees and insurance add up.
	MoneyConserved,
	/// Blocks come and are finalised.
	Finality,
}

/// The list at the start.
pub fn expectations() -> Checklist<Expectation> {
	use Expectation::*;
	Checklist::new([
		(PricesLive, "three reporters agree, and every price is live"),
		(Deposits, "everybody's deposit arrives"),
		(Quotes, "both sides of perpetuals and options are quoted"),
		(PerpetualsTrade, "both perpetuals trade"),
		(OptionsTrade, "an option trades"),
		(CallWritten, "a call is written"),
		(TokenSent, "its token is sent to another account"),
		(Liquidated, "the leveraged long is liquidated in the crash"),
		(OthersUnharmed, "nobody else is liquidated"),
		(LossesInOrder, "losses go to the account, insurance and others, in this order"),
		(SeriesSettled, "the written series expires and settles"),
		(HolderPaid, "the token's holder is paid to the cent"),
		(WrongRefused, "wrong messages are refused, each for its own reason"),
		(NothingElseRefused, "no other message is refused"),
		(OnePrice, "every window has one price in each market"),
		(Invariants, "all invariants hold after every block"),
		(MoneyConserved, "profits, losses, fees and insurance add up to nothing"),
		(Finality, "blocks come on time and are finalised"),
	])
}
