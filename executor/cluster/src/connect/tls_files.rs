//! The files that TLS is made of: certificates, keys, revocation lists. Errors are sentences: which
//! file, what is wrong with it, what to do.

use std::path::Path;

use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, CertificateRevocationListDer, PrivateKeyDer};
use secret::Secret;
use webpki::{CertRevocationList, OwnedCertRevocationList};
use zeroize::Zeroizing;

use super::key_file;

pub(super) fn read_certificates(path: &Path) -> Result<Vec<CertificateDer<'static>>, String> {
    key_file::check(path, "certificate file")?;
    let read = CertificateDer::pem_file_iter(path).and_then(Iterator::collect::<Result<Vec<_>, _>>);
    match read {
        Ok(found) if found.is_empty() => Err(format!(
            "{} holds no certificate in PEM form",
            path.display()
        )),
        Ok(found) => Ok(found),
        Err(e) => Err(format!(
            "certificate file {} cannot be read: {e}",
            path.display()
        )),
    }
}

pub(super) fn read_key(
    path: &Path,
    password: Option<&Secret>,
) -> Result<PrivateKeyDer<'static>, String> {
    key_file::check(path, "key file")?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        // As libpq: 0600, or 0640 where root owns it.
        if let Ok(metadata) = std::fs::metadata(path) {
            let others = if metadata.uid() == 0 { 0o037 } else { 0o077 };
            if metadata.mode() & others != 0 {
                return Err(format!(
                    "key file {} can be read by others; allow only its owner to (`chmod 0600`)",
                    path.display()
                ));
            }
        }
    }
    let bytes = std::fs::read(path).map(Zeroizing::new);
    let bytes = bytes.map_err(|e| format!("key file {} cannot be read: {e}", path.display()))?;
    if let Some(encrypted) = key_file::encrypted(&bytes) {
        return key_file::decrypted(path, encrypted, password);
    }
    PrivateKeyDer::from_pem_slice(&bytes).map_err(|e| key_file::why_no_key(path, &bytes, &e))
}

/// Of a file, and of every file in a directory.
pub(super) fn read_revocations(
    file: Option<&Path>,
    directory: Option<&Path>,
) -> Result<Vec<CertRevocationList<'static>>, String> {
    let mut files: Vec<_> = file.map(Path::to_path_buf).into_iter().collect();
    if let Some(directory) = directory {
        let unreadable = |e| {
            format!(
                "the directory of revocation lists {} cannot be read: {e}",
                directory.display()
            )
        };
        for entry in std::fs::read_dir(directory).map_err(unreadable)? {
            files.push(entry.map_err(unreadable)?.path());
        }
        files.sort();
    }
    let mut lists = Vec::new();
    for file in files {
        let unreadable = |e: &dyn std::fmt::Display| {
            format!("revocation list {} cannot be read: {e}", file.display())
        };
        let before = lists.len();
        let found = CertificateRevocationListDer::pem_file_iter(&file);
        for list in found.map_err(|e| unreadable(&e))? {
            let list = list.map_err(|e| unreadable(&e))?;
            let list = OwnedCertRevocationList::from_der(list.as_ref());
            lists.push(list.map_err(|e| unreadable(&e))?.into());
        }
        if lists.len() == before {
            return Err(format!(
                "{} holds no revocation list in PEM form",
                file.display()
            ));
        }
    }
    Ok(lists)
}
