//! Numbers, ids and moments as people read them.

use std::fmt::Display;

/// A number with its thousands apart: `4,812`.
pub fn grouped(number: impl Into<u64>) -> String {
    let digits = number.into().to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A number and its noun: `1 mailbox`, `4,812 mailboxes`.
pub fn counted(number: impl Into<u64>, one: &str, many: &str) -> String {
    let number = number.into();
    let noun = if number == 1 { one } else { many };
    format!("{} {noun}", grouped(number))
}

/// The first block of a GUID, for where names are not known.
pub fn short_id(id: impl Display) -> String {
    let whole = id.to_string();
    match whole.split_once('-') {
        Some((first, _)) => format!("{first}…"),
        None => whole,
    }
}

/// A size: `812 bytes`, `44.1 MB`.
pub fn size(bytes: u64) -> String {
    const UNITS: [(u64, &str); 3] = [(1 << 30, "GB"), (1 << 20, "MB"), (1 << 10, "kB")];
    for (unit, name) in UNITS {
        if bytes >= unit {
            let tenths = bytes.saturating_mul(10) / unit;
            return format!("{}.{} {name}", grouped(tenths / 10), tenths % 10);
        }
    }
    counted(bytes, "byte", "bytes")
}

/// An error's text as a sentence of its own: with a capital letter.
pub fn as_sentence(error: &str) -> String {
    let mut letters = error.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => String::new(),
    }
}

/// A size that the browser gives as a floating number.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a file's size is a whole number of bytes below 2^53"
)]
pub fn whole(size: f64) -> u64 {
    size as u64
}

/// How far `then` is from `now`, both in milliseconds: `in 6 days 22 hours`,
/// `3 minutes ago`. The two largest units, rounded down.
pub fn distance(now: i64, then: i64) -> String {
    const UNITS: [(u64, &str, &str); 3] = [
        (86_400, "day", "days"),
        (3_600, "hour", "hours"),
        (60, "minute", "minutes"),
    ];
    let seconds = now.abs_diff(then) / 1000;
    if seconds < 60 {
        return if then > now {
            "in less than a minute".into()
        } else {
            "just now".into()
        };
    }
    let mut rest = seconds;
    let mut parts = Vec::new();
    for (unit, one, many) in UNITS {
        let whole = rest / unit;
        rest %= unit;
        if whole > 0 {
            parts.push(counted(whole, one, many));
        } else if !parts.is_empty() {
            break;
        }
        if parts.len() == 2 {
            break;
        }
    }
    let span = parts.join(" ");
    if then > now {
        format!("in {span}")
    } else {
        format!("{span} ago")
    }
}

/// `21 Nov 2026, 14:05` from its parts; `month` counts from 0.
pub fn moment(year: u32, month: u32, day: u32, hour: u32, minute: u32) -> String {
    const MONTHS: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    let month = usize::try_from(month)
        .ok()
        .and_then(|place| MONTHS.get(place))
        .unwrap_or(&"?");
    format!("{day} {month} {year}, {hour:02}:{minute:02}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_by_thousands() {
        for (number, text) in [
            (0_u64, "0"),
            (999, "999"),
            (1_000, "1,000"),
            (48_120, "48,120"),
            (1_234_567, "1,234,567"),
        ] {
            assert_eq!(grouped(number), text);
        }
    }

    #[test]
    fn one_is_not_many() {
        assert_eq!(counted(1_u32, "mailbox", "mailboxes"), "1 mailbox");
        assert_eq!(
            counted(1_204_u32, "mailbox", "mailboxes"),
            "1,204 mailboxes"
        );
    }

    #[test]
    fn a_distance_has_at_most_two_units_and_a_direction() {
        let minute = 60_000;
        let hour = 60 * minute;
        let day = 24 * hour;
        for (then, text) in [
            (6 * day + 22 * hour + 5 * minute, "in 6 days 22 hours"),
            (7 * day, "in 7 days"),
            (day + 5 * minute, "in 1 day"),
            (-3 * minute, "3 minutes ago"),
            (-(hour + minute), "1 hour 1 minute ago"),
            (-5_000, "just now"),
            (5_000, "in less than a minute"),
        ] {
            assert_eq!(distance(0, then), text, "{then}");
        }
    }

    #[test]
    fn a_sentence_begins_with_a_capital_letter() {
        assert_eq!(as_sentence("this browser refuses"), "This browser refuses");
        assert_eq!(as_sentence("élan"), "Élan");
        assert_eq!(as_sentence(""), "");
    }

    #[test]
    fn sizes_have_one_decimal() {
        assert_eq!(size(812), "812 bytes");
        assert_eq!(size(46_242_201), "44.0 MB");
    }

    #[test]
    fn an_id_is_shortened_to_its_first_block() {
        assert_eq!(
            short_id("3f9a0c1e-77d4-4b8a-9c2e-1d5e6f7a8b90"),
            "3f9a0c1e…"
        );
    }

    #[test]
    fn a_moment_is_written_with_the_month_in_letters() {
        assert_eq!(moment(2026, 10, 21, 14, 5), "21 Nov 2026, 14:05");
    }
}
