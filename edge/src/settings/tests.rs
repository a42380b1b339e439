use std::collections::HashMap;

use super::*;

const PRODUCTION: [(&str, &str); 4] = [
    ("ENTRA_BASE", "https://login.microsoftonline.com"),
    ("EXCHANGE_BASE", "https://outlook.office365.com"),
    ("CLIENT_ID", "5a1e6b5c-0d3f-4c53-9d0e-2b7f4b9f6c11"),
    ("CLIENT_SECRET", "a-real-one"),
];

fn read(changes: &[(&str, &str)]) -> Result<Settings, SettingsError> {
    let vars: HashMap<&str, &str> = PRODUCTION.iter().chain(changes).copied().collect();
    Settings::read(|name| vars.get(name).map(|value| (*value).to_owned()))
}

#[test]
fn a_production_set_up_answers_on_any_host() {
    let settings = read(&[]).unwrap();
    for host in ["crosswalk.example", "localhost", "127.0.0.1"] {
        assert_eq!(settings.refusal_for_host(host), None, "{host}");
    }
}

#[test]
fn a_development_set_up_answers_only_on_this_machine() {
    let cases: [(&[(&str, &str)], &str); 4] = [
        (&[("DEV", "1")], "DEV is 1"),
        (
            &[("DEV", "1"), ("ENTRA_BASE", "http://127.0.0.1:8788")],
            "DEV is 1",
        ),
        (
            &[("DEV", "1"), ("EXCHANGE_BASE", "https://localhost:8788")],
            "DEV is 1",
        ),
        (
            &[("CLIENT_SECRET", "pretend-secret")],
            "CLIENT_SECRET is the one of the pretend Microsoft 365",
        ),
    ];
    for (changes, why) in cases {
        let settings = read(changes).unwrap();
        for host in ["localhost", "127.0.0.1", "[::1]"] {
            assert_eq!(
                settings.refusal_for_host(host),
                None,
                "{changes:?} on {host}"
            );
        }
        for host in ["crosswalk.example", "localhost.example", "192.168.1.4", ""] {
            assert_eq!(
                settings.refusal_for_host(host),
                Some(SettingsError::DevelopmentOnPublicHost(why)),
                "{changes:?} on {host}"
            );
        }
    }
}

#[test]
fn what_needs_dev_is_refused_without_it_on_every_host() {
    for (name, value) in [
        ("ENTRA_BASE", "http://login.example"),
        ("ENTRA_BASE", "https://127.0.0.1:8788"),
        ("EXCHANGE_BASE", "http://127.0.0.1:8788"),
    ] {
        for dev in ["", "0", "true", "yes"] {
            let error = read(&[(name, value), ("DEV", dev)]).unwrap_err();
            assert!(
                matches!(error, SettingsError::Base { name: n, .. } if n == name),
                "{name}={value} DEV={dev}: {error}"
            );
        }
    }
}

#[test]
fn each_missing_setting_is_named() {
    for name in ["ENTRA_BASE", "EXCHANGE_BASE", "CLIENT_ID", "CLIENT_SECRET"] {
        for empty in ["", "  "] {
            assert_eq!(read(&[(name, empty)]), Err(SettingsError::Missing(name)));
        }
    }
    assert_eq!(
        read(&[("CLIENT_ID", "crosswalk")]),
        Err(SettingsError::ClientId)
    );
}

#[test]
fn retention_may_be_shorter_and_never_longer() {
    for (text, seconds) in [
        ("2", 2),
        ("3600", 3600),
        ("99999999", 47 * 3600),
        ("", 47 * 3600),
    ] {
        let settings = read(&[("UPLOAD_RETENTION_SECONDS", text)]).unwrap();
        assert_eq!(
            settings.upload_retention,
            Duration::from_secs(seconds),
            "{text}"
        );
    }
    for text in ["0", "-1", "1h", "1.5"] {
        assert_eq!(
            read(&[("UPLOAD_RETENTION_SECONDS", text)]),
            Err(SettingsError::Retention),
            "{text}"
        );
    }
}

#[test]
fn a_jurisdiction_is_none_or_a_known_one() {
    for (text, expected) in [
        ("", Ok(None)),
        ("eu", Ok(Some(Jurisdiction::Eu))),
        ("fedramp", Ok(Some(Jurisdiction::FedRamp))),
        ("mars", Err(SettingsError::Jurisdiction)),
    ] {
        assert_eq!(
            read(&[("DO_JURISDICTION", text)]).map(|settings| settings.jurisdiction),
            expected,
            "{text}"
        );
    }
}

#[test]
fn a_secret_cannot_be_printed() {
    let printed = format!("{:?}", read(&[]).unwrap());
    assert!(!printed.contains("a-real-one"), "{printed}");
}

#[test]
fn the_scope_is_the_app_itself_unless_told_otherwise() {
    assert_eq!(
        read(&[]).unwrap().api_scope,
        "5a1e6b5c-0d3f-4c53-9d0e-2b7f4b9f6c11/.default"
    );
    assert_eq!(
        read(&[("API_SCOPE", "api://x/.default")])
            .unwrap()
            .api_scope,
        "api://x/.default"
    );
}
