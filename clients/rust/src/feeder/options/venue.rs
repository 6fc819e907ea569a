// SPDX-License-Identifier: Apache-2.0
use super::{AskedOptions, OptionBoard, OptionChain, OptionLayout};
use crate::{
	feeder::{
		polling::{spawn_all, Asked},
		venue::address_of,
		AgeLimits, Limits, VenueError, Web,
	},
	reporting::now_ms,
};
use futures::future::BoxFuture;
use hyper::Uri;
use market_primitives::Underlying;
use std::{collections::BTreeMap, sync::Arc, time::Duration};
use tokio::task::JoinSet;

/// The longest answer that is read: a thousand options in many words.
const LARGEST_ANSWER: usize = 8 << 20;

/// A venue that answers over HTTP with all its options on an underlying.
pub(super) struct HttpOptionVenue {
	name: String,
	web: Web,
	layout: OptionLayout,
	/// By underlying: the venue's own name of it, and the address of its options.
	chains: BTreeMap<Underlying, (String, Uri)>,
	timeout: Duration,
}

impl HttpOptionVenue {
	/// A venue whose options are at `base_url` and `path`, in which `{underlying}` stands for its own names of
	/// the underlyings.
	pub(super) fn new(
		name: &str,
		(base_url, path): (&str, &str),
		underlyings: &BTreeMap<Underlying, String>,
		layout: OptionLayout,
		timeout: Duration,
		web: Web,
	) -> Result<Self, String> {
		layout.ensure_well_formed()?;
		if !path.contains("{underlying}") {
			return Err(format!("the path `{path}` has no {{underlying}} in it"));
		}
		let base_url = base_url.trim_end_matches('/');
		let chains = underlyings
			.iter()
			.map(|(ours, theirs)| {
				let path = path.replace("{underlying}", theirs);
				Ok((*ours, (theirs.clone(), address_of(&format!("{base_url}{path}"))?)))
			})
			.collect::<Result<_, String>>()?;
		Ok(Self { name: name.into(), web, layout, chains, timeout })
	}

	/// Its options now, without those that are too old.
	async fn chain(
		&self,
		underlying: Underlying,
		ages: &AgeLimits,
	) -> Result<OptionChain, VenueError> {
		let (theirs, address) = self
			.chains
			.get(&underlying)
			.ok_or_else(|| VenueError::Unreachable(format!("it has no options on {underlying}")))?;
		let limit_ms = u64::try_from(self.timeout.as_millis()).unwrap_or(u64::MAX);
		let asking = self.web.get_up_to(LARGEST_ANSWER, address);
		let body = tokio::time::timeout(self.timeout, asking)
			.await
			.map_err(|_| VenueError::TimedOut { limit_ms })??;
		let now = now_ms();
		OptionChain::of(self.layout.read(&body, theirs, now)?, ages, now)
	}
}

/// One underlying of a venue, and where its options are noted.
struct AskedChain {
	asked: AskedOptions,
	underlying: Underlying,
	board: Arc<OptionBoard>,
}

impl Asked for AskedChain {
	fn ask(&self) -> BoxFuture<'_, Result<(), VenueError>> {
		Box::pin(async move {
			let AskedOptions { venue, ages, .. } = &self.asked;
			let answer = venue.chain(self.underlying, ages).await;
			self.board.note(&venue.name, self.underlying, answer, now_ms())
		})
	}

	fn leave_alone(&self, until_ms: u64) {
		self.board.leave_alone(&self.asked.venue.name, self.underlying, until_ms);
	}

	fn interval(&self) -> Duration {
		self.asked.interval
	}
}

/// Keeps asking every venue about its options on each underlying, in `tasks`, and returns where they are noted.
pub(in crate::feeder) fn ask_for_ever(
	tasks: &mut JoinSet<()>,
	venues: &[AskedOptions],
	limits: &Limits,
	seed: u64,
) -> Arc<OptionBoard> {
	let lines = venues.iter().flat_map(|asked| {
		let underlyings = asked.venue.chains.keys();
		underlyings.map(move |underlying| ((asked.venue.name.clone(), *underlying), asked.ages))
	});
	let board = Arc::new(OptionBoard::new(lines));
	let noted = &board;
	let chains = venues.iter().flat_map(|asked| {
		asked.venue.chains.keys().map(move |underlying| AskedChain {
			asked: asked.clone(),
			underlying: *underlying,
			board: Arc::clone(noted),
		})
	});
	// Another seed than that of the prices' back-off.
	spawn_all(tasks, chains, limits, !seed);
	board
}
