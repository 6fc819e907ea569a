// SPDX-License-Identifier: Apache-2.0
//! Who takes part in the demo.

use crate::wallet::{Wallet, WalletError};
use subxt::utils::AccountId32;

/// What somebody does in the story.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
	/// Endows everybody, seeds the insurance fund, and has sudo on a development chain.
	Treasurer,
	/// Reports prices. There are three.
	Reporter(u8),
	/// Quotes both sides of everything. There are two.
	Maker(u8),
	/// Buys a perpetual with as little margin as the chain accepts.
	Leveraged,
	/// Trades perpetuals and options in moderation.
	Trader,
	/// Writes a call.
	Writer,
	/// Is given the call's token.
	Holder,
}

/// A person with a part.
#[derive(Clone)]
pub struct Member {
	/// The part.
	pub role: Role,
	/// The account.
	pub wallet: Wallet,
	/// What it deposits at the start, in whole USD.
	pub deposit: u64,
}

impl Role {
	/// The part in words.
	pub const fn description(self) -> &'static str {
		match self {
			Self::Treasurer => "treasurer",
			Self::Reporter(_) => "reporter",
			Self::Maker(_) => "maker",
			Self::Leveraged => "long with leverage",
			Self::Trader => "trader",
			Self::Writer => "writer of a call",
			Self::Holder => "holder of its token",
		}
	}
}

/// Everybody.
#[derive(Clone)]
pub struct Cast(Vec<Member>);

impl Cast {
	/// The cast on accounts that every development chain knows, and reporters of its own.
	pub fn of_a_development_chain() -> Result<Self, WalletError> {
		let member = |role, name: &str, secret: &str, deposit| -> Result<Member, WalletError> {
			Ok(Member { role, wallet: Wallet::named(name, secret)?, deposit })
		};
		Ok(Self(vec![
			member(Role::Treasurer, "Alice", "//Alice", 0)?,
			member(Role::Reporter(1), "Reporter 1", "//Reporter//1", 0)?,
			member(Role::Reporter(2), "Reporter 2", "//Reporter//2", 0)?,
			member(Role::Reporter(3), "Reporter 3", "//Reporter//3", 0)?,
			member(Role::Maker(1), "Bob", "//Bob", 1_000_000)?,
			member(Role::Maker(2), "Charlie", "//Charlie", 1_000_000)?,
			member(Role::Leveraged, "Dave", "//Dave", 5_000)?,
			member(Role::Writer, "Eve", "//Eve", 50_000)?,
			member(Role::Holder, "Ferdie", "//Ferdie", 0)?,
			member(Role::Trader, "Grace", "//Grace", 200_000)?,
		]))
	}

	/// Everybody, in the order of the programme.
	pub fn members(&self) -> &[Member] {
		&self.0
	}

	/// Those with a margin account.
	pub fn depositors(&self) -> impl Iterator<Item = &Member> {
		self.0.iter().filter(|member| member.deposit > 0)
	}

	/// The reporters.
	pub fn reporters(&self) -> impl Iterator<Item = &Member> {
		self.0.iter().filter(|member| matches!(member.role, Role::Reporter(_)))
	}

	/// The makers.
	pub fn makers(&self) -> impl Iterator<Item = &Member> {
		self.0.iter().filter(|member| matches!(member.role, Role::Maker(_)))
	}

	/// Who plays a part.
	pub fn find(&self, role: Role) -> Option<&Member> {
		self.0.iter().find(|member| member.role == role)
	}

	/// Whose account it is.
	pub fn by_account(&self, account: &AccountId32) -> Option<&Member> {
		self.0.iter().find(|member| member.wallet.account() == *account)
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn the_cast_is_complete_and_nobody_plays_two_parts() {
		let cast = Cast::of_a_development_chain().unwrap();
		assert_eq!(cast.reporters().count(), 3);
		assert_eq!(cast.makers().count(), 2);
		for member in cast.members() {
			assert_eq!(cast.find(member.role).unwrap().wallet.name, member.wallet.name);
			let found = cast.by_account(&member.wallet.account()).unwrap();
			assert_eq!(found.role, member.role);
		}
	}
}
