// SPDX-License-Identifier: Apache-2.0
//! What everything that lists instruments must do.
