//! Prints every rule as a page of Markdown:
//!
//! ```text
//! cargo run -q -p shared --example catalogue > docs/checks.md
//! ```

use std::io::Write;

fn main() {
    // A reader that has seen enough (`| head`) closes the pipe; that is no failure.
    let _ = write!(
        std::io::stdout().lock(),
        "{}",
        shared::checks::catalogue_page()
    );
}
