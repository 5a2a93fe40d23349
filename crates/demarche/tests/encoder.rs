//! The encoder against what torch makes of the same weights (`encoder.py` of `demarche-forge` writes both files).

use demarche::encoder::{Encoder, Vectors};
use serde_json::Value;

const WEIGHTS: &[u8] = include_bytes!("encoder/tiny.weights");
const EXPECTED: &str = include_str!("encoder/tiny.json");

fn encoder() -> Encoder {
    Encoder::load(WEIGHTS).expect("weights")
}

fn cases() -> Vec<Value> {
    serde_json::from_str(EXPECTED).expect("cases")
}

fn words(case: &Value) -> Vec<&str> {
    case["words"].as_array().expect("words").iter().filter_map(Value::as_str).collect()
}

fn assert_near(found: &[f32], expected: &Value, what: &str) {
    let expected: Vec<f64> = expected.as_array().expect("numbers").iter().filter_map(Value::as_f64).collect();
    assert_eq!(found.len(), expected.len(), "{what}");
    for (found, expected) in found.iter().zip(expected) {
        assert!((f64::from(*found) - expected).abs() < 2e-3, "{what}: {found}, expected {expected}");
    }
}

#[test]
fn vectors_and_heads_are_those_of_torch() {
    let encoder = encoder();
    let head = encoder.dense("heads.said").expect("a head");
    assert_eq!(encoder.list("said").expect("its labels").len(), head.outputs());
    for case in cases() {
        let vectors = encoder.encode(&words(&case));
        for (word, expected) in case["vectors"].as_object().expect("vectors") {
            let vector = vectors.get(word.parse().expect("a number"));
            assert_near(vector, expected, word);
            assert_near(&head.apply(vector), &case["said"][word], word);
        }
        let kept = case["kept"].as_u64().expect("a number") as usize;
        assert_eq!(vectors.len(), words(&case).len());
        assert!((kept..vectors.len()).all(|word| vectors.get(word).iter().all(|&number| number == 0.0)));
    }
}

#[test]
fn a_report_is_read_in_windows() {
    let (encoder, cases) = (encoder(), cases());
    let sentences: Vec<Vec<&str>> = [0, 2, 1, 0, 3].map(|case| words(&cases[case])).to_vec();
    let together = encoder.read(&sentences);
    assert_eq!(together.len(), sentences.iter().map(Vec::len).sum::<usize>());
    let part = |vectors: &Vectors, words: std::ops::Range<usize>| {
        words.flat_map(|word| vectors.get(word).to_vec()).collect::<Vec<f32>>()
    };
    // The first sentence stands alone, as the second is longer than a window; the last ones follow its end.
    assert_eq!(part(&together, 0..11), encoder.encode(&sentences[0]).numbers());
    let last = encoder.read(&sentences[3..]);
    assert_ne!(part(&together, together.len() - 1..together.len()), part(&last, last.len() - 1..last.len()));
    assert!(encoder.read(&[]).is_empty() && encoder.encode(&[]).is_empty());
}

/// Every machine, every build: the same bytes.
#[test]
fn the_bytes_are_these() {
    let (encoder, cases) = (encoder(), cases());
    let mut hash = 0xcbf2_9ce4_8422_2325u64;
    for case in &cases {
        for byte in encoder.encode(&words(case)).numbers().iter().flat_map(|number| number.to_le_bytes()) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    assert_eq!(hash, 0xd949_a09f_db34_cacd, "{hash:#x}");
}

#[test]
fn files_that_do_not_fit_are_refused() {
    assert!(Encoder::load(b"DMCHSYNT\x01\0\0\0\x02\0\0\0{}").is_err());
    assert!(Encoder::load(&WEIGHTS[..WEIGHTS.len() / 2]).is_err());
    assert!(encoder().dense("heads.nothing").is_err());
}
