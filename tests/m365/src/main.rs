//! `m365 [--port 8788] [--host 127.0.0.1] [--public-url URL] [--state FILE]`

use std::{io::Write, path::PathBuf, process::ExitCode};

use m365::Config;
use tokio::net::TcpListener;

const USAGE: &str = "\
A pretend Microsoft 365: Entra sign-in and the Exchange admin API, for demonstrations and tests.

m365 [--port PORT] [--host HOST] [--public-url URL] [--state FILE]

  --port PORT        where to listen (else M365_PORT, else 8788)
  --host HOST        on which address (127.0.0.1)
  --public-url URL   what addresses in answers begin with (http://HOST:PORT)
  --state FILE       keep what is written to the directory in FILE, and the signing key beside it";

struct Arguments {
    host: String,
    port: u16,
    config: Config,
}

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = match arguments(std::env::args().skip(1)) {
        Ok(Some(arguments)) => arguments,
        Ok(None) => {
            say(USAGE);
            return ExitCode::SUCCESS;
        }
        Err(sentence) => return refuse(&sentence),
    };
    let Arguments { host, port, config } = arguments;
    let listener = match TcpListener::bind((host.as_str(), port)).await {
        Ok(listener) => listener,
        Err(error) if error.kind() == std::io::ErrorKind::AddrInUse => {
            return refuse(&format!(
                "Port {port} is already in use: stop what listens there, or set M365_PORT to another one."
            ));
        }
        Err(error) => return refuse(&format!("Cannot listen on {host}:{port}: {error}.")),
    };
    let ready = |base: &str| {
        say(&format!(
            "Pretend Microsoft 365 on {base} (control: {base}/control)"
        ));
    };
    match m365::serve(listener, config, ready).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => refuse(&error.to_string()),
    }
}

fn arguments(mut given: impl Iterator<Item = String>) -> Result<Option<Arguments>, String> {
    let mut port = std::env::var("M365_PORT")
        .ok()
        .filter(|port| !port.is_empty());
    let mut host = "127.0.0.1".to_owned();
    let mut config = Config::default();
    while let Some(flag) = given.next() {
        if matches!(flag.as_str(), "--help" | "-h") {
            return Ok(None);
        }
        let mut value = || {
            given
                .next()
                .ok_or(format!("{flag} needs a value; see --help."))
        };
        match flag.as_str() {
            "--port" => port = Some(value()?),
            "--host" => host = value()?,
            "--public-url" => config.public_url = Some(value()?),
            "--state" => config.state = Some(PathBuf::from(value()?)),
            other => return Err(format!("{other} is not known; see --help.")),
        }
    }
    let port = port.unwrap_or_else(|| "8788".to_owned());
    let port = port
        .parse()
        .map_err(|_| format!("{port} is not a port: a number from 0 to 65535."))?;
    Ok(Some(Arguments { host, port, config }))
}

fn say(text: &str) {
    // Nobody reads a closed pipe; that is no reason to stop.
    let _ = writeln!(std::io::stdout(), "{text}");
}

fn refuse(sentence: &str) -> ExitCode {
    let _ = writeln!(std::io::stderr(), "m365: {sentence}");
    ExitCode::FAILURE
}
