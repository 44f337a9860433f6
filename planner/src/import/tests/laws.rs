//! What holds for any input.

use proptest::prelude::*;

use super::*;

/// Pieces that make files interesting: separators, quotes, line ends, and words of the formats.
fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => Just(",".to_owned()),
        3 => Just("\n".to_owned()),
        2 => Just("\"".to_owned()),
        1 => prop::sample::select(vec![
            "\r\n", "\r", " ", "\t", ";", ".", "analytics", "managed", "external", "ro", "SELECT",
            "postgres", "db", "5432", "\u{feff}", "é",
        ])
        .prop_map(str::to_owned),
        1 => any::<String>(),
    ]
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        for format in Format::ALL {
            format.run(&bytes);
            format.run(&[format.header().as_bytes(), b"\n", &bytes].concat());
        }
    }

    /// Rows are in the file's order, on lines that the file has, and begin with what stands there.
    #[test]
    fn lines_are_those_of_the_file(pieces in prop::collection::vec(piece(), 0..60)) {
        let text = format!("name,type,host,port\n{}", pieces.concat());
        if let Ok(import) = inventory::classify(&text, &[]) {
            let count = text.replace("\r\n", "\n").replace('\r', "\n").split('\n').count();
            let lines: Vec<u32> = import.rows.iter().map(|row| row.line).collect();
            prop_assert!(lines.is_sorted_by(|a, b| a < b), "{lines:?}");
            prop_assert!(lines.iter().all(|line| (2..=count as u32).contains(line)), "{lines:?}");
        }
    }

    /// What a CSV writer writes is read back: any password to the byte, on its own line.
    #[test]
    fn a_password_survives(
        password in "[^\0]*[^\0[:space:]\u{85}\u{a0}\u{1680}\u{2000}-\u{200a}\u{2028}\u{2029}\u{202f}\u{205f}\u{3000}][^\0]*",
        blank_lines in 0..3_usize,
    ) {
        let mut writer =
            csv::WriterBuilder::new().quote_style(csv::QuoteStyle::Always).from_writer(Vec::new());
        writer.write_record(["analytics", "admin", &password]).unwrap();
        let row = String::from_utf8(writer.into_inner().unwrap()).unwrap();
        let text = format!("name,admin_user,password\n{}{row}", "\n".repeat(blank_lines));
        let import =
            credentials::classify(&text, &names(&["analytics"]), &BTreeMap::new()).unwrap();
        let taken: Vec<_> = import
            .to_take()
            .map(|entry| entry.password.password().unwrap().expose())
            .collect();
        prop_assert_eq!(taken, [password.as_str()]);
        prop_assert_eq!(import.rows[0].line as usize, 2 + blank_lines);
    }
}
