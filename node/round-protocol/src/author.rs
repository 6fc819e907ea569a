// SPDX-License-Identifier: Apache-2.0
//! What an author carries.

use crate::Rules;

/// What to offer the runtime in a dry run: of `newest`, in this order, what counts, at most `most`.
pub fn candidates<'a, R: Rules>(
	newest: impl IntoIterator<Item = &'a R::Message>,
	rules: &R,
	most: usize,
) -> Vec<R::Message>
where
	R::Message: 'a,
{
	newest
		.into_iter()
		.filter(|message| rules.check(message).is_ok())
		.take(most)
		.cloned()
		.collect()
}

/// What of `candidates` goes into the block, after the runtime answered a verdict on each, in order.
///
/// Answers that do not fit what was asked approve nothing: the block is made without messages.
pub fn approved<Message, Reason>(
	candidates: Vec<Message>,
	verdicts: &[Result<(), Reason>],
) -> Vec<Message> {
	if candidates.len() != verdicts.len() {
		return Vec::new();
	}
	let judged = candidates.into_iter().zip(verdicts);
	judged
		.filter_map(|(message, verdict)| verdict.is_ok().then_some(message))
		.collect()
}
