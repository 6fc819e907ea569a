// SPDX-License-Identifier: Apache-2.0

/// The lowest place of a function of some numbers near `start`, by the simplex of Nelder and Mead (1965).
pub(super) fn lowest_near<const N: usize>(
	start: [f64; N],
	width: [f64; N],
	steps: usize,
	cost: impl Fn([f64; N]) -> f64,
) -> ([f64; N], f64) {
	let valued = |place: [f64; N]| {
		let value = cost(place);
		(place, if value.is_finite() { value } else { f64::MAX })
	};
	let mut corners = vec![valued(start)];
	for (axis, width) in width.into_iter().enumerate() {
		let mut corner = start;
		corner[axis] += width;
		corners.push(valued(corner));
	}
	for _ in 0..steps {
		corners.sort_by(|one, other| one.1.total_cmp(&other.1));
		let (best, middle, worst) = (corners[0], corners[N - 1], corners[N]);
		let centre: [f64; N] = std::array::from_fn(|axis| {
			corners[..N].iter().map(|corner| corner.0[axis]).sum::<f64>() / N as f64
		});
		let along = |factor: f64| {
			valued(std::array::from_fn(|axis| {
				centre[axis] + factor * (worst.0[axis] - centre[axis])
			}))
		};
		let mirrored = along(-1.0);
		if mirrored.1 < best.1 {
			let further = along(-2.0);
			corners[N] = if further.1 < mirrored.1 { further } else { mirrored };
		} else if mirrored.1 < middle.1 {
			corners[N] = mirrored;
		} else {
			let nearer = along(if mirrored.1 < worst.1 { -0.5 } else { 0.5 });
			if nearer.1 < worst.1.min(mirrored.1) {
				corners[N] = nearer;
			} else {
				for corner in corners.iter_mut().skip(1) {
					let place = corner.0;
					*corner =
						valued(std::array::from_fn(|axis| (place[axis] + best.0[axis]) / 2.0));
				}
			}
		}
	}
	corners
		.into_iter()
		.min_by(|one, other| one.1.total_cmp(&other.1))
		.unwrap_or((start, f64::MAX))
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn the_bottom_of_a_curved_valley_is_found() {
		let valley = |[x, y]: [f64; 2]| (1.0 - x).powi(2) + 100.0 * (y - x * x).powi(2);
		let ([x, y], value) = lowest_near([-1.2, 1.0], [0.5, 0.5], 200, valley);
		assert!((x - 1.0).abs() < 1e-5 && (y - 1.0).abs() < 1e-5 && value < 1e-9);
	}

	#[test]
	fn five_numbers_are_found_as_two_are() {
		let target = [1.0, -2.0, 3.0, 0.5, 0.0];
		let bowl = |place: [f64; 5]| -> f64 {
			place.iter().zip(target).map(|(at, goal)| (at - goal).powi(2)).sum()
		};
		let (place, _) = lowest_near([0.0; 5], [1.0; 5], 800, bowl);
		assert!(place.iter().zip(target).all(|(at, goal)| (at - goal).abs() < 1e-4), "{place:?}");
	}

	#[test]
	fn where_there_is_no_number_is_nowhere_to_go() {
		let walled = |[x, y]: [f64; 2]| if x < 0.0 { f64::NAN } else { x + y * y };
		let ([x, y], _) = lowest_near([1.0, 1.0], [-2.0, 0.5], 200, walled);
		assert!((0.0..1e-3).contains(&x) && y.abs() < 1e-2, "{x} {y}");
	}
}
