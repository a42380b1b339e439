//! `-Filter`: OPATH as far as it is used here: `-eq`, `-ne`, `-like`, `-and`,
//! `-or`, `-not`, round and curly brackets.

use serde_json::Value;

use crate::directory::view::Row;

/// A filter that reads.
#[derive(Debug)]
pub(super) enum Filter {
    Any(Vec<Filter>),
    All(Vec<Filter>),
    Not(Box<Filter>),
    Is(Test),
}

/// One comparison.
#[derive(Debug)]
pub(super) struct Test {
    property: String,
    operator: Operator,
    value: String,
}

#[derive(Debug, Clone, Copy)]
enum Operator {
    Eq,
    Ne,
    Like,
}

#[derive(Debug, Clone, PartialEq)]
enum Word {
    Open,
    Close,
    Name(String),
    Text(String),
}

impl Filter {
    /// Reads a filter; the error says what was met where something else must be.
    pub(super) fn read(text: &str) -> Result<Self, String> {
        let words = words(text)?;
        let mut rest = words.as_slice();
        let filter = any(&mut rest)?;
        match rest.first() {
            None => Ok(filter),
            Some(word) => Err(format!("Unexpected {word:?}")),
        }
    }

    /// Whether an object is let through.
    pub(super) fn passes(&self, row: &Row) -> bool {
        match self {
            Self::Any(parts) => parts.iter().any(|part| part.passes(row)),
            Self::All(parts) => parts.iter().all(|part| part.passes(row)),
            Self::Not(part) => !part.passes(row),
            Self::Is(test) => test.passes(row),
        }
    }
}

impl Test {
    fn passes(&self, row: &Row) -> bool {
        let value = row
            .iter()
            .find(|(name, _)| name.eq_ignore_ascii_case(&self.property))
            .map(|(_, value)| value);
        let holds = |value: &Value| {
            let own = match value {
                Value::String(text) => text.to_lowercase(),
                Value::Null => String::new(),
                other => other.to_string(),
            };
            match self.operator {
                Operator::Eq | Operator::Ne => own == self.value,
                Operator::Like => is_like(&own, &self.value),
            }
        };
        let found = match value {
            Some(Value::Array(values)) => values.iter().any(holds),
            Some(value) => holds(value),
            None => false,
        };
        found != matches!(self.operator, Operator::Ne)
    }
}

/// Whether text fits a pattern with `*`.
fn is_like(text: &str, pattern: &str) -> bool {
    let mut pieces = pattern.split('*');
    let first = pieces.next().unwrap_or_default();
    let Some(mut rest) = text.strip_prefix(first) else {
        return false;
    };
    let mut pieces: Vec<&str> = pieces.collect();
    let Some(last) = pieces.pop() else {
        return rest.is_empty();
    };
    for piece in pieces {
        match rest.split_once(piece) {
            Some((_, after)) => rest = after,
            None => return false,
        }
    }
    rest.ends_with(last)
}

fn any(rest: &mut &[Word]) -> Result<Filter, String> {
    let mut parts = vec![all(rest)?];
    while take_name(rest, "-or") {
        parts.push(all(rest)?);
    }
    Ok(Filter::Any(parts))
}

fn all(rest: &mut &[Word]) -> Result<Filter, String> {
    let mut parts = vec![one(rest)?];
    while take_name(rest, "-and") {
        parts.push(one(rest)?);
    }
    Ok(Filter::All(parts))
}

