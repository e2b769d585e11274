//! Files that a command writes beside a run: never over what Escalade did not write.

use super::super::KeepError;
use super::manifest::{MANIFEST, Manifest};
use super::whole::{TEMPORARY, clear, holder, write_atomic};
use super::writer::{Writer, hold};
use crate::words::hex;
use sha2::{Digest, Sha256};
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use tempfile::{NamedTempFile, TempPath};

/// Whether a folder has nothing in it, or is not there.
pub fn is_empty(root: &Path) -> bool {
    fs::read_dir(root).map_or(true, |mut entries| entries.next().is_none())
}

/// Whether a folder holds these very files, whatever else it holds.
pub fn holds(root: &Path, files: &[(String, String)]) -> bool {
    let same = |(name, text): &(String, String)| fs::read_to_string(root.join(name)).is_ok_and(|there| there == *text);
    files.iter().all(same)
}

/// Writes files into a folder, which is made where needed; each appears whole or not at all. A file of that name which
/// the folder's manifest does not know as it stands is left alone, and nothing is written. `who` is told to others that
/// write there meanwhile.
///
/// # Errors
/// A file is not ours, somebody else writes there, or the system refuses.
pub fn write_files(root: &Path, files: &[(String, String)], who: &str) -> Result<(), KeepError> {
    super::run::make_folder(root)?;
    let mut writer = Writer::hold(root, who)?;
    clear(root)?;
    let known = Manifest::read(root);
    let manifest_is_ours = known.is_some() || writer.had_begun(MANIFEST);
    let mut manifest = known.unwrap_or_default();
    for name in files.iter().map(|(name, _)| name.as_str()).chain([MANIFEST]) {
        let ours = match name == MANIFEST {
            true => manifest_is_ours,
            false => writer.had_begun(name) || manifest.vouches_for(root, name)?,
        };
        let path = root.join(name);
        if !ours && fs::symlink_metadata(&path).is_ok() {
            return Err(KeepError::Foreign { path });
        }
    }
    writer.begin(files.iter().map(|(name, _)| name.as_str()).chain([MANIFEST]))?;
    for (name, content) in files {
        manifest.note(name, content.as_bytes());
        let path = root.join(name);
        super::run::make_folder(holder(&path))?;
        write_atomic(&path, content.as_bytes(), false)?;
    }
    manifest.write(root)?;
    writer.end();
    Ok(())
}

/// Writes a new file, whole or not at all, making its folder where needed.
///
/// # Errors
/// There is a file of that name, or the system refuses.
pub fn write_new(path: &Path, bytes: &[u8]) -> Result<(), KeepError> {
    let mut file = NewFile::create(path)?;
    file.write_all(bytes)
        .map_err(|error| KeepError::io("write", path, error))?;
    file.publish()
}

/// A file that does not have its name yet, and will not take another's. What a killed process began of it is begun anew.
#[derive(Debug)]
pub struct NewFile {
    path: PathBuf,
    file: NamedTempFile,
}

impl NewFile {
    /// Begins a file, making its folder where needed.
    ///
    /// # Errors
    /// There is a file of that name, somebody else is writing it, or the system refuses.
    pub fn create(path: &Path) -> Result<Self, KeepError> {
        if fs::symlink_metadata(path).is_ok() {
            return Err(KeepError::Taken { path: path.to_owned() });
        }
        super::run::make_folder(holder(path))?;
        let begun = begun(path);
        let file = hold(&begun)?.ok_or_else(|| KeepError::Busy {
            path: path.to_owned(),
            who: String::new(),
        })?;
        let made = file.set_len(0).and_then(|()| TempPath::try_from_path(&begun));
        let held = made.map_err(|error| KeepError::io("write", &begun, error))?;
        Ok(Self {
            path: path.to_owned(),
            file: NamedTempFile::from_parts(file, held),
        })
    }

    /// Gives it its name.
    ///
    /// # Errors
    /// There is a file of that name by now, or the system refuses.
    pub fn publish(self) -> Result<(), KeepError> {
        let Self { path, file } = self;
        super::whole::share(file.as_file()).map_err(|error| KeepError::io("write", &path, error))?;
        match file.persist_noclobber(&path) {
            Ok(_) => Ok(()),
            Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists => Err(KeepError::Taken { path }),
            Err(error) => Err(KeepError::io("write", &path, error.error)),
        }
    }
}

/// Where a file stands while it has not got its name: by that name, so that who writes it next finds it.
fn begun(path: &Path) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let sum = hex(&Sha256::digest(name.as_bytes()));
    holder(path).join(format!("{TEMPORARY}{}", &sum[..16]))
}

impl Write for NewFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}
