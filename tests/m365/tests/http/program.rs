//! The program itself: what it says, and how it ends.

use std::{
    net::TcpListener,
    process::{Command, Output},
};

fn run(arguments: &[&str], port: Option<&str>) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_m365"));
    command.args(arguments).env_remove("M365_PORT");
    if let Some(port) = port {
        command.env("M365_PORT", port);
    }
    command.output().unwrap()
}

#[test]
fn a_busy_port_is_one_sentence_and_exit_code_1() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    for output in [run(&["--port", &port], None), run(&[], Some(&port))] {
        assert_eq!(output.status.code(), Some(1));
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(said.lines().count(), 1, "{said}");
        assert!(
            said.contains(&format!("Port {port} is already in use")),
            "{said}"
        );
        assert!(output.stdout.is_empty());
    }
}

#[test]
fn arguments_that_make_no_sense_are_refused() {
    for arguments in [&["--prot", "1"][..], &["--port", "x"], &["--port"]] {
        let output = run(arguments, None);
        assert_eq!(output.status.code(), Some(1), "{arguments:?}");
        assert_eq!(String::from_utf8(output.stderr).unwrap().lines().count(), 1);
    }
    let help = run(&["--help"], None);
    assert_eq!(help.status.code(), Some(0));
    assert!(
        String::from_utf8(help.stdout)
            .unwrap()
            .contains("--state FILE")
    );
}
