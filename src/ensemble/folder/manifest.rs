//! What was written into a folder, with checksums, in the form that `sha256sum --check` reads. The last line, a comment for that
//! program, is a checksum of the others: a manifest that lost lines vouches for nothing.

use super::super::KeepError;
use super::whole::write_atomic;
use crate::words::hex;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, Read};
use std::path::Path;

/// The file of checksums.
pub const MANIFEST: &str = "manifest.sha256";

/// A file that is not as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Damage {
    /// Its path within the folder.
    pub file: String,
    /// What is wrong with it: "is missing", "was changed".
    pub what: &'static str,
}

/// Checksums by path within the folder.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Manifest(BTreeMap<String, String>);

impl Manifest {
    /// Of a folder; none where it has no manifest that can be read.
    pub(super) fn read(root: &Path) -> Option<Self> {
        let text = fs::read_to_string(root.join(MANIFEST)).ok()?;
        let (lines, seal) = text.rsplit_once('#')?;
        if seal != seal_of(lines) {
            return None;
        }
        let entry = |line: &str| {
            let (sum, file) = line.split_once("  ")?;
            (sum.len() == 64).then(|| (file.to_owned(), sum.to_owned()))
        };
        lines.lines().map(entry).collect::<Option<_>>().map(Self)
    }

    pub(super) fn note(&mut self, file: &str, bytes: &[u8]) {
        self.note_sum(file, hex(&Sha256::digest(bytes)));
    }

    pub(super) fn note_sum(&mut self, file: &str, sum: String) {
        self.0.insert(file.to_owned(), sum);
    }

    pub(super) fn write(&self, root: &Path) -> Result<(), KeepError> {
        let lines: String = self.0.iter().map(|(file, sum)| format!("{sum}  {file}\n")).collect();
        let sealed = format!("{lines}#{}", seal_of(&lines));
        write_atomic(&root.join(MANIFEST), sealed.as_bytes(), true)
    }

    /// Whether a file stands as it was written.
    pub(super) fn vouches_for(&self, root: &Path, file: &str) -> Result<bool, KeepError> {
        let Some(sum) = self.0.get(file) else { return Ok(false) };
        Ok(sum_of(&root.join(file))?.as_ref() == Some(sum))
    }

    fn damage(&self, root: &Path) -> Result<Vec<Damage>, KeepError> {
        let mut damage = Vec::new();
        for (file, sum) in &self.0 {
            let what = match sum_of(&root.join(file))? {
                None => "is missing",
                Some(found) if found != *sum => "was changed",
                Some(_) => continue,
            };
            let file = file.clone();
            damage.push(Damage { file, what });
        }
        Ok(damage)
    }
}

/// What closes a manifest, behind its `#`.
fn seal_of(lines: &str) -> String {
    format!(" {}  the lines above\n", hex(&Sha256::digest(lines)))
}

/// Files of a complete folder that are not as they were written.
///
/// # Errors
/// A file is there and cannot be read.
pub fn damage(root: &Path) -> Result<Vec<Damage>, KeepError> {
    match Manifest::read(root) {
        Some(manifest) => manifest.damage(root),
        None => Ok(vec![Damage {
            file: MANIFEST.to_owned(),
            what: "is missing or cannot be read",
        }]),
    }
}

/// The files that a folder's manifest names; none where it has no manifest that can be read.
pub(super) fn known(root: &Path) -> Option<BTreeSet<String>> {
    Manifest::read(root).map(|manifest| manifest.0.into_keys().collect())
}

/// Checksum of a file; `None` where there is no such file.
fn sum_of(path: &Path) -> Result<Option<String>, KeepError> {
    let read = |error| KeepError::io("read", path, error);
    // A pipe is not opened: that would wait for its other end.
    let mut file = match fs::metadata(path).and_then(|found| found.is_file().then(|| fs::File::open(path)).transpose())
    {
        Ok(Some(file)) => file,
        Ok(None) => return Ok(None),
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(read(error)),
    };
    let (mut hash, mut buffer) = (Sha256::new(), vec![0; 1 << 16]);
    loop {
        match file.read(&mut buffer).map_err(read)? {
            0 => return Ok(Some(hex(&hash.finalize()))),
            read => hash.update(&buffer[..read]),
        }
    }
}
