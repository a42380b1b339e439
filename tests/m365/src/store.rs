//! The state file: what was written to the directory, kept over a restart.
//!
//! Written whole after each change, to a file beside it that then takes its
//! place, so that a crash leaves the old or the new state and never half of one.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use crate::directory::Directory;

/// What can go wrong with the state file.
#[derive(Debug, thiserror::Error)]
pub enum StateError {
    /// It is there and cannot be read or written.
    #[error("cannot use the state file {path}: {source}")]
    Io {
        /// Which file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// It holds something else.
    #[error(
        "the state file {path} is not a directory of the pretend Microsoft 365 ({source}); \
         remove it to begin again with the data files"
    )]
    Content {
        /// Which file.
        path: PathBuf,
        /// Where it is wrong.
        source: serde_json::Error,
    },
}

/// The directory that was kept, if one was.
pub(crate) fn load(path: &Path) -> Result<Option<Directory>, StateError> {
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(source) => return Err(io_error(path, source)),
    };
    serde_json::from_str(&text)
        .map(Some)
        .map_err(|source| StateError::Content {
            path: path.to_owned(),
            source,
        })
}

/// Keeps a directory.
pub(crate) fn save(path: &Path, directory: &Directory) -> Result<(), StateError> {
    let text = serde_json::to_vec_pretty(directory).map_err(|source| StateError::Content {
        path: path.to_owned(),
        source,
    })?;
    replace(path, &text).map_err(|source| io_error(path, source))
}

/// Puts `bytes` in the place of the file at `path`, all or nothing.
pub(crate) fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    use io::Write;

    if let Some(folder) = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
    {
        fs::create_dir_all(folder)?;
    }
    let mut beside = path.as_os_str().to_owned();
    beside.push(".new");
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    let mut file = options.open(&beside)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&beside, path)
}

fn io_error(path: &Path, source: io::Error) -> StateError {
    StateError::Io {
        path: path.to_owned(),
        source,
    }
}
