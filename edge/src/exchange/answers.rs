//! What the Exchange admin API answers, turned into rows or into the port's error
//! that says what a person can do. Pure: status and bytes in, rows or error out.

use broker::ports::DirectoryError;
use serde::Deserialize;
use serde_json::Value;

/// Rows of a cmdlet.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Rows(pub Vec<Value>);

#[derive(Deserialize)]
struct Success {
    #[serde(default)]
    value: Vec<Value>,
    #[serde(rename = "@odata.nextLink")]
    next_link: Option<Value>,
}

#[derive(Deserialize)]
struct Failure {
    error: FailureBody,
}

#[derive(Deserialize)]
struct FailureBody {
    #[serde(default)]
    message: String,
    #[serde(default)]
    details: Vec<FailureDetail>,
    innererror: Option<InnerError>,
}

#[derive(Deserialize)]
struct FailureDetail {
    #[serde(default)]
    message: String,
}

#[derive(Deserialize)]
struct InnerError {
    internalexception: Option<InternalException>,
}

#[derive(Deserialize)]
struct InternalException {
    #[serde(default)]
    message: String,
    #[serde(default, rename = "type")]
    kind: String,
}

/// Reads the answer of `InvokeCommand`.
///
/// A page that leads to another one is refused, since following that link is
/// known to fail: every cmdlet asks for `ResultSize: Unlimited`, so that a list is
/// complete or an error.
///
/// An application without any grant gets 401, one without the directory role 403
/// with a body that is no JSON.
pub(super) fn read(
    status: u16,
    retry_after: Option<&str>,
    body: &[u8],
) -> Result<Rows, DirectoryError> {
    match status {
        200..=299 => success(body),
        401 => Err(DirectoryError::ConsentMissing),
        403 => Err(DirectoryError::RoleMissing),
        429 => Err(DirectoryError::Throttled {
            retry_after_secs: retry_after.and_then(|text| text.trim().parse().ok()),
        }),
        500..=599 => Err(DirectoryError::Broken(format!("status {status}"))),
        _ => Err(failure(body).unwrap_or_else(|| {
            DirectoryError::Broken(format!("status {status} without a reason"))
        })),
    }
}

fn success(body: &[u8]) -> Result<Rows, DirectoryError> {
    // Cmdlets that write answer with no rows, and sometimes with no body at all.
    if body.iter().all(u8::is_ascii_whitespace) {
        return Ok(Rows::default());
    }
    let answer: Success = serde_json::from_slice(body)
        .map_err(|_| DirectoryError::Broken("an answer that is not JSON".to_owned()))?;
    match answer.next_link {
        None | Some(Value::Null) => Ok(Rows(answer.value)),
        Some(_) => Err(DirectoryError::Truncated(
            "a list that goes on, whose rest cannot be fetched".to_owned(),
        )),
    }
}

/// The reason in an error body: the inner exception's words if there are any,
/// else the first detail's, else the outer message, which rarely says anything.
fn failure(body: &[u8]) -> Option<DirectoryError> {
    let error = serde_json::from_slice::<Failure>(body).ok()?.error;
    let inner = error.innererror.and_then(|inner| inner.internalexception);
    let detail = error
        .details
        .first()
        .map(|detail| detail_parts(&detail.message));
    let (kind, message) = match (inner, detail) {
        (Some(inner), _) if !inner.message.is_empty() => (inner.kind, inner.message),
        (_, Some((kind, message))) if !message.is_empty() => (kind.to_owned(), message.to_owned()),
        _ => (String::new(), error.message),
    };
    Some(
        if kind.rsplit('.').next() == Some("ManagementObjectNotFoundException") {
            DirectoryError::NotFound(message)
        } else {
            DirectoryError::Refused(message)
        },
    )
}

/// `Ex6F9304|Microsoft.…Exception|Words` → type and words; words alone stay words.
fn detail_parts(text: &str) -> (&str, &str) {
    let mut parts = text.splitn(3, '|');
    match (parts.next(), parts.next(), parts.next()) {
        (Some(_), Some(kind), Some(words)) if kind.contains('.') => (kind, words),
        _ => ("", text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn read_json(status: u16, body: &Value) -> Result<Rows, DirectoryError> {
        read(status, None, body.to_string().as_bytes())
    }

    #[test]
    fn rows_are_the_value_of_an_answer() {
        let answer =
            json!({"@odata.context": "x", "value": [{"Name": "Wave 1"}], "@adminapi.warnings": []});
        assert_eq!(
            read_json(200, &answer),
            Ok(Rows(vec![json!({"Name": "Wave 1"})]))
        );
        for empty in [json!({"value": []}), json!({"@adminapi.warnings": []})] {
            assert_eq!(read_json(200, &empty), Ok(Rows::default()));
        }
        for (status, body) in [(200, ""), (204, ""), (200, "\r\n")] {
            assert_eq!(read(status, None, body.as_bytes()), Ok(Rows::default()));
        }
    }

    #[test]
    fn a_partial_list_is_never_a_list() {
        let answer = json!({"value": [{}], "@odata.nextLink": "https://outlook.office365.com/x"});
        assert!(matches!(
            read_json(200, &answer),
            Err(DirectoryError::Truncated(_))
        ));
        assert!(read_json(200, &json!({"value": [], "@odata.nextLink": null})).is_ok());
    }

    #[test]
    fn a_refusal_says_what_the_innermost_exception_said() {
        let words =
            "The operation couldn't be performed because object 'x' couldn't be found on 'y'.";
        let detail = format!(
            "Ex6F9304|Microsoft.Exchange.Configuration.Tasks.ManagementObjectNotFoundException|{words}"
        );
        let inner = json!({"internalexception": {
            "message": "The proxy address is taken.",
            "type": "Microsoft.Exchange.Data.Directory.ProxyAddressExistsException",
        }});
        for (body, expected) in [
            (
                json!({"error": {"message": "Invalid Operation", "details": [{"message": detail}]}}),
                DirectoryError::NotFound(words.to_owned()),
            ),
            (
                json!({"error": {"message": "Invalid Operation", "details": [{"message": detail}], "innererror": inner}}),
                DirectoryError::Refused("The proxy address is taken.".to_owned()),
            ),
            (
                json!({"error": {"message": "Invalid Operation", "details": [{"message": "a|b|c"}]}}),
                DirectoryError::Refused("a|b|c".to_owned()),
            ),
            (
                json!({"error": {"message": "Bad request"}}),
                DirectoryError::Refused("Bad request".to_owned()),
            ),
        ] {
            assert_eq!(read_json(400, &body), Err(expected), "{body}");
        }
    }

    #[test]
    fn statuses_without_a_reason_have_one() {
        assert_eq!(read(401, None, b""), Err(DirectoryError::ConsentMissing));
        assert_eq!(read(403, None, &[0; 64]), Err(DirectoryError::RoleMissing));
        for (header, retry_after_secs) in
            [(None, None), (Some("12"), Some(12)), (Some("soon"), None)]
        {
            assert_eq!(
                read(429, header, b""),
                Err(DirectoryError::Throttled { retry_after_secs })
            );
        }
        for (status, body) in [(503, "<html>"), (500, ""), (418, "?"), (200, "<html>")] {
            let answer = read(status, None, body.as_bytes());
            assert!(matches!(answer, Err(DirectoryError::Broken(_))), "{status}");
        }
    }
}
