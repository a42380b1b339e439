//! How much memory a check takes that keeps no file: `memory FILE...` prints, as JSON,
//! the greatest number of bytes that were held at once, and the rows, of each file.

use std::{
    borrow::Cow,
    error::Error,
    fs::File,
    io::{self, Read},
};

use bench::product;
use peak_alloc::PeakAlloc;

#[global_allocator]
static HEAP: PeakAlloc = PeakAlloc;

/// Bytes that are read at a time; they are counted too.
const CHUNK: usize = 64 * 1024;

fn main() -> Result<(), Box<dyn Error>> {
    let mut measured = Vec::new();
    for path in std::env::args().skip(1) {
        let mut file = File::open(&path)?;
        let mut failed = None;
        let before = HEAP.current_usage();
        HEAP.reset_peak_usage();
        let chunks = std::iter::from_fn(|| next(&mut file).map_err(|e| failed = Some(e)).ok()?);
        let outcome = product::check_stream(chunks)?;
        let held = HEAP.peak_usage().saturating_sub(before);
        if let Some(error) = failed {
            return Err(error.into());
        }
        measured.push(serde_json::json!({
            "bytes": held,
            "rows": outcome.summary.rows,
            "codes": outcome.codes,
        }));
    }
    println!("{}", serde_json::Value::from(measured));
    Ok(())
}

/// The next chunk; none at the end.
fn next(file: &mut File) -> io::Result<Option<Cow<'static, [u8]>>> {
    let mut chunk = vec![0; CHUNK];
    let read = file.read(&mut chunk)?;
    chunk.truncate(read);
    Ok((read > 0).then_some(Cow::Owned(chunk)))
}
