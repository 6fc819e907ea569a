// SPDX-License-Identifier: Apache-2.0
//! Instruments whose terms and marks a test decides.
