//! The review page.

fn main() {
    frontend::run_review();
}
