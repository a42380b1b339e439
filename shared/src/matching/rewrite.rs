//! From the UserPrincipalName in the source to the one in the target.

use std::fmt;

use regex_lite::{Regex, RegexBuilder};
use serde::{Deserialize, Serialize};

/// Longer patterns and replacements are refused.
const MOST_PATTERN: usize = 1_000;
/// Longer names are not rewritten; Entra allows 113 characters.
const MOST_NAME: usize = 1_024;
/// Memory of a compiled pattern, in bytes.
const MOST_COMPILED: usize = 256 * 1_024;
const MOST_NESTING: u32 = 20;

/// One way to rewrite a UserPrincipalName.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Rewrite {
    /// Another domain behind the same local part.
    Domain(DomainRewrite),
    /// By a regular expression.
    Pattern(PatternRewrite),
}

/// A source domain and what stands in its place in the target. Literal; case is ignored.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DomainRewrite {
    /// The domain in the source, such as `contoso.example`.
    pub from: String,
    /// The domain in the target.
    pub to: String,
}

/// A regular expression that a whole UserPrincipalName must fit, and what it becomes.
/// Case is ignored. Takes time in proportion to the name, whatever the pattern.
#[derive(Clone, Serialize, Deserialize)]
#[serde(try_from = "PatternText", into = "PatternText")]
pub struct PatternRewrite {
    text: PatternText,
    compiled: Regex,
}

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct PatternText {
    pattern: String,
    replacement: String,
}

/// Why a pattern is not used.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum PatternError {
    /// Longer than 1,000 bytes.
    #[error("the pattern and its replacement may have at most {MOST_PATTERN} bytes each")]
    TooLong,
    /// Not a regular expression, or one that compiles to too much.
    #[error("not a usable regular expression: {0}")]
    Invalid(String),
}

impl PatternRewrite {
    /// A rewrite of the names that `pattern` fits as a whole. In the replacement `$1` and
    /// `${name}` stand for groups, `$$` for a dollar sign; write `${1}x` where a letter
    /// follows.
    ///
    /// ```
    /// use shared::matching::PatternRewrite;
    /// let rewrite = PatternRewrite::new(r"(\w+)\.(\w+)@contoso\.example", "$2.$1@fabrikam.example")?;
    /// assert_eq!(rewrite.apply("Lena.Berg@contoso.example").unwrap(), "Berg.Lena@fabrikam.example");
    /// assert_eq!(rewrite.apply("lena.berg@contoso.example.org"), None);
    /// # Ok::<(), shared::matching::PatternError>(())
    /// ```
    pub fn new(pattern: &str, replacement: &str) -> Result<Self, PatternError> {
        Self::try_from(PatternText {
            pattern: pattern.to_owned(),
            replacement: replacement.to_owned(),
        })
    }

    /// The pattern, as it was given.
    pub fn pattern(&self) -> &str {
        &self.text.pattern
    }

    /// The replacement, as it was given.
    pub fn replacement(&self) -> &str {
        &self.text.replacement
    }

    /// The name in the target; none if the pattern does not fit the whole name, or one of
    /// the two has more than 1,024 bytes.
    pub fn apply(&self, name: &str) -> Option<String> {
        if name.len() > MOST_NAME {
            return None;
        }
        let groups = self.compiled.captures(name)?;
        let mut rewritten = String::new();
        groups.expand(&self.text.replacement, &mut rewritten);
        (rewritten.len() <= MOST_NAME).then_some(rewritten)
    }
}

impl TryFrom<PatternText> for PatternRewrite {
    type Error = PatternError;

    fn try_from(text: PatternText) -> Result<Self, PatternError> {
        if text.pattern.len().max(text.replacement.len()) > MOST_PATTERN {
            return Err(PatternError::TooLong);
        }
        let build = |pattern: &str| {
            RegexBuilder::new(pattern)
                .case_insensitive(true)
                .size_limit(MOST_COMPILED)
                .nest_limit(MOST_NESTING)
                .build()
                .map_err(|error| PatternError::Invalid(error.to_string()))
        };
        // By itself first: `a)|(b` must not become one by being enclosed.
        build(&text.pattern)?;
        let compiled = build(&format!("^(?:{})$", text.pattern))?;
        Ok(Self { text, compiled })
    }
}

impl From<PatternRewrite> for PatternText {
    fn from(rewrite: PatternRewrite) -> Self {
        rewrite.text
    }
}

impl PartialEq for PatternRewrite {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for PatternRewrite {}

impl fmt::Debug for PatternRewrite {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "PatternRewrite({:?}, {:?})",
            self.pattern(),
            self.replacement()
        )
    }
}

impl Rewrite {
    /// The name in the target; none if this rewrite is not about this name.
    pub(super) fn apply(&self, name: &str) -> Option<String> {
        match self {
            Self::Pattern(pattern) => pattern.apply(name),
            Self::Domain(DomainRewrite { from, to }) => {
                let (local, domain) = name.rsplit_once('@')?;
                let is_meant = from.trim().eq_ignore_ascii_case(domain)
                    && !local.is_empty()
                    && !to.trim().is_empty();
                is_meant.then(|| format!("{local}@{}", to.trim()))
            }
        }
    }
}