fn one(rest: &mut &[Word]) -> Result<Filter, String> {
    if take_name(rest, "-not") {
        return Ok(Filter::Not(Box::new(one(rest)?)));
    }
    match next(rest)? {
        Word::Open => {
            let inner = any(rest)?;
            match next(rest)? {
                Word::Close => Ok(inner),
                other => Err(format!("Expected a closing bracket, found {other:?}")),
            }
        }
        Word::Name(property) => {
            let operator = match next(rest)? {
                Word::Name(name) => match name.to_ascii_lowercase().as_str() {
                    "-eq" => Operator::Eq,
                    "-ne" => Operator::Ne,
                    "-like" => Operator::Like,
                    other => return Err(format!("Unknown operator {other}")),
                },
                other => return Err(format!("Expected an operator, found {other:?}")),
            };
            let value = match next(rest)? {
                Word::Text(text) => text,
                Word::Name(name) => name.trim_start_matches('$').to_owned(),
                other => return Err(format!("Expected a value, found {other:?}")),
            };
            let value = if value.eq_ignore_ascii_case("null") {
                String::new()
            } else {
                value
            };
            Ok(Filter::Is(Test {
                property,
                operator,
                value: value.to_lowercase(),
            }))
        }
        other => Err(format!("Expected a property, found {other:?}")),
    }
}

fn next(rest: &mut &[Word]) -> Result<Word, String> {
    let (word, after) = rest.split_first().ok_or("The filter ends too early")?;
    *rest = after;
    Ok(word.clone())
}

fn take_name(rest: &mut &[Word], name: &str) -> bool {
    match rest.split_first() {
        Some((Word::Name(found), after)) if found.eq_ignore_ascii_case(name) => {
            *rest = after;
            true
        }
        _ => false,
    }
}

fn words(text: &str) -> Result<Vec<Word>, String> {
    let mut words = Vec::new();
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '(' | '{' => words.push(Word::Open),
            ')' | '}' => words.push(Word::Close),
            quote @ ('\'' | '"') => {
                let mut inside = String::new();
                loop {
                    match letters.next() {
                        // A doubled quote is the quote itself.
                        Some(letter) if letter == quote => {
                            if letters.peek() != Some(&quote) {
                                break;
                            }
                            letters.next();
                            inside.push(quote);
                        }
                        Some(letter) => inside.push(letter),
                        None => return Err("A quote is not closed".to_owned()),
                    }
                }
                words.push(Word::Text(inside));
            }
            letter if letter.is_whitespace() => {}
            letter => {
                let mut name = String::from(letter);
                while let Some(more) = letters.next_if(|one| {
                    !one.is_whitespace() && !matches!(one, '(' | ')' | '{' | '}' | '\'' | '"')
                }) {
                    name.push(more);
                }
                words.push(Word::Name(name));
            }
        }
    }
    Ok(words)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn passes(filter: &str) -> bool {
        let row = json!({
            "Name": "Siobhán O'Neill",
            "IsDirSynced": false,
            "Department": null,
            "EmailAddresses": ["SMTP:s@b.example", "smtp:t@b.example"],
        });
        let Value::Object(row) = row else { panic!() };
        Filter::read(filter).unwrap().passes(&row)
    }

    #[test]
    fn a_filter_lets_through_what_powershell_would() {
        for (filter, expected) in [
            ("Name -eq 'siobhán o''neill'", true),
            ("Name -eq \"Siobhán O'Neill\"", true),
            ("Name -ne 'x'", true),
            ("Name -eq 'x' -or IsDirSynced -eq $false", true),
            ("Name -eq 'x' -or Name -eq 'y'", false),
            ("Name -like 'sio*' -and Name -like '*neill'", true),
            ("Name -like 'neill*'", false),
            ("Name -like '*bh*n*'", true),
            ("EmailAddresses -eq 'smtp:t@b.example'", true),
            ("EmailAddresses -eq 'smtp:u@b.example'", false),
            ("{ -not (Name -eq 'x') }", true),
            ("Department -eq $null", true),
            (
                "Name -eq 'x' -and Name -eq 'y' -or IsDirSynced -ne $true",
                true,
            ),
        ] {
            assert_eq!(passes(filter), expected, "{filter}");
        }
    }

    #[test]
    fn a_filter_that_does_not_read_is_refused() {
        for filter in [
            "",
            "Name",
            "Name -gt 'x'",
            "Name -eq 'x",
            "(Name -eq 'x'",
            "Name -eq 'x' )",
        ] {
            assert!(Filter::read(filter).is_err(), "{filter}");
        }
    }
}
