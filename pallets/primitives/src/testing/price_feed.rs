// SPDX-License-Identifier: Apache-2.0
//! Feeds whose values and status a test decides.
