//! Formats and bad inputs: what each gives, and what is refused with which reason. All inputs are made here.

mod common;

use common::{file, folder, gzip, read, read_with, refused, texts};
use demarche_sources::{Fields, Options};
use std::io::Write;

fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, content) in members {
        archive.start_file(*name, zip::write::SimpleFileOptions::default()).expect("a member can begin");
        archive.write_all(content).expect("memory can be written");
    }
    archive.finish().expect("memory can be written").into_inner()
}

const LINES: &str = "{\"id\": \"1\", \"text\": \"Chad left.\"}\n\n{\"text\": \"Mali stayed.\", \"title\": null}\n";

#[test]
fn each_format_gives_the_same_reports() {
    let folder = folder("each");
    for (name, content) in [
        ("a.jsonl", LINES.to_string()),
        ("marked.jsonl", format!("\u{feff}{LINES}")),
        ("a.json", "[\n  {\"text\": \"Chad left.\"},\n  {\"body\": \"Mali stayed.\"}\n]".to_string()),
        (
            "b.json",
            "{\n  \"count\": 2,\n  \"articles\": [{\"text\": \"Chad left.\"}, {\"text\": \"Mali stayed.\"}]\n}"
                .to_string(),
        ),
        ("a.csv", "id,Text,date\n1,Chad left.,2024-06-20\n2,\"Mali stayed.\",\n".to_string()),
        ("a.tsv", "text\tdate\nChad left.\t2024-06-20\nMali stayed.\t\n".to_string()),
        ("semicolons.csv", "date;content\n2024-06-20;Chad left.\n;Mali stayed.\n".to_string()),
        ("no-ending", "date,text\n2024-06-20,Chad left.\n,Mali stayed.\n".to_string()),
    ] {
        let plain = file(&folder, name, &content);
        let packed = file(&folder, &format!("{name}.gz"), gzip(&content));
        for path in [plain, packed] {
            let (reports, rejects) = read(&path);
            assert_eq!(texts(&reports), ["Chad left.", "Mali stayed."], "{}: {rejects:?}", path.display());
            assert!(rejects.is_empty());
        }
    }
}

#[test]
fn folders_and_zips_are_read_in_order_whatever_is_in_them() {
    let folder = folder("nested");
    file(&folder, "b/two.txt", "Two left.");
    file(&folder, "b/.hidden.txt", "Hidden.");
    file(&folder, "a/one.md", "*One* left.");
    file(
        &folder,
        "c.zip",
        zip(&[("three.txt", b"Three left."), ("x/four.jsonl.gz", &gzip("{\"text\": \"Four left.\"}\n"))]),
    );
    file(
        &folder,
        "d.zip",
        zip(&[("inner.zip", &zip(&[("five.txt", b"Five left.")])), ("six.png", b"\x89PNG\r\n\x1a\n\0\0")]),
    );
    let (reports, rejects) = read(&folder);
    assert_eq!(texts(&reports), ["One left.", "Two left.", "Three left.", "Four left.", "Five left."], "{rejects:?}");
    assert_eq!(rejects.len(), 1);
    assert!(rejects[0].to_string().ends_with("d.zip > six.png: no text but a picture (PNG)"), "{}", rejects[0]);
}

#[test]
fn one_bad_line_row_or_member_costs_itself_alone() {
    let folder = folder("bad");
    let (reports, rejects) =
        read(&file(&folder, "a.jsonl", "{\"text\": \"a\"}\nno json\n{\"title\": \"no text\"}\n{\"text\": \"b\"}"));
    assert_eq!(texts(&reports), ["a", "b"]);
    assert!(rejects[0].to_string().contains("a.jsonl:2: no report"), "{}", rejects[0]);
    assert!(rejects[1].to_string().contains("a.jsonl:3: no report: missing field `text`"), "{}", rejects[1]);

    let (reports, rejects) = read(&file(&folder, "a.csv", "id,text\n1,a\n2\n3,b,c\n4,d\n"));
    assert_eq!(texts(&reports), ["a", "d"]);
    assert!(rejects[0].to_string().contains("a.csv:3: the row has 1 columns and the heading 2"), "{}", rejects[0]);
    assert!(rejects[1].to_string().contains("a.csv:4: the row has 3 columns"), "{}", rejects[1]);

    let (reports, rejects) = read(&file(&folder, "a.json", "[{\"text\": \"a\"}, {nonsense}, 3, {\"text\": \"b\"}"));
    assert_eq!(texts(&reports), ["a", "b"]);
    assert_eq!(rejects.len(), 3, "{rejects:?}");
    assert!(rejects[2].reason.contains("ends in the middle"), "{}", rejects[2]);
}

#[test]
fn a_table_without_a_text_says_which_columns_there_are() {
    let path = file(&folder("columns"), "a.csv", "day,story\n2024-06-20,Chad left.\n");
    assert!(
        !refused(&path, "no column is the text; there are day, story; say which with `--fields text=COLUMN`").retryable
    );
    let options =
        Options { fields: Fields::parse("text=story,published=day").expect("known parts"), ..Options::default() };
    let (reports, _) = read_with([&path], &options);
    assert_eq!((reports[0].text.as_str(), reports[0].published.as_deref()), ("Chad left.", Some("2024-06-20")));
}

