// SPDX-License-Identifier: Apache-2.0
//! Files of recorded rows, packed or not.

use flate2::read::MultiGzDecoder;
use std::{
	fs::File,
	io::{self, BufRead, BufReader, Lines, Read},
	path::Path,
};

/// Opens a file, unpacking it if its name ends in `.gz`.
pub fn open(path: &Path) -> io::Result<Box<dyn Read>> {
	let file = File::open(path)?;
	Ok(match path.extension().is_some_and(|extension| extension == "gz") {
		true => Box::new(MultiGzDecoder::new(file)),
		false => Box::new(file),
	})
}

/// The same to be read line by line.
pub fn open_lines(path: &Path) -> io::Result<impl BufRead> {
	open(path).map(BufReader::new)
}

/// Where in each line the wanted columns stand, by the header, which is read.
pub fn columns<const N: usize>(
	lines: &mut Lines<impl BufRead>,
	wanted: [&str; N],
) -> Result<[usize; N], String> {
	let header = match lines.next() {
		Some(line) => line.map_err(|error| error.to_string())?,
		None => return Err("the file is empty".into()),
	};
	let names: Vec<&str> = header.trim().split(',').collect();
	let mut places = [0; N];
	for (place, column) in places.iter_mut().zip(wanted) {
		*place = names
			.iter()
			.position(|name| *name == column)
			.ok_or_else(|| format!("there is no column `{column}`"))?;
	}
	Ok(places)
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn columns_are_found_by_their_names_in_any_order() {
		let mut lines = "b,c,a\n1,2,3\n".as_bytes().lines();
		assert_eq!(columns(&mut lines, ["a", "b"]), Ok([2, 0]));
		assert_eq!(lines.next().unwrap().unwrap(), "1,2,3", "the rows are left");
		let missing = columns(&mut "b\n".as_bytes().lines(), ["a"]);
		assert_eq!(missing, Err("there is no column `a`".into()));
		assert_eq!(columns(&mut "".as_bytes().lines(), ["a"]), Err("the file is empty".into()));
	}
}
