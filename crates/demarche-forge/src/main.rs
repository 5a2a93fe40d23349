//! Makes every file of demarche-models from open data, and scores it.

fn main() {}
