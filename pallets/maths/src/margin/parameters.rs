// SPDX-License-Identifier: Apache-2.0
//! What decides a standard margin.

use crate::units::{Rate, Usd};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

macro_rules! parameters {
	($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident: $type:ty,)* }) => {
		$(#[$doc])*
		#[derive(
			Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking,
			MaxEncodedLen, TypeInfo, Serialize, Deserialize,
		)]
		pub struct $name {
			$($(#[$field_doc])* pub $field: $type,)*
		}
	};
}
pub(super) use parameters;

parameters!(
	/// How options are margined on their own. All are fractions.
	OptionParameters {
		/// Initial requirement of a short at the money, of the spot price.
		initial_at_the_money: Rate,
		/// Least initial requirement of a short, however far out of the money, of the spot price.
		initial_floor: Rate,
		/// Maintenance requirement of a short call, of the spot price.
		maintenance_call: Rate,
		/// Maintenance requirement of a short put, of the spot price.
		maintenance_put: Rate,
		/// Maintenance requirement of a short put, of the option's value; the larger of the two counts.
		maintenance_put_of_value: Rate,
		/// Initial requirement of a call that no other call caps, of the forward, when losses are netted.
		unpaired_initial: Rate,
		/// Maintenance requirement of a call that no other call caps, of the forward.
		unpaired_maintenance: Rate,
		/// How much a short put's initial requirement is at least, of its maintenance requirement.
		put_initial_over_maintenance: Rate,
	}
);

parameters!(
	/// How perpetuals are margined.
	PerpetualParameters {
		/// Initial requirement, of the notional.
		initial: Rate,
		/// Maintenance requirement, of the notional.
		maintenance: Rate,
		/// Notional above which both fractions grow. Zero: they never do.
		large: Usd,
		/// By how much both fractions grow when the notional is twice `large`; in proportion elsewhere.
		growth: Rate,
	}
);

parameters!(
	/// What coins of the underlying are worth as collateral.
	CollateralParameters {
		/// Share of their value that counts for maintenance.
		factor: Rate,
		/// Share of that which counts for the initial requirement.
		initial_scale: Rate,
	}
);

parameters!(
	/// What a doubtful price costs. It raises the initial requirement only.
	OracleParameters {
		/// Confidence below which perpetuals pay.
		perpetual_threshold: Rate,
		/// Confidence below which short options pay.
		option_threshold: Rate,
		/// Confidence below which collateral pays.
		collateral_threshold: Rate,
		/// Share of the missing confidence that is required, of the notional.
		factor: Rate,
	}
);

parameters!(
	/// What a settlement asset below one dollar costs. It raises the initial requirement only.
	DepegParameters {
		/// Price below which it costs.
		threshold: Rate,
		/// Share of the missing price that is required, of the notional.
		factor: Rate,
	}
);

parameters!(
	/// Everything that decides the standard margin of positions on one underlying.
	StandardParameters {
		/// Options.
		options: OptionParameters,
		/// Perpetuals.
		perpetuals: PerpetualParameters,
		/// Coins held as collateral.
		collateral: CollateralParameters,
		/// Doubtful prices.
		oracle: OracleParameters,
		/// A settlement asset below its peg.
		depeg: DepegParameters,
	}
);