#[test]
fn a_gzip_cut_short_is_named_after_what_could_be_read() {
    let folder = folder("cut");
    let lines: String =
        (0..5000).map(|i| format!("{{\"id\": \"{i}\", \"text\": \"Report {} of many.\"}}\n", i * 7919)).collect();
    let whole = gzip(&lines);
    let (reports, rejects) = read(&file(&folder, "a.jsonl.gz", &whole[..whole.len() / 2]));
    assert!(reports.len() > 1000, "{}", reports.len());
    assert!(rejects.last().expect("a reject").reason.contains("ends in the middle"), "{rejects:?}");
    refused(&file(&folder, "a.txt.gz", &gzip("Chad left. ".repeat(99))[..40]), "ends in the middle");
}

#[test]
fn bombs_are_not_unpacked() {
    let folder = folder("bombs");
    // Lines, so that no limit of one report ends it first.
    let zeros = b"\n".repeat(48 << 20);
    let packed = gzip(&zeros[..1 << 20]).repeat(48);
    refused(&file(&folder, "a.jsonl.gz", &packed), "a bomb?");
    let zipped = zip(&[("a.jsonl", &zeros)]);
    refused(&file(&folder, "a.zip", &zipped), "a bomb?");
    refused(&file(&folder, "b.txt.gz", &packed), "longer than 8 MB");
    let mut nested = zip(&[("a.txt", b"Chad left.")]);
    for _ in 0..9 {
        nested = zip(&[("a.zip", &nested)]);
    }
    let deep = file(&folder, "deep.zip", nested);
    let (_, rejects) = read(&deep);
    assert!(rejects[0].reason.contains("too deep"), "{rejects:?}");
}

#[test]
fn a_zip_that_is_damaged_is_named() {
    let folder = folder("damaged");
    let whole = zip(&[("a.txt", "Chad recalled its envoy from Sudan. ".repeat(20).as_bytes())]);
    refused(&file(&folder, "cut.zip", &whole[..whole.len() - 30]), "damaged");
    let mut flipped = whole.clone();
    flipped[45] ^= 0x55;
    refused(&file(&folder, "flipped.zip", &flipped), "damaged");
}

#[test]
fn bytes_that_are_no_text_say_what_they_are() {
    let folder = folder("bytes");
    let noise: Vec<u8> = (0..5000u32).map(|i| (i.wrapping_mul(2654435761) >> 11) as u8).collect();
    refused(&file(&folder, "noise.txt", &noise), "no text");
    refused(&file(&folder, "noise.csv", &noise), "no text");
    refused(&file(&folder, "a.pdf", b"%PDF-1.7\n\xe2\xe3"), "pdftotext");
    assert!(refused(&folder.join("missing.txt"), "no such file").retryable);
}

#[test]
fn texts_in_old_encodings_are_read() {
    let folder = folder("encodings");
    let (reports, _) =
        read(&file(&folder, "latin.txt", b"Le pr\xe9sident est arriv\xe9 \xe0 N'Djam\xe9na.".as_slice()));
    assert_eq!(texts(&reports), ["Le président est arrivé à N'Djaména."]);
    let wide: Vec<u8> = "\u{feff}id;text\n1;Zélé left.\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let (reports, rejects) = read(&file(&folder, "wide.csv", wide));
    assert_eq!(texts(&reports), ["Zélé left."], "{rejects:?}");
}

#[test]
fn an_open_quotation_mark_does_not_fill_the_memory() {
    let table = format!("id,text\n1,\"open {}", "word, word\n".repeat(4 << 20));
    let path = file(&folder("open"), "a.csv", table);
    refused(&path, "quotation mark");
}

#[test]
fn parquet_is_read_by_its_columns() {
    use parquet::column::writer::ColumnWriter;
    use parquet::data_type::ByteArray;
    use parquet::file::properties::WriterProperties;
    use parquet::file::writer::SerializedFileWriter;
    use parquet::schema::parser::parse_message_type;
    let schema =
        "message reports { optional binary body (STRING); required int32 date (DATE); required int64 weight; }";
    let mut bytes = Vec::new();
    let schema = std::sync::Arc::new(parse_message_type(schema).expect("a schema"));
    let mut writer =
        SerializedFileWriter::new(&mut bytes, schema, WriterProperties::builder().build().into()).expect("a writer");
    let mut group = writer.next_row_group().expect("a group");
    while let Some(mut column) = group.next_column().expect("a column") {
        match column.untyped() {
            ColumnWriter::ByteArrayColumnWriter(c) => {
                c.write_batch(&[ByteArray::from("Chad left."), ByteArray::from("Mali stayed.")], Some(&[1, 0, 1]), None)
            }
            ColumnWriter::Int32ColumnWriter(c) => c.write_batch(&[19894, 19895, 19896], None, None),
            ColumnWriter::Int64ColumnWriter(c) => c.write_batch(&[1, 2, 3], None, None),
            _ => unreachable!("the schema has no other"),
        }
        .expect("values");
        column.close().expect("a column");
    }
    group.close().expect("a group");
    writer.close().expect("a file");
    let folder = folder("parquet");
    for path in [file(&folder, "a.parquet", &bytes), file(&folder, "b.zip", zip(&[("a.parquet", &bytes)]))] {
        let (reports, rejects) = read(&path);
        assert_eq!(texts(&reports), ["Chad left.", "Mali stayed."], "{rejects:?}");
        assert_eq!(reports[0].published.as_deref(), Some("2024-06-20"));
        assert!(rejects[0].to_string().ends_with("record 2: the row has no text"), "{}", rejects[0]);
    }
    refused(&file(&folder, "cut.parquet", &bytes[..bytes.len() / 2]), "Parquet");
}
