// SPDX-License-Identifier: Apache-2.0
//! Tables: plain text for terminals, Markdown for files.

use std::fmt;

/// On which side of its column a cell stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Alignment {
	Left,
	Right,
}

/// Rows under headings. A heading that begins with `>` stands, like its column, on the right.
#[derive(Clone, Debug)]
pub struct Table {
	headings: Vec<String>,
	alignments: Vec<Alignment>,
	rows: Vec<Vec<String>>,
}

impl Table {
	/// An empty table.
	pub fn new<'a>(headings: impl IntoIterator<Item = &'a str>) -> Self {
		let (headings, alignments) = headings
			.into_iter()
			.map(|heading| match heading.strip_prefix('>') {
				Some(heading) => (heading.to_string(), Alignment::Right),
				None => (heading.to_string(), Alignment::Left),
			})
			.unzip();
		Self { headings, alignments, rows: Vec::new() }
	}

	/// Adds a row. Missing cells stay empty; cells beyond the last heading are dropped.
	pub fn row<C: ToString>(&mut self, cells: impl IntoIterator<Item = C>) {
		let mut row: Vec<String> = cells.into_iter().map(|cell| cell.to_string()).collect();
		row.resize(self.headings.len(), String::new());
		self.rows.push(row);
	}

	/// Whether it has no rows.
	pub fn is_empty(&self) -> bool {
		self.rows.is_empty()
	}

	/// The same in Markdown.
	pub fn markdown(&self) -> String {
		let line = |cells: &[String]| {
			let cells: Vec<String> = cells.iter().map(|cell| cell.replace('|', "\\|")).collect();
			format!("| {} |\n", cells.join(" | "))
		};
		let rules = self.alignments.iter().map(|alignment| match alignment {
			Alignment::Left => "---|",
			Alignment::Right => "--:|",
		});
		let rows: String = self.rows.iter().map(|row| line(row)).collect();
		format!("{}|{}\n{rows}", line(&self.headings), rules.collect::<String>())
	}

	fn widths(&self) -> Vec<usize> {
		self.headings
			.iter()
			.enumerate()
			.map(|(column, heading)| {
				self.rows
					.iter()
					.filter_map(|row| row.get(column))
					.chain([heading])
					.map(|cell| cell.chars().count())
					.max()
					.unwrap_or(0)
			})
			.collect()
	}

	fn write_row(
		&self,
		f: &mut fmt::Formatter<'_>,
		row: &[String],
		widths: &[usize],
	) -> fmt::Result {
		let mut line = String::new();
		for ((cell, width), alignment) in row.iter().zip(widths).zip(&self.alignments) {
			if !line.is_empty() {
				line.push_str("  ");
			}
			line.push_str(&match alignment {
				Alignment::Left => format!("{cell:<width$}"),
				Alignment::Right => format!("{cell:>width$}"),
			});
		}
		writeln!(f, "{}", line.trim_end())
	}
}

impl fmt::Display for Table {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		let widths = self.widths();
		self.write_row(f, &self.headings, &widths)?;
		let rule: Vec<String> = widths.iter().map(|width| "─".repeat(*width)).collect();
		self.write_row(f, &rule, &widths)?;
		for row in &self.rows {
			self.write_row(f, row, &widths)?;
		}
		Ok(())
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn columns_are_as_wide_as_their_widest_cell() {
		let mut table = Table::new(["account", ">equity"]);
		table.row(["Dave", "1,000.5"]);
		table.row(["Björn the second", "-3"]);
		assert_eq!(
			table.to_string(),
			"account            equity\n\
			 ────────────────  ───────\n\
			 Dave              1,000.5\n\
			 Björn the second       -3\n"
		);
	}

	#[test]
	fn a_table_is_written_in_markdown_too() {
		let mut table = Table::new(["account", ">equity"]);
		table.row(["Dave|Eve", "1,000.5"]);
		assert_eq!(table.markdown(), "| account | equity |\n|---|--:|\n| Dave\\|Eve | 1,000.5 |\n");
	}

	#[test]
	fn a_short_row_is_filled_up() {
		let mut table = Table::new(["a", "b"]);
		assert!(table.is_empty());
		table.row(["1"]);
		assert_eq!(table.to_string(), "a  b\n─  ─\n1\n");
	}
}
