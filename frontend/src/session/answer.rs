//! The authority's answer in the fragment of `/signed-in`.

/// Why there is no code.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum AnswerError {
    /// The authority said no.
    #[error("{description}")]
    Refused {
        /// The authority's own words.
        description: String,
    },
    /// The answer is not to the question that this tab asked.
    #[error("this answer is not to a sign-in that this tab began; start again from the first page")]
    Stranger,
    /// There is no answer in the address.
    #[error("the address carries no answer; start again from the first page")]
    Empty,
}

/// The code in `parameters` (already unescaped), if the state is `expected`.
pub fn code_in(
    parameters: &[(String, String)],
    expected: Option<&str>,
) -> Result<String, AnswerError> {
    let find = |name: &str| {
        parameters
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.as_str())
    };
    let has_expected_state = expected.is_some() && find("state") == expected;
    if let Some(error) = find("error") {
        let description = find("error_description").unwrap_or(error);
        return Err(AnswerError::Refused {
            description: description.into(),
        });
    }
    match find("code") {
        Some(code) if has_expected_state => Ok(code.into()),
        Some(_) => Err(AnswerError::Stranger),
        None => Err(AnswerError::Empty),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parameters(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs
            .iter()
            .map(|(name, value)| ((*name).into(), (*value).into()))
            .collect()
    }

    #[test]
    fn a_code_counts_only_with_the_state_that_was_sent() {
        let answer = parameters(&[("code", "abc"), ("state", "s1")]);
        assert_eq!(code_in(&answer, Some("s1")), Ok("abc".into()));
        assert_eq!(code_in(&answer, Some("s2")), Err(AnswerError::Stranger));
        assert_eq!(code_in(&answer, None), Err(AnswerError::Stranger));
        let without_state = parameters(&[("code", "abc")]);
        assert_eq!(code_in(&without_state, None), Err(AnswerError::Stranger));
    }

    #[test]
    fn a_refusal_is_told_in_the_authoritys_words() {
        let answer = parameters(&[
            ("error", "access_denied"),
            ("error_description", "AADSTS65004: declined"),
        ]);
        let error = code_in(&answer, Some("s1")).unwrap_err();
        assert_eq!(error.to_string(), "AADSTS65004: declined");
        assert_eq!(code_in(&[], Some("s1")), Err(AnswerError::Empty));
    }
}
