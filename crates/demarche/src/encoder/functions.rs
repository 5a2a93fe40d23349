//! Functions made of sums, products and quotients alone, so that each is the same everywhere.

/// The exponential of a number that is not above 0, to 3 in a million; below -80 that of -80.
#[inline(always)]
pub fn exp(x: f32) -> f32 {
    let x = if x > -80.0 { x } else { -80.0 };
    // Adding 1.5 * 2^23 leaves the nearest whole number in the last bits.
    let shifted = x * std::f32::consts::LOG2_E + 12_582_912.0;
    let twos = shifted - 12_582_912.0;
    let r = x - twos * 0.693_359_4 + twos * 2.121_944_4e-4;
    let series = 1.0 + r * (1.0 + r * (0.5 + r * (1.0 / 6.0 + r * (1.0 / 24.0 + r * (1.0 / 120.0)))));
    series * f32::from_bits((shifted.to_bits() << 23).wrapping_add(1.0f32.to_bits()))
}

/// The error function, to 5 in ten million: a quotient of polynomials fitted up to 4, from where on it stays as it is.
#[inline(always)]
pub fn erf(x: f32) -> f32 {
    let low = if x > -4.0 { x } else { -4.0 };
    let x = if low < 4.0 { low } else { 4.0 };
    let s = x * x;
    let above = -2.726_142_3e-10;
    let above = above * s + 2.770_681_4e-8;
    let above = above * s - 2.101_024e-6;
    let above = above * s - 5.692_506_4e-5;
    let above = above * s - 7.349_906_3e-4;
    let above = above * s - 2.954_6e-3;
    let above = above * s - 1.609_603_3e-2;
    let below = -1.456_607_2e-5;
    let below = below * s - 2.133_740_6e-4;
    let below = below * s - 1.682_827e-3;
    let below = below * s - 7.373_329_2e-3;
    let below = below * s - 1.426_473_9e-2;
    x * above / below
}

/// The smooth ramp of the hidden layers.
#[inline(always)]
pub fn gelu(x: f32) -> f32 {
    0.5 * x * (1.0 + erf(x * std::f32::consts::FRAC_1_SQRT_2))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn functions_are_near_what_they_stand_for() {
        for step in 0..2000 {
            let x = -40.0 + step as f64 * 0.02;
            assert!((f64::from(exp(x as f32)) / f64::from(x as f32).exp() - 1.0).abs() < 4e-6, "{x}");
        }
        for (x, value) in [(0.0, 0.0), (0.1, 0.112_462_92), (0.5, 0.520_499_9), (1.0, 0.842_700_8), (9.0, 1.0)] {
            assert!((erf(x) - value).abs() < 5e-7 && erf(-x) == -erf(x), "{x}: {}", erf(x));
        }
        assert!((gelu(1.0) - 0.841_344_7).abs() < 1e-6 && gelu(-9.0).abs() < 1e-6 && (gelu(9.0) - 9.0).abs() < 2e-6);
    }
}
