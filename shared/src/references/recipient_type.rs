//! What kind of recipient something is, or was.

/// `RecipientTypeDetails`, as far as a move cares.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum RecipientType {
    /// A person's mailbox.
    UserMailbox,
    /// Any other mailbox: shared, room, equipment …
    OtherMailbox,
    /// A mail-enabled user without a mailbox.
    MailUser,
    /// A guest.
    GuestMailUser,
    /// Anything else.
    Other,
}

impl RecipientType {
    /// Reads the name that PowerShell writes, or the number that `ConvertTo-Json` may
    /// write instead. None for an empty value.
    pub(super) fn read(text: &str) -> Option<Self> {
        let name = text.trim();
        if name.is_empty() || name == "0" || name.eq_ignore_ascii_case("None") {
            return None;
        }
        let name = name.to_ascii_lowercase();
        Some(match name.as_str() {
            "usermailbox" | "1" => Self::UserMailbox,
            // Linked, shared, legacy, room, equipment.
            "2" | "4" | "8" | "16" | "32" => Self::OtherMailbox,
            "mailuser" | "128" => Self::MailUser,
            "guestmailuser" => Self::GuestMailUser,
            // A remote mailbox is a MailUser whose mailbox is elsewhere.
            name if name.starts_with("remote") => Self::MailUser,
            name if name.ends_with("mailbox") => Self::OtherMailbox,
            _ => Self::Other,
        })
    }

    /// Whether it has a mailbox of its own.
    pub fn is_mailbox(self) -> bool {
        matches!(self, Self::UserMailbox | Self::OtherMailbox)
    }
}

#[cfg(test)]
mod tests {
    use super::RecipientType::{self, GuestMailUser, MailUser, Other, OtherMailbox, UserMailbox};

    #[test]
    fn a_kind_is_read_by_name_or_number() {
        for (text, expected) in [
            ("UserMailbox", Some(UserMailbox)),
            ("usermailbox", Some(UserMailbox)),
            ("1", Some(UserMailbox)),
            ("SharedMailbox", Some(OtherMailbox)),
            ("4", Some(OtherMailbox)),
            ("SchedulingMailbox", Some(OtherMailbox)),
            ("MailUser", Some(MailUser)),
            ("128", Some(MailUser)),
            ("RemoteUserMailbox", Some(MailUser)),
            ("GuestMailUser", Some(GuestMailUser)),
            ("MailContact", Some(Other)),
            ("None", None),
            ("", None),
        ] {
            assert_eq!(RecipientType::read(text), expected, "{text}");
        }
        assert!(UserMailbox.is_mailbox() && OtherMailbox.is_mailbox());
        assert!(!MailUser.is_mailbox() && !Other.is_mailbox());
    }
}
