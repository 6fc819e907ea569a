// SPDX-License-Identifier: Apache-2.0
//! Accounts that sign.

use std::str::FromStr;
use subxt::utils::AccountId32;
use subxt_signer::{sr25519::Keypair, SecretUri};

/// A key pair and the name it is shown by.
#[derive(Clone)]
pub struct Wallet {
	/// What tables call it.
	pub name: String,
	/// What signs.
	pub keypair: Keypair,
}

/// Why a text is no account.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
	"`{text}` is not an account that can sign; give a development name such as `alice` or `//Alice`, \
	 a secret phrase with an optional path, or 0x and a seed"
)]
pub struct WalletError {
	text: String,
}

/// The accounts every development chain knows.
const DEVELOPMENT_NAMES: [&str; 6] = ["Alice", "Bob", "Charlie", "Dave", "Eve", "Ferdie"];

impl Wallet {
	/// The account's address.
	pub fn account(&self) -> AccountId32 {
		self.keypair.public_key().to_account_id()
	}

	/// The development account of a derivation path such as `//Reporter//1`, shown as `name`.
	pub fn named(name: &str, secret: &str) -> Result<Self, WalletError> {
		Ok(Self { name: name.into(), ..secret.parse::<Self>()? })
	}
}

impl FromStr for Wallet {
	type Err = WalletError;

	fn from_str(text: &str) -> Result<Self, WalletError> {
		// A secret must not be repeated on a screen; a development path may.
		let shown = if text.starts_with("//") || !text.contains(' ') && !text.starts_with("0x") {
			text.to_string()
		} else {
			"that text".to_string()
		};
		let refused = || WalletError { text: shown.clone() };
		let known = DEVELOPMENT_NAMES.iter().find(|name| name.eq_ignore_ascii_case(text.trim()));
		let secret = match known {
			Some(name) => format!("//{name}"),
			None => text.trim().to_string(),
		};
		let uri = SecretUri::from_str(&secret).map_err(|_| refused())?;
		let keypair = Keypair::from_uri(&uri).map_err(|_| refused())?;
		let name = match known {
			Some(name) => (*name).to_string(),
			None if secret.starts_with("//") => secret.trim_start_matches('/').replace("//", " "),
			None => keypair.public_key().to_account_id().to_string(),
		};
		Ok(Self { name, keypair })
	}
}

/// An address, or the address of a development name.
pub fn read_address(text: &str) -> Result<AccountId32, String> {
	if let Ok(account) = AccountId32::from_str(text) {
		return Ok(account);
	}
	if text.starts_with("//")
		|| DEVELOPMENT_NAMES.iter().any(|name| name.eq_ignore_ascii_case(text))
	{
		return Wallet::from_str(text)
			.map(|wallet| wallet.account())
			.map_err(|error| error.to_string());
	}
	Err(format!("`{text}` is neither an address nor a development name such as `alice`"))
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_development_name_is_its_path() {
		let by_name: Wallet = "alice".parse().unwrap();
		let by_path: Wallet = "//Alice".parse().unwrap();
		assert_eq!(by_name.account(), by_path.account());
		assert_eq!(
			by_name.account().to_string(),
			"5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY"
		);
		assert_eq!(by_path.name, "Alice");
		assert_eq!("//Reporter//1".parse::<Wallet>().unwrap().name, "Reporter 1");
	}

	#[test]
	fn a_secret_is_never_repeated_in_an_error() {
		let error = "my secret words that are wrong".parse::<Wallet>().err().unwrap();
		assert!(!error.to_string().contains("secret words"), "{error}");
		let error = "0x1234".parse::<Wallet>().err().unwrap();
		assert!(!error.to_string().contains("1234"), "{error}");
	}

	#[test]
	fn addresses_are_read_in_either_form() {
		let text = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";
		assert_eq!(read_address(text), read_address("alice"));
		assert!(read_address("somebody").unwrap_err().contains("`somebody`"));
	}
}
