//! A search for secrets in everything that was written, said or shown to other processes.

use std::collections::BTreeMap;
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};

/// What is searched: bytes by the name of where they are from.
#[derive(Default)]
pub struct Haystack(BTreeMap<String, Vec<u8>>);

impl Haystack {
    /// Bytes from one place; those of one name are joined.
    pub fn add(&mut self, place: impl Into<String>, bytes: &[u8]) {
        let all = self.0.entry(place.into()).or_default();
        all.extend_from_slice(bytes);
        all.push(b'\n');
    }

    /// Every file below a folder, as raw bytes.
    pub fn add_folder(&mut self, folder: &Path) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            match path.is_dir() {
                true => self.add_folder(&path),
                false => self.add(path.display().to_string(), &std::fs::read(&path).unwrap()),
            }
        }
    }

    /// The places that hold the secret: as it is, or in base64 or hex.
    pub fn find(&self, secret: &str) -> Vec<&str> {
        assert!(secret.len() >= 8, "too short to search for");
        let forms = forms(secret);
        let holds = |bytes: &[u8]| forms.iter().any(|form| contains(bytes, form));
        let found = self.0.iter().filter(|(_, bytes)| holds(bytes));
        found.map(|(place, _)| place.as_str()).collect()
    }

    /// The names of all places.
    pub fn places(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }
}

fn forms(secret: &str) -> Vec<Vec<u8>> {
    let bytes = secret.as_bytes();
    let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    let mut forms = vec![bytes.to_vec(), hex.to_uppercase().into(), hex.into()];
    // In base64 a secret looks in three ways, by what stands before it; the first and last
    // characters depend on its neighbours.
    for shift in 0..3 {
        let padded = [&vec![0; shift][..], bytes].concat();
        for text in [
            STANDARD_NO_PAD.encode(&padded),
            URL_SAFE_NO_PAD.encode(&padded),
        ] {
            forms.push(text.as_bytes()[shift * 2..text.len() - 2].to_vec());
        }
    }
    // Escaped as JSON and YAML escape it.
    forms.push(
        serde_json::to_string(secret)
            .unwrap()
            .trim_matches('"')
            .into(),
    );
    forms
}

fn contains(bytes: &[u8], needle: &[u8]) -> bool {
    bytes.windows(needle.len()).any(|window| window == needle)
}

#[test]
fn the_search_finds_what_is_planted() {
    let secret = "pl4nted-\"Secret\"/+";
    for planted in [
        format!("x{secret}y"),
        STANDARD_NO_PAD.encode(format!("user:{secret}!")),
        URL_SAFE_NO_PAD.encode(format!("u:{secret}")),
        STANDARD_NO_PAD.encode(secret),
        secret.bytes().map(|byte| format!("{byte:02X}")).collect(),
        serde_json::to_string(secret).unwrap(),
    ] {
        let mut haystack = Haystack::default();
        haystack.add("there", planted.as_bytes());
        haystack.add("elsewhere", b"nothing");
        assert_eq!(haystack.find(secret), ["there"], "{planted}");
    }
}
