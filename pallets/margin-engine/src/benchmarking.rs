// SPDX-License-Identifier: Apache-2.0
//! What each call and each piece of the margin watch costs.
