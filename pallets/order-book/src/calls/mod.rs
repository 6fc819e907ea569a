// SPDX-License-Identifier: Apache-2.0
//! What users cause: one file per call.

mod cancel_all;
mod cancel_order;
mod place_order;
mod place_orders;
