// SPDX-License-Identifier: Apache-2.0

/// The lowest place of a function of two numbers near `start`, by the simplex of Nelder and Mead (1965).
pub(super) fn lowest_near(
	start: [f64; 2],
	width: [f64; 2],
	steps: usize,
	cost: impl Fn([f64; 2]) -> f64,
) -> ([f64; 2], f64) {
	let valued = |place: [f64; 2]| {
		let value = cost(place);
		(place, if value.is_finite() { value } else { f64::MAX })
	};
	let mut corners = [
		valued(start),
		valued([start[0] + width[0], start[1]]),
		valued([start[0], start[1] + width[1]]),
	];
	for _ in 0..steps {
		corners.sort_by(|one, other| one.1.total_cmp(&other.1));
		let [best, middle, worst] = corners;
		let centre = [0, 1].map(|axis| (best.0[axis] + middle.0[axis]) / 2.0);
		let along = |factor: f64| {
			valued([0, 1].map(|axis| centre[axis] + factor * (worst.0[axis] - centre[axis])))
		};
		let mirrored = along(-1.0);
		corners[2] = if mirrored.1 < best.1 {
			let further = along(-2.0);
			if further.1 < mirrored.1 {
				further
			} else {
				mirrored
			}
		} else if mirrored.1 < middle.1 {
			mirrored
		} else {
			let nearer = along(if mirrored.1 < worst.1 { -0.5 } else { 0.5 });
			if nearer.1 < worst.1.min(mirrored.1) {
				nearer
			} else {
				let shrunk = |corner: ([f64; 2], f64)| {
					valued([0, 1].map(|axis| (corner.0[axis] + best.0[axis]) / 2.0))
				};
				corners[1] = shrunk(middle);
				shrunk(worst)
			}
		};
	}
	corners.sort_by(|one, other| one.1.total_cmp(&other.1));
	corners[0]
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
	fn where_there_is_no_number_is_nowhere_to_go() {
		let walled = |[x, y]: [f64; 2]| if x < 0.0 { f64::NAN } else { x + y * y };
		let ([x, y], _) = lowest_near([1.0, 1.0], [-2.0, 0.5], 200, walled);
		assert!((0.0..1e-3).contains(&x) && y.abs() < 1e-2, "{x} {y}");
	}
}
