//! Products of whole numbers, eight sums at a time: with AVX2 where the processor has it, else as the target allows.
//!
//! Sums of whole numbers are the same in any order and width, so that results are the same everywhere.

use bytemuck::cast;
use wide::{i16x8, i32x4};

/// Eight sums that grow by pairs of products.
pub trait Lanes: Copy {
    /// Pairs of weights of eight outputs.
    type Weights: Copy;
    /// Sums of eight outputs.
    type Sums: Copy;
    /// Whether the registers hold the sums of eight rows at once; else of four.
    const EIGHT_ROWS: bool;

    fn zero(self) -> Self::Sums;
    fn load(self, weights: &[i16; 16]) -> Self::Weights;
    /// To each sum, `pair[0]` times the first weight and `pair[1]` times the second of its output.
    fn add(self, sums: Self::Sums, pair: [i16; 2], weights: Self::Weights) -> Self::Sums;
    fn sums(self, sums: Self::Sums) -> [i32; 8];
}

/// What every target has.
#[derive(Clone, Copy, Debug)]
pub struct Halves;

impl Lanes for Halves {
    type Weights = [i16x8; 2];
    type Sums = [i32x4; 2];
    const EIGHT_ROWS: bool = false;

    #[inline(always)]
    fn zero(self) -> Self::Sums {
        [i32x4::ZERO; 2]
    }

    #[inline(always)]
    fn load(self, weights: &[i16; 16]) -> Self::Weights {
        let [low, high] = weights.as_chunks::<8>().0 else { unreachable!("sixteen are twice eight") };
        [i16x8::new(*low), i16x8::new(*high)]
    }

    #[inline(always)]
    fn add(self, sums: Self::Sums, pair: [i16; 2], weights: Self::Weights) -> Self::Sums {
        let inputs: i16x8 = cast(i32x4::splat(cast(pair)));
        [sums[0] + inputs.dot(weights[0]), sums[1] + inputs.dot(weights[1])]
    }

    #[inline(always)]
    fn sums(self, [low, high]: Self::Sums) -> [i32; 8] {
        let [low, high] = [low.to_array(), high.to_array()];
        std::array::from_fn(|at| if at < 4 { low[at] } else { high[at - 4] })
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
    work.run(Halves);
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
        type Weights = i16x16;
        type Sums = i32x8;
        const EIGHT_ROWS: bool = true;

        #[inline(always)]
        fn zero(self) -> Self::Sums {
            self.splat_i32x8(0)
        }

        #[inline(always)]
        fn load(self, weights: &[i16; 16]) -> Self::Weights {
            cast(*weights)
        }

        #[inline(always)]
        fn add(self, sums: Self::Sums, pair: [i16; 2], weights: Self::Weights) -> Self::Sums {
            let inputs = cast(self.splat_i32x8(cast(pair)));
            self.wrapping_add_i32x8(sums, self.multiply_wrapping_add_adjacent_i16x16(inputs, weights))
        }

        #[inline(always)]
        fn sums(self, sums: Self::Sums) -> [i32; 8] {
            cast(sums)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Sum<'a>(&'a mut [i32; 8]);

    impl Work for Sum<'_> {
        #[inline(always)]
        fn run<L: Lanes>(self, lanes: L) {
            let weights = lanes.load(&std::array::from_fn(|at| at as i16 * 1000 - 8000));
            *self.0 = lanes.sums(lanes.add(lanes.add(lanes.zero(), [300, -7], weights), [-32_000, 32_000], weights));
        }
    }

    #[test]
    fn wide_lanes_sum_as_narrow_ones_do() {
        let (mut widest, mut halves) = ([0; 8], [0; 8]);
        with_widest(Sum(&mut widest));
        Sum(&mut halves).run(Halves);
        assert_eq!(widest, halves);
        assert_eq!(halves[0], 300 * -8000 + 7 * 7000 + 32_000 * 8000 - 32_000 * 7000);
    }
}
