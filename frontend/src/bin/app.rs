//! The signed-in app.

fn main() {
    frontend::run_app();
}
