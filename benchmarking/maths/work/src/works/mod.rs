// SPDX-License-Identifier: Apache-2.0
//! What is measured, by name. One file for each theme.

mod aggregation;
mod floats;
mod functions;
mod liquidation;
mod margin;
mod market;
mod options;
mod portfolio;
mod surface;
mod twelve;

use crate::samples::Samples;
use core::hint::black_box;
use market_maths::options::Strike;

macro_rules! works {
	($($(#[doc = $name:literal])+ $work:ident => $run:path,)*) => {
		/// One kind of work.
		#[derive(Clone, Copy, Debug, PartialEq, Eq)]
		pub enum Work {
			$($(#[doc = $name])+ $work,)*
		}

		impl Work {
			/// All of them.
			pub const ALL: &[Self] = &[$(Self::$work,)*];

			/// As reports call it.
			pub const fn name(self) -> &'static str {
				match self {
					$(Self::$work => concat!($($name),+).trim_ascii_start(),)*
				}
			}

			/// Does it so many times.
			pub fn run(self, samples: &Samples, times: u32) {
				match self {
					$(Self::$work => $run(samples, times),)*
				}
			}
		}
	};
}

works! {
	/// e^x
	Exponential => functions::exponential,
	/// ln x
	Logarithm => functions::logarithm,
	/// √x
	SquareRoot => functions::square_root,
	/// N(x)
	NormalCdf => functions::normal_cdf,
	/// φ(x)
	NormalDensity => functions::normal_density,
	/// what an expiry's strikes share
	ExpiryTerms => options::expiry_terms,
	/// a strike's logarithm
	StrikeTerms => options::strike_terms,
	/// call and put, expiry and strike known
	Prices => options::prices,
	/// call with all greeks, expiry and strike known
	Greeks => options::greeks,
	/// call and put from raw inputs
	RawPrices => options::raw_prices,
	/// call with all greeks from raw inputs
	RawGreeks => options::raw_greeks,
	/// implied volatility
	ImpliedVolatility => options::implied_volatility,
	/// check of a proposed volatility, from raw inputs
	VolatilityCheck => options::volatility_check,
	/// forward of an expiry that is settling
	SettlingForward => options::settling_forward,
	/// smile: total variance at a moneyness
	SmileVariance => surface::variance,
	/// smile: total variance at a moneyness, with its derivatives
	SmileDerivatives => surface::derivatives,
	/// smile: volatility of a strike
	SmileVolatility => surface::volatility,
	/// smile: check
	SmileCheck => surface::check,
	/// smile: check of its fit to 13 nodes
	FitCheck => surface::fit_check,
	/// two smiles: check
	CalendarCheck => surface::calendar_check,
	/// straight smile of 13 nodes: volatility of a strike
	StraightVolatility => surface::straight_volatility,
	/// straight smile of 13 nodes: check
	StraightCheck => surface::straight_check,
	/// isolated margin of a perpetual in four tiers
	TieredRequirement => margin::tiered,
	/// initial fraction at an open interest
	FractionAtOpenInterest => margin::fraction_at_open_interest,
	/// collateral after its haircuts
	CollateralCredit => margin::collateral,
	/// what a lot of an expired option pays
	PayoffPerLot => margin::payoff_per_lot,
	/// standard margin of an expiry: one option more
	StandardOption => margin::standard_option,
	/// standard margin of an expiry of 12 options: what they lose together
	StandardExpiry => margin::standard_expiry,
	/// standard margin of an account: a perpetual, coins, two expiries of 12 options
	StandardAccount => margin::standard_account,
	/// liquidation price of a perpetual, the rest standing still
	LiquidationPrice => margin::liquidation_price,
	/// liquidation prices of an account in tiers, below and above
	LinearLiquidationPrices => margin::linear_liquidation_prices,
	/// one cell of a scenario grid: call and put under a shock
	ScenarioCell => portfolio::scenario_cell,
	/// what an expiry's risk rows share
	RowTerms => portfolio::row_terms,
	/// risk row of 32 columns
	RiskRow => portfolio::risk_row,
	/// risk row of 4 columns under a skew
	SkewedRow => portfolio::skewed_row,
	/// worst column of 128 positions × 32
	Portfolio => portfolio::worst_column,
	/// portfolio margin from rows: a perpetual, coins, two expiries of 12 options, with
	/// everything that counts
	PortfolioMargin => portfolio::margin_from_rows,
	/// the same, every option priced anew in every outcome
	RepricedMargin => portfolio::margin_repriced,
	/// requirement across 4 underlyings: the same outcome for all, 16 joint stresses, and what of
	/// the offset counts
	AcrossUnderlyings => portfolio::across_underlyings,
	/// auction of an account: price after some time
	AuctionPrice => liquidation::price,
	/// auction of an account: margin above its buffer
	BufferMargin => liquidation::buffer_margin,
	/// auction of an account: fee
	AuctionFee => liquidation::fee,
	/// auction of an account: whether it goes on
	AuctionVerdict => liquidation::verdict,
	/// auction of an account: what a bid gets
	AuctionSale => liquidation::sale,
	/// auction of an account: fractions of 8 bids
	BidFractions => liquidation::fractions,
	/// auction of an account: a balance shared among 8 bids
	BalanceShares => liquidation::balance,
	/// auction of an insolvent account: what is paid
	InsolventPayout => liquidation::insolvent_payout,
	/// auction of an insolvent account: what a bid gets
	InsolventSale => liquidation::insolvent_sale,
	/// whether withdrawals wait for 8 insolvent accounts
	WithdrawalsWait => liquidation::withdrawals_wait,
	/// bankruptcy price of a perpetual
	BankruptcyPrice => liquidation::bankruptcy_price,
	/// bankruptcy price of a slice of an account
	SliceBankruptcyPrice => liquidation::slice_bankruptcy_price,
	/// deleveraging against 20 opposite positions
	Deleveraging => liquidation::deleveraging,
	/// loss shared among 20 that gained
	SharedLoss => liquidation::shared_loss,
	/// deficit that lots carry when they are closed
	DeficitOfClosing => liquidation::deficit_of_closing,
	/// deficit: what insurance pays of it
	FromInsurance => liquidation::from_insurance,
	/// cash with a hole: how much of it is backed
	Backing => liquidation::backing,
	/// cash with a hole: what a withdrawal costs
	BurnedCash => liquidation::burned_cash,
	/// cash with a hole: share of income for insurance
	ShareForInsurance => liquidation::share_for_insurance,
	/// capped weighted median of 13 votes, with its confidence
	Vote => aggregation::vote,
	/// what 13 votes are scored by, from the median deviation
	DeviationScale => aggregation::deviation_scale,
	/// score of one vote
	DeviationScore => aggregation::deviation_score,
	/// moving average: one step
	EmaStep => aggregation::ema_step,
	/// price kept within a step of the last
	StepClamp => aggregation::step_clamp,
	/// median of a minute of 20 blocks
	MinuteMedian => aggregation::minute_median,
	/// settlement price: mean of 30 minutes
	SettlementMean => aggregation::settlement_mean,
	/// average over time from two readings
	TimeAverage => aggregation::time_average,
	/// realised variance of 60 minutes
	RealisedVariance => aggregation::realised_variance,
	/// realised variance: one step
	RealisedVarianceStep => aggregation::realised_variance_step,
	/// funding: premium, rate and what an index grows by
	Funding => market::funding,
	/// mark of a perpetual
	Mark => market::mark,
	/// profit of a position in lots
	Profit => market::profit,
	/// trade of 4 legs: what the buyer pays
	NetPayment => market::net_payment,
	/// clearing price of 10,000 orders, each at its own price
	Clearing => market::clearing,
	/// allocation of a volume that runs out among 100 orders
	Allocation => market::allocation,
	/// impact price in a book of 20 levels
	ImpactPrice => market::impact_price,
	/// f64 (libm): e^x
	FloatExponential => floats::exponential,
	/// f64 (libm): ln x
	FloatLogarithm => floats::logarithm,
	/// f64 (libm): √x
	FloatSquareRoot => floats::square_root,
	/// f64 (libm): N(x)
	FloatNormalCdf => floats::normal_cdf,
	/// f64 (libm): φ(x)
	FloatNormalDensity => floats::normal_density,
	/// f64 (libm): call and put, expiry and strike known
	FloatPrices => floats::prices,
	/// f64 (libm): call with all greeks, expiry and strike known
	FloatGreeks => floats::greeks,
	/// f64 (libm): the same, answers as whole numbers of 18 decimals
	FloatGreeksInDecimals => floats::greeks_in_decimals,
	/// f64 (libm): call and put from raw inputs
	FloatRawPrices => floats::raw_prices,
	/// f64 (libm): call with all greeks from raw inputs
	FloatRawGreeks => floats::raw_greeks,
	/// f64 (libm): total variance of a smile at a moneyness
	FloatSmileVariance => floats::smile_variance,
	/// f64 (libm): total variance of a smile at a moneyness, with its derivatives
	FloatSmileDerivatives => floats::smile_derivatives,
	/// f64 (libm): volatility of a strike on a smile
	FloatSmileVolatility => floats::smile_volatility,
	/// solmath: e^x
	TwelveExponential => twelve::exponential,
	/// solmath: ln x
	TwelveLogarithm => twelve::logarithm,
	/// solmath: N(x)
	TwelveNormalCdf => twelve::normal_cdf,
	/// solmath: call and put from raw inputs
	TwelvePrices => twelve::prices,
	/// solmath: call and put with all greeks from raw inputs
	TwelveGreeks => twelve::greeks,
	/// solmath: the same, its accurate variant
	TwelveAccurateGreeks => twelve::accurate_greeks,
	/// solmath: implied volatility
	TwelveImpliedVolatility => twelve::implied_volatility,
}

impl Work {
	/// By its place in [`Work::ALL`].
	pub fn at(place: u32) -> Option<Self> {
		Self::ALL.get(usize::try_from(place).ok()?).copied()
	}
}

/// What a work comes to: whether it is an answer. One that is refused early would be measured as a fast one.
trait Answer {
	fn is_given(&self) -> bool {
		true
	}
}

impl<T, E> Answer for Result<T, E> {
	fn is_given(&self) -> bool {
		self.is_ok()
	}
}

impl<T> Answer for Option<T> {
	fn is_given(&self) -> bool {
		self.is_some()
	}
}

/// What may be refused: a rival's answer.
struct Anything<T>(T);

impl<T> Answer for Anything<T> {}
impl Answer for u128 {}
impl Answer for f64 {}
impl Answer for Strike {}
impl Answer for (usize, i64) {}
impl<const COUNT: usize> Answer for [f64; COUNT] {}
impl<const COUNT: usize> Answer for [i128; COUNT] {}

/// Calls `work` this often, on one sample after the other.
fn each<S, T: Answer>(samples: &[S], times: u32, work: impl Fn(&S) -> T) {
	for sample in samples.iter().cycle().take(times as usize) {
		let answer = work(black_box(sample));
		// Where it is: a copy is no part of the work.
		black_box(&answer);
		if cfg!(test) {
			assert!(answer.is_given(), "a work is refused");
		}
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn every_work_is_done_on_every_sample() {
		let samples = Samples::new();
		for work in Work::ALL {
			work.run(&samples, 16_384);
		}
	}
}
