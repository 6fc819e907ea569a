// SPDX-License-Identifier: Apache-2.0
//! What every margin engine must do for the book and for option writing.
