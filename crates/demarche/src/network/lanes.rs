//! Products of whole numbers, eight sums at a time: with AVX2 where the processor has it, else as the target allows.
//!
//! Sums of whole numbers are the same in any order and width, so that results are the same everywhere.

use bytemuck::cast;
use wide::{i16x8, i32x4};

/// Sixteen sums that grow by pairs of products.
pub trait Lanes: Copy {
    /// Pairs of weights of sixteen outputs.
    type Weights: Copy;
    /// Sums of sixteen outputs.
    type Sums: Copy;
    /// Of how many rows the registers hold the sums at once.
    const ROWS: usize;

    fn zero(self) -> Self::Sums;
    /// Pairs of weights of eight outputs and of eight more.
    fn load(self, low: &[i16; 16], high: &[i16; 16]) -> Self::Weights;
    /// To each sum, `pair[0]` times the first weight and `pair[1]` times the second of its output.
    fn add(self, sums: Self::Sums, pair: [i16; 2], weights: Self::Weights) -> Self::Sums;
    fn sums(self, sums: Self::Sums) -> [[i32; 8]; 2];
}

/// What every target has.
#[derive(Clone, Copy, Debug)]
pub struct Quarters;

impl Lanes for Quarters {
    type Weights = [i16x8; 4];
    type Sums = [i32x4; 4];
    const ROWS: usize = 2;

    #[inline(always)]
    fn zero(self) -> Self::Sums {
        [i32x4::ZERO; 4]
    }

    #[inline(always)]
    fn load(self, low: &[i16; 16], high: &[i16; 16]) -> Self::Weights {
        cast([*low, *high])
    }

    #[inline(always)]
    fn add(self, sums: Self::Sums, pair: [i16; 2], weights: Self::Weights) -> Self::Sums {
        let inputs: i16x8 = cast(i32x4::splat(cast(pair)));
        std::array::from_fn(|at| sums[at] + inputs.dot(weights[at]))
    }

    #[inline(always)]
    fn sums(self, sums: Self::Sums) -> [[i32; 8]; 2] {
        cast(sums)
    }
}

/// Work that may use wider lanes.
pub trait Work {
    fn run<L: Lanes>(self, lanes: L);
}

/// Does the work with the widest lanes there are.
pub fn with_widest(work: impl Work) {
    #[cfg(target_arch = "x86_64")]
    if let Some(simd) = pulp::x86::V3::try_new() {
        return simd.vectorize(avx2::Vectorized { simd, work });
    }
    work.run(Quarters);
}

#[cfg(target_arch = "x86_64")]
mod avx2 {
    use super::{Lanes, Work};
    use bytemuck::cast;
    use pulp::x86::V3;
    use pulp::{NullaryFnOnce, i16x16, i32x8};

    pub struct Vectorized<W> {
        pub simd: V3,
        pub work: W,
    }

    impl<W: Work> NullaryFnOnce for Vectorized<W> {
        type Output = ();

        #[inline(always)]
        fn call(self) {
            self.work.run(self.simd);
        }
    }

    impl Lanes for V3 {
        type Weights = [i16x16; 2];
        type Sums = [i32x8; 2];
        const ROWS: usize = 6;

        #[inline(always)]
        fn zero(self) -> Self::Sums {
            [self.splat_i32x8(0); 2]
        }

        #[inline(always)]
        fn load(self, low: &[i16; 16], high: &[i16; 16]) -> Self::Weights {
            [cast(*low), cast(*high)]
        }

        #[inline(always)]
        fn add(self, [low, high]: Self::Sums, pair: [i16; 2], weights: Self::Weights) -> Self::Sums {
            let inputs = cast(self.splat_i32x8(cast(pair)));
            let [low_products, high_products] = weights.map(|w| self.multiply_wrapping_add_adjacent_i16x16(inputs, w));
            [self.wrapping_add_i32x8(low, low_products), self.wrapping_add_i32x8(high, high_products)]
        }

        #[inline(always)]
        fn sums(self, sums: Self::Sums) -> [[i32; 8]; 2] {
            cast(sums)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Sum<'a>(&'a mut [[i32; 8]; 2]);

    impl Work for Sum<'_> {
        #[inline(always)]
        fn run<L: Lanes>(self, lanes: L) {
            let low = std::array::from_fn(|at| at as i16 * 1000 - 8000);
            let weights = lanes.load(&low, &low.map(|weight| weight / 3));
            *self.0 = lanes.sums(lanes.add(lanes.add(lanes.zero(), [300, -7], weights), [-32_000, 32_000], weights));
        }
    }

    #[test]
    fn wide_lanes_sum_as_narrow_ones_do() {
        let (mut widest, mut quarters) = ([[0; 8]; 2], [[0; 8]; 2]);
        with_widest(Sum(&mut widest));
        Sum(&mut quarters).run(Quarters);
        assert_eq!(widest, quarters);
        assert_eq!(quarters[0][0], 300 * -8000 + 7 * 7000 + 32_000 * 8000 - 32_000 * 7000);
    }
}
