// SPDX-License-Identifier: Apache-2.0
//! Time per call, by criterion.

use crate::{engine::Guest, Failure};
use criterion::Criterion;
use implied_vol::{DefaultSpecialFn, ImpliedBlackVolatility, PriceBlackScholes};
use market_maths_work::{Samples, Work};
use std::{
	hint::black_box,
	path::{Path, PathBuf},
	time::{Duration, Instant},
};

/// Median nanoseconds of one call.
pub(crate) struct Measured {
	pub(crate) name: &'static str,
	pub(crate) native: Option<f64>,
	pub(crate) wasm: Option<f64>,
}

pub(crate) struct Bench {
	criterion: Criterion,
	folder: PathBuf,
}

impl Bench {
	pub(crate) fn new(folder: &Path, milliseconds: u64) -> Self {
		let criterion = Criterion::default()
			.without_plots()
			.sample_size(30)
			.warm_up_time(Duration::from_millis(milliseconds / 3))
			.measurement_time(Duration::from_millis(milliseconds))
			.output_directory(folder);
		Self { criterion, folder: folder.to_path_buf() }
	}

	/// Times `work(n)`, which does something n times.
	fn median(
		&mut self,
		group: &str,
		number: usize,
		mut work: impl FnMut(u32) -> Result<(), Failure>,
	) -> Result<f64, Failure> {
		let name = format!("{group}-{number}");
		let mut failure = None;
		self.criterion.bench_function(&name, |bencher| {
			bencher.iter_custom(|iterations| {
				let times = u32::try_from(iterations).unwrap_or(u32::MAX);
				let start = Instant::now();
				if let Err(error) = work(times) {
					failure = Some(error);
				}
				start.elapsed()
			});
		});
		if let Some(failure) = failure {
			return Err(failure);
		}
		let file = self.folder.join(name).join("new").join("estimates.json");
		let estimates: serde_json::Value = serde_json::from_slice(&std::fs::read(file)?)?;
		estimates
			.pointer("/median/point_estimate")
			.and_then(serde_json::Value::as_f64)
			.ok_or(Failure::Guest("criterion wrote no median"))
	}

	/// Everything, native and in WASM.
	pub(crate) fn all(
		&mut self,
		samples: &Samples,
		guest: &mut Guest,
	) -> Result<Vec<Measured>, Failure> {
		let mut found = Vec::new();
		for (number, work) in Work::ALL.iter().enumerate() {
			let place = u32::try_from(number).map_err(|_| Failure::Guest("too many works"))?;
			found.push(Measured {
				name: work.name(),
				native: Some(self.median("native", number, |times| {
					work.run(samples, times);
					Ok(())
				})?),
				wasm: Some(self.median("wasm", number, |times| guest.run(place, times))?),
			});
		}
		found.extend(self.natives(samples)?);
		Ok(found)
	}

	/// `implied-vol` needs the standard library.
	fn natives(&mut self, samples: &Samples) -> Result<Vec<Measured>, Failure> {
		let price = self.median("implied-vol", 0, |times| {
			for f in samples.chain.floats.iter().cycle().take(times as usize) {
				let f = black_box(f);
				let option = PriceBlackScholes::builder()
					.forward(f.forward)
					.strike(f.strike)
					.volatility(f.volatility)
					.expiry(f.years)
					.is_call(true)
					.build_unchecked();
				black_box(option.calculate::<DefaultSpecialFn>());
			}
			Ok(())
		})?;
		let volatility = self.median("implied-vol", 1, |times| {
			for f in samples.chain.floats.iter().cycle().take(times as usize) {
				let f = black_box(f);
				let option = ImpliedBlackVolatility::builder()
					.option_price(f.price / f.terms.known().discount)
					.forward(f.forward)
					.strike(f.strike)
					.expiry(f.years)
					.is_call(true)
					.build_unchecked();
				black_box(option.calculate::<DefaultSpecialFn>());
			}
			Ok(())
		})?;
		Ok(vec![
			Measured { name: "implied-vol: undiscounted call", native: Some(price), wasm: None },
			Measured {
				name: "implied-vol: implied volatility",
				native: Some(volatility),
				wasm: None,
			},
		])
	}
}
