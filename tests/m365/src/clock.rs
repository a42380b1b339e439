//! The time, in the forms that Microsoft writes it.

use time::{OffsetDateTime, macros::format_description};

/// Seconds since 1970.
pub(crate) fn now() -> i64 {
    OffsetDateTime::now_utc().unix_timestamp()
}

/// `2026-11-21 22:45:18Z`, as in an Entra error.
pub(crate) fn entra_timestamp() -> String {
    let form = format_description!("[year]-[month]-[day] [hour]:[minute]:[second]Z");
    OffsetDateTime::now_utc().format(form).unwrap_or_default()
}

/// `2026-11-21T22:45:18+00:00`, as in an Exchange answer.
pub(crate) fn exchange_timestamp() -> String {
    let form = format_description!("[year]-[month]-[day]T[hour]:[minute]:[second]+00:00");
    OffsetDateTime::now_utc().format(form).unwrap_or_default()
}
