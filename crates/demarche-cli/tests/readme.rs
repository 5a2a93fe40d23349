//! What the README shows is what the program does.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The README's fences, without their marks.
fn fences(readme: &str, language: &str) -> Vec<String> {
    let open = format!("\n```{language}\n");
    let pieces = readme.split(open.as_str()).skip(1);
    pieces.map(|p| p.split("\n```").next().unwrap_or_default().to_string()).collect()
}

#[test]
fn the_readme_s_report_gives_the_readme_s_reading() {
    let readme = fs::read_to_string(root().join("README.md")).expect("there is a README");
    let shown = fences(&readme, "text");
    let path = root().join("examples/chad-sudan.txt");
    assert_eq!(shown[0].trim(), fs::read_to_string(&path).expect("the example is there").trim());
    let output = Command::new(env!("CARGO_BIN_EXE_demarche"))
        .current_dir(root())
        .args(["read", "examples/chad-sudan.txt", "--published", "2024-03-15", "--to", "pretty"])
        .output()
        .expect("the program starts");
    let reading = String::from_utf8(output.stdout).expect("pages are UTF-8");
    if std::env::var_os("SNAPSHOTS").is_some_and(|v| v == "overwrite") {
        let page = readme.replace(shown[1].as_str(), reading.trim_end());
        fs::write(root().join("README.md"), page).expect("the README can be written");
        return;
    }
    let help = "help: where the change is meant, run this test with SNAPSHOTS=overwrite";
    assert_eq!(shown[1].trim_end(), reading.trim_end(), "{help}\n{reading}");
}

#[test]
fn the_readme_s_commands_are_those_of_the_program() {
    let readme = fs::read_to_string(root().join("README.md")).expect("there is a README");
    let commands = fences(&readme, "sh").join("\n");
    assert!(commands.contains("cargo test --workspace"), "the README says how to test");
    assert!(commands.contains("cargo run --release -- read examples/chad-sudan.txt"), "and how to read");
    let help = Command::new(env!("CARGO_BIN_EXE_demarche")).arg("--help").output().expect("the program starts");
    let help = String::from_utf8(help.stdout).expect("help is UTF-8");
    for command in ["read", "parse", "relate", "codebook", "explain", "completions"] {
        assert!(help.contains(&format!("\n  {command} ")), "{command} is no command: {help}");
        assert!(readme.contains(&format!("`{command}`")), "the README does not name {command}");
    }
}
