// SPDX-License-Identifier: Apache-2.0
//! What time causes.

mod margin_watch;
