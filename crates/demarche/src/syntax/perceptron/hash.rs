//! Hashes of words and features. They are part of the format of the weights: a change here needs new weights.

const MULTIPLIER: u64 = 0x9e37_79b9_7f4a_7c15;

/// Spreads the bits of `hash` (the last steps of MurmurHash3, by Austin Appleby).
pub fn mix(hash: u64) -> u64 {
    let hash = (hash ^ (hash >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    hash ^ (hash >> 32)
}

/// A hash with one more value in it.
pub fn join(hash: u64, value: u64) -> u64 {
    (hash.rotate_left(23) ^ value).wrapping_mul(MULTIPLIER)
}

/// The hash of bytes, eight at a time.
pub fn bytes(text: &[u8]) -> u64 {
    let mut hash = text.len() as u64;
    let mut chunks = text.chunks_exact(8);
    for chunk in &mut chunks {
        hash = join(hash, u64::from_le_bytes(chunk.try_into().unwrap_or_default()));
    }
    let last = chunks.remainder().iter().fold(0, |all, &byte| (all << 8) | u64::from(byte));
    mix(join(hash, last))
}
