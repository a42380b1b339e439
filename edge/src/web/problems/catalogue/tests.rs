use std::collections::HashSet;

use broker::{
    ports::{DirectoryError, StoreError},
    refusal::{InvalidCode, Refusal},
};
use shared::api::Role;

use super::*;
use crate::{
    settings::SettingsError,
    web::{problems::ApiError, routes::ROUTES, tokens::claims::TokenError},
};

/// One of each kind of error.
fn errors() -> Vec<ApiError> {
    use TokenError as T;
    let tokens = [
        T::Missing,
        T::Malformed,
        T::Algorithm,
        T::UnknownKey,
        T::KeyIssuer,
        T::Signature,
        T::KeysUnavailable,
        T::Version,
        T::Audience,
        T::Tenant,
        T::Personal,
        T::Issuer,
        T::Expired,
        T::NotYetValid,
        T::AppOnly,
        T::Person,
        T::RolesMissing,
        T::RoleUnknown,
    ];
    let text = || String::from("text");
    let directory = [
        DirectoryError::NotFound(text()),
        DirectoryError::ConsentMissing,
        DirectoryError::RoleMissing,
        DirectoryError::Throttled {
            retry_after_secs: None,
        },
        DirectoryError::Refused(text()),
        DirectoryError::Broken(text()),
        DirectoryError::Truncated(text()),
    ];
    let refusals = [
        Refusal::NotFound,
        Refusal::TooEarly(text()),
        Refusal::Conflict(text()),
        Refusal::Gone(text()),
        Refusal::Store(StoreError::Failed(text())),
    ];
    let own = [
        ApiError::role_missing(Role::ExchangeAdministrator),
        ApiError::Settings(SettingsError::ClientId),
        ApiError::NoRoute,
        ApiError::MethodNotAllowed(vec!["GET"]),
        ApiError::Body(text()),
        ApiError::BodyNotUnderstood(text()),
        ApiError::MediaType,
        ApiError::Query("x is missing"),
        ApiError::IdempotencyKey,
        ApiError::LengthRequired,
        ApiError::TooLarge(1),
        ApiError::PreconditionFailed,
        ApiError::UploadNotStored,
        ApiError::Internal(text()),
    ];
    tokens
        .map(ApiError::Token)
        .into_iter()
        .chain(directory.map(|error| ApiError::Refused(Refusal::Directory(error))))
        .chain(InvalidCode::ALL.map(|code| ApiError::Refused(Refusal::invalid(code, "text"))))
        .chain(refusals.map(ApiError::Refused))
        .chain(own)
        .collect()
}

#[test]
fn every_error_is_in_the_catalogue_with_its_status_and_nothing_else_is() {
    let known: HashSet<_> = CODES.iter().map(|code| (code.code, code.status)).collect();
    let used: HashSet<_> = errors()
        .iter()
        .map(|error| (error.code(), error.status()))
        .collect();
    assert_eq!(known.len(), CODES.len(), "a code stands twice");
    assert_eq!(
        used.difference(&known).collect::<Vec<_>>(),
        Vec::<&(&str, u16)>::new()
    );
    assert_eq!(
        known.difference(&used).collect::<Vec<_>>(),
        Vec::<&(&str, u16)>::new()
    );
}

#[test]
fn a_problem_says_what_happened_and_carries_its_correlation() {
    for error in errors() {
        let problem = error.problem("id");
        assert_eq!(
            problem.r#type,
            format!("urn:crosswalk:problem:{}", problem.code)
        );
        assert_eq!(problem.correlation_id, "id");
        assert!(
            !problem.title.is_empty() && !problem.detail.is_empty(),
            "{error:?}"
        );
    }
}

#[test]
fn what_is_for_the_log_is_not_for_the_caller() {
    for error in [
        ApiError::Internal("secret words".into()),
        ApiError::Refused(Refusal::Store(StoreError::Failed("secret words".into()))),
    ] {
        assert!(
            error
                .for_log()
                .is_some_and(|text| text.contains("secret words"))
        );
        assert!(
            !error.problem("id").detail.contains("secret words"),
            "{error:?}"
        );
    }
}

#[test]
fn every_code_that_a_route_names_exists() {
    for route in ROUTES {
        for named in route.problems {
            assert!(
                CODES.iter().any(|code| code.code == *named),
                "{} names {named}",
                route.operation.id()
            );
        }
    }
}
