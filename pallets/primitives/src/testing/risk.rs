// SPDX-License-Identifier: Apache-2.0
//! A risk gate, clearing and option positions that record what they are told.
