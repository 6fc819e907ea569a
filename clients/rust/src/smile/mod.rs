// SPDX-License-Identifier: Apache-2.0
//! Smiles off the chain: what quotes of options say at the chain's nodes, and a slice that goes through them.
//!
//! The chain fits nothing. Anybody proposes a slice, and the chain proves that it is near the nodes and gives
//! nothing away. So what is computed here need not be the same on two machines: floating point will do, and
//! whether the result is any good is decided by the chain's own code. Nor does it hurt votes on smiles: the chain
//! counts medians of them, and they are checked to be finite and possible before they are said.
#![allow(clippy::float_arithmetic, reason = "what is found is proposed, and proved in fixed point")]

mod fit;
mod gathered;
mod listed;
mod nodes;
mod proposal;
mod recorded;
mod simplex;
mod surface;
mod word;

pub use fit::{fit, fit_until, Neighbours, Unfit};
pub use gathered::{expiries_of, in_floating_point, OptionQuote};
pub use listed::{smile_at, SeenExpiry};
pub use nodes::{nodes_of, Quoted, STANDARDISED};
pub use proposal::{
	fit_between, plan, Need, NoProposal, PresentSlice, PresentSmile, Proposal, Rules,
};
pub use recorded::{read_chains, RecordedExpiry};
pub use surface::{fit_all, free_money, FittedExpiry, Refusal, TOLERANCE};
pub use word::{median_of, ImpossibleSmile, SeenSmile, SmileNodes, SmileWord};

use market_maths::{
	options::{Node, Svi},
	units::Rate,
};

const UNIT: f64 = 1e18;

/// A number with 18 decimals.
fn rate(number: f64) -> Rate {
	Rate::from_inner((number * UNIT).round() as i128)
}

fn number(rate: Rate) -> f64 {
	rate.into_inner() as f64 / UNIT
}

/// A node as floating point: log-moneyness and total variance.
fn point(node: &Node) -> (f64, f64) {
	(number(node.k), number(node.total))
}

/// The total variance of a slice.
pub fn variance_of(slice: &Svi, k: f64) -> f64 {
	let [a, b, rho, m, sigma] = [slice.a, slice.b, slice.rho, slice.m, slice.sigma].map(number);
	a + b * (rho * (k - m) + (k - m).hypot(sigma))
}
