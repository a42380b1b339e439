use serde_json::{Value, json};

use super::*;

const NOW: i64 = 1_795_298_700;
const AUTHORITY: &str = "https://login.microsoftonline.com";

fn good() -> Value {
    json!({
        "aud": "5a1e6b5c-0d3f-4c53-9d0e-2b7f4b9f6c11",
        "iss": "https://login.microsoftonline.com/3f9a0c1e-77d4-4b8a-9c2e-1d5e6f7a8b90/v2.0",
        "tid": "3f9a0c1e-77d4-4b8a-9c2e-1d5e6f7a8b90",
        "oid": "11111111-2222-4333-8444-555555555555",
        "ver": "2.0",
        "exp": NOW + 3600,
        "nbf": NOW - 60,
        "scp": "access",
        "wids": ["29232cdf-9323-42fd-ade2-1d097af3e4de"],
    })
}

fn judge(change: &Value) -> Result<Caller, TokenError> {
    let mut claims = good();
    for (name, value) in change.as_object().unwrap() {
        if value.is_null() {
            claims.as_object_mut().unwrap().remove(name);
        } else {
            claims[name] = value.clone();
        }
    }
    let expected = Expected {
        audience: "5a1e6b5c-0d3f-4c53-9d0e-2b7f4b9f6c11".parse().unwrap(),
        authority: AUTHORITY,
        now: NOW,
    };
    check(&serde_json::from_value(claims).unwrap(), expected)
}

#[test]
fn a_good_token_names_its_tenant_person_and_role() {
    let caller = judge(&json!({})).unwrap();
    assert_eq!(
        caller.tenant.to_string(),
        "3f9a0c1e-77d4-4b8a-9c2e-1d5e6f7a8b90"
    );
    assert_eq!(
        caller.object.to_string(),
        "11111111-2222-4333-8444-555555555555"
    );
    assert_eq!(caller.role, Role::ExchangeAdministrator);
}

#[test]
fn each_thing_wrong_with_a_token_has_its_own_refusal() {
    let personal = format!("{AUTHORITY}/{PERSONAL_ACCOUNTS}/v2.0");
    let cases = [
        (json!({"ver": "1.0"}), TokenError::Version),
        (json!({"ver": null}), TokenError::Version),
        (
            json!({"aud": "00000003-0000-0000-c000-000000000000"}),
            TokenError::Audience,
        ),
        (json!({"aud": "api://crosswalk"}), TokenError::Audience),
        (json!({"aud": null}), TokenError::Audience),
        (json!({"tid": null}), TokenError::Tenant),
        (json!({"tid": "contoso.example"}), TokenError::Tenant),
        (
            json!({"tid": "00000000-0000-0000-0000-000000000000"}),
            TokenError::Tenant,
        ),
        (
            json!({"tid": PERSONAL_ACCOUNTS, "iss": personal}),
            TokenError::Personal,
        ),
        (
            json!({"tid": "b7c4d2e8-5a16-4f3b-8d90-6e2f1a3c4d5b"}),
            TokenError::Issuer,
        ),
        (
            json!({"iss": "https://sts.windows.net/3f9a0c1e-77d4-4b8a-9c2e-1d5e6f7a8b90/"}),
            TokenError::Issuer,
        ),
        (
            json!({"iss": "https://evil.example/3f9a0c1e-77d4-4b8a-9c2e-1d5e6f7a8b90/v2.0"}),
            TokenError::Issuer,
        ),
        (
            json!({"iss": "https://login.microsoftonline.com/3f9a0c1e-77d4-4b8a-9c2e-1d5e6f7a8b90/v2.0/"}),
            TokenError::Issuer,
        ),
        (json!({"iss": null}), TokenError::Issuer),
        (json!({"exp": NOW - LEEWAY_SECONDS}), TokenError::Expired),
        (json!({"exp": null}), TokenError::Expired),
        (json!({"exp": i64::MIN}), TokenError::Expired),
        (
            json!({"nbf": NOW + LEEWAY_SECONDS + 1}),
            TokenError::NotYetValid,
        ),
        (json!({"nbf": null}), TokenError::NotYetValid),
        (json!({"scp": null}), TokenError::AppOnly),
        (json!({"scp": " "}), TokenError::AppOnly),
        (json!({"idtyp": "app"}), TokenError::AppOnly),
        (json!({"oid": null}), TokenError::Person),
        (json!({"oid": "admin@contoso.example"}), TokenError::Person),
        (json!({"wids": null}), TokenError::RolesMissing),
        (json!({"wids": []}), TokenError::RoleUnknown),
        (
            json!({"wids": ["b79fbf4d-3ef9-4689-8143-76b194e85509"]}),
            TokenError::RoleUnknown,
        ),
    ];
    for (change, error) in cases {
        assert_eq!(judge(&change), Err(error), "{change}");
    }
}

#[test]
fn clocks_may_be_two_minutes_apart() {
    for change in [
        json!({"exp": NOW - LEEWAY_SECONDS + 1}),
        json!({"nbf": NOW + LEEWAY_SECONDS}),
        json!({"exp": i64::MAX}),
    ] {
        assert!(judge(&change).is_ok(), "{change}");
    }
}

#[test]
fn the_strongest_role_counts_whatever_the_order() {
    let (global, exchange, reader) = (
        "62E90394-69F5-4237-9190-012177145E10",
        "29232cdf-9323-42fd-ade2-1d097af3e4de",
        "f2ef992c-3afb-46b9-b7cf-a126ee74c451",
    );
    for (wids, role) in [
        (json!([reader, exchange, global]), Role::GlobalAdministrator),
        (json!([reader, exchange]), Role::ExchangeAdministrator),
        (json!([reader]), Role::GlobalReader),
    ] {
        assert_eq!(judge(&json!({"wids": wids})).unwrap().role, role);
    }
}

#[test]
fn codes_are_distinct_and_sentences_end() {
    let errors = [
        TokenError::Missing,
        TokenError::Malformed,
        TokenError::Algorithm,
        TokenError::UnknownKey,
        TokenError::KeyIssuer,
        TokenError::Signature,
        TokenError::KeysUnavailable,
        TokenError::Version,
        TokenError::Audience,
        TokenError::Tenant,
        TokenError::Personal,
        TokenError::Issuer,
        TokenError::Expired,
        TokenError::NotYetValid,
        TokenError::AppOnly,
        TokenError::Person,
        TokenError::RolesMissing,
        TokenError::RoleUnknown,
    ];
    let codes: std::collections::HashSet<_> = errors.iter().map(|error| error.code()).collect();
    assert_eq!(codes.len(), errors.len());
    for error in errors {
        assert!(error.to_string().ends_with('.'), "{error}");
        assert!(!error.to_string().contains("  "), "{error}");
    }
}
