// SPDX-License-Identifier: Apache-2.0
//! The auction of an account that the market could not reduce, and what follows when nobody buys
//! it.
//!
//! Notation: `MtM` is what the account is worth at its marks and `MM` that less its maintenance
//! requirement, both signed; `R` is what earlier bidders of the same auction have paid into it,
//! which is not for sale; `d` is the share of its worth that the auction asks for at the moment.
//!
//! | `MtM` | what is sold | who pays |
//! |---|---|---|
//! | positive | a fraction of everything but `R`, for less and less | the bidder pays the account |
//! | negative | the same, and more and more money with it | insurance pays the bidder, then everybody |
//!
//! Nothing is frozen at the start: every function takes the account as it stands now. All bids of
//! one window share one price and one account, so what a bidder gets does not depend on who came
//! first.
//!
//! # Source
//!
//! | What | From |
//! |---|---|
//! | [`AuctionParameters`], [`Standing`], [`insolvent_payout`], [`insolvent_sale`] | Derive v2, Dutch auction (public contracts) |
//! | [`withdrawals_wait`], [`from_insurance`], [`backing`], [`burned_for`], [`share_kept_for_insurance`] | Derive v2, security module and cash (public contracts) |
//! | [`share_fraction`], [`split_balance`] | ours: bids of one window are one |
//! | [`deleveraging_shares`], [`share_loss`], [`deficit_of_closing`] | ours: in proportion to risk, gain and requirement |

mod bids;
mod curve;
mod deleveraging;
mod insolvent;
mod solvent;
mod write_down;

pub use bids::{share_fraction, split_balance};
pub use curve::AuctionParameters;
pub use deleveraging::{deficit_of_closing, deleveraging_shares, share_loss, Opposite};
pub use insolvent::{insolvent_payout, insolvent_sale, withdrawals_wait};
pub use solvent::{Sale, Standing, Verdict};
pub use write_down::{backing, burned_for, from_insurance, share_kept_for_insurance};
