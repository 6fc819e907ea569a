// SPDX-License-Identifier: Apache-2.0
//! Refusals of others, one to one in this pallet's own errors.

use crate::{ticket::TicketError, Config, Error};
use market_primitives::traits::RiskRefusal;

impl<T: Config> From<TicketError> for Error<T> {
	fn from(error: TicketError) -> Self {
		match error {
			TicketError::SizeNotPositive => Self::SizeNotPositive,
			TicketError::SizeNotOnLot => Self::SizeNotOnLot,
			TicketError::SizeTooLarge => Self::SizeTooLarge,
			TicketError::PriceNotPositive => Self::PriceNotPositive,
			TicketError::PriceNotOnTick => Self::PriceNotOnTick,
			TicketError::PriceTooLarge => Self::PriceTooLarge,
			TicketError::PostOnlyCannotBeImmediate => Self::PostOnlyCannotBeImmediate,
			TicketError::PriceOutOfBand => Self::PriceOutOfBand,
			TicketError::MarketHalted => Self::MarketHalted,
			TicketError::MarketExpired => Self::MarketExpired,
			TicketError::MarketReduceOnly => Self::MarketReduceOnly,
			TicketError::MarketPostOnly => Self::MarketPostOnly,
		}
	}
}

impl<T: Config> From<RiskRefusal> for Error<T> {
	fn from(refusal: RiskRefusal) -> Self {
		match refusal {
			RiskRefusal::UnknownAccount => Self::UnknownAccount,
			RiskRefusal::InsufficientMargin => Self::InsufficientMargin,
			RiskRefusal::TooManyPositions => Self::TooManyPositions,
			RiskRefusal::InLiquidation => Self::InLiquidation,
			RiskRefusal::PriceUnavailable => Self::PriceUnavailable,
			RiskRefusal::TooLarge => Self::TooLarge,
			RiskRefusal::VolatilityUnavailable => Self::VolatilityUnavailable,
		}
	}
}
