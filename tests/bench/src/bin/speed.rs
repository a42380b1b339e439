//! What is measured natively. Prints JSON; times are in milliseconds, one a run, and
//! what is compared runs by turns.
//!
//! ```text
//! speed edit SMALL LARGE    one edit with its check, in a small and a large file
//! speed save SMALL LARGE    the patches of the same number of edits in both
//! speed match FILE          matching by address, beside opening and checking
//! ```

use std::{
    error::Error,
    fs,
    hint::black_box,
    time::{Duration, Instant},
};

use bench::product::Opened;
use serde_json::{Value, json};

type Outcome<T> = Result<T, Box<dyn Error>>;

/// Edits in each file, where there is time for them.
const EDITS: u64 = 2_000;
/// What is spent on edits altogether.
const PATIENCE: Duration = Duration::from_secs(20);
/// Edits that are saved, and ten times as many.
const SAVED: [u64; 2] = [1_000, 10_000];
const RUNS: usize = 41;

fn main() -> Outcome<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let measured = match words.as_slice() {
        ["edit", small, large] => edit(open(small)?, open(large)?)?,
        ["save", small, large] => save(small, large)?,
        ["match", file] => auto_match(&fs::read(file)?)?,
        _ => return Err("which? edit SMALL LARGE, save SMALL LARGE, or match FILE".into()),
    };
    println!("{measured}");
    Ok(())
}

fn open(path: &str) -> Outcome<Opened> {
    Ok(Opened::from_memory(&fs::read(path)?)?)
}

/// A target that no row has, another one for each `n`.
fn new_target(n: u64) -> String {
    format!("0f0f0f0f-0000-4000-8000-{n:012x}")
}

/// A row that has nothing to do with the one before it.
fn scattered(n: u64, rows: u32) -> u32 {
    let hash = n.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    u32::try_from((hash >> 20) % u64::from(rows.max(1))).unwrap_or_default()
}

fn timed<T>(act: impl FnOnce() -> T) -> (f64, T) {
    let begin = Instant::now();
    let result = black_box(act());
    (begin.elapsed().as_secs_f64() * 1_000.0, result)
}

fn edit(small: Opened, large: Opened) -> Outcome<Value> {
    let begin = Instant::now();
    let mut files = [small, large];
    let mut times = [Vec::new(), Vec::new()];
    let mut checked = [Vec::new(), Vec::new()];
    for n in 0..EDITS {
        if n >= 5 && begin.elapsed() > PATIENCE {
            break;
        }
        for ((file, times), checked) in files.iter_mut().zip(&mut times).zip(&mut checked) {
            let row = scattered(n, file.rows());
            // By turns a target of its own, the one of another row, and none.
            let text = match n % 3 {
                0 => new_target(n),
                1 => file.target(scattered(n + EDITS, file.rows())),
                _ => String::new(),
            };
            let (ms, rows) = timed(|| file.edit(row, &text));
            times.push(ms);
            checked.push(rows?);
        }
    }
    let [small, large] = times;
    let [small_rows, large_rows] = checked;
    Ok(json!({
        "small": small, "large": large, "smallRows": small_rows, "largeRows": large_rows,
    }))
}

fn save(small: &str, large: &str) -> Outcome<Value> {
    let [few, many] = SAVED;
    let files = [
        edited(small, few)?,
        edited(large, few)?,
        edited(large, many)?,
    ];
    let mut times = [Vec::new(), Vec::new(), Vec::new()];
    for _ in 0..RUNS {
        for (file, times) in files.iter().zip(&mut times) {
            times.push(timed(|| file.patches()).0);
        }
    }
    let [small, large, many_in_large] = times;
    Ok(json!({ "small": small, "large": large, "manyInLarge": many_in_large }))
}

/// A file with `edits` edited rows.
fn edited(path: &str, edits: u64) -> Outcome<Opened> {
    let mut file = open(path)?;
    let apart = u64::from(file.rows()) / edits;
    for n in 0..edits {
        file.set(u32::try_from(n * apart)?, &new_target(n))?;
    }
    Ok(file)
}

fn auto_match(bytes: &[u8]) -> Outcome<Value> {
    let users = Opened::from_memory(bytes)?.mail_users();
    let mut opening = Vec::new();
    let mut matching = Vec::new();
    for _ in 0..7 {
        let (ms, file) = timed(|| {
            let file = Opened::from_memory(bytes)?;
            black_box(file.outcome());
            Ok::<_, Box<dyn Error>>(file)
        });
        opening.push(ms);
        let file = file?;
        let (ms, found) = timed(|| file.auto_match(&users));
        matching.push(ms);
        if found != users.len() {
            return Err(
                format!("{found} of {} mailboxes found their MailUser", users.len()).into(),
            );
        }
    }
    Ok(json!({ "open": opening, "match": matching, "rows": users.len() }))
}
