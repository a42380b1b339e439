//! What keeps a mailbox from leaving, whichever MailUser it goes to.

use super::super::{
    Finding, Rule,
    catalogue::{
        AUX_ARCHIVES, DELAY_HOLD, DELAY_RELEASE_HOLD, IN_PLACE_HOLD, LITIGATION_HOLD,
        REMOTE_HOST_NAME, RETENTION_LABELS, SOFT_DELETED,
    },
    finding::shortened,
};
use crate::references::MailboxRecord;

/// As many auxiliary archives as may move.
const MOST_AUX_ARCHIVES: u32 = 12;

/// What an export of the source says against moving a mailbox. The findings name a column
/// (the attribute) and no row; about what the export lacks nothing is said.
///
/// ```
/// use shared::{checks::readiness::of_source, references::read_source_mailboxes};
///
/// let export = b"ExternalDirectoryObjectId,DisplayName,LitigationHoldEnabled\r\n\
///     11111111-0000-4000-8000-000000000001,Lena Berg,True\r\n";
/// let mailboxes = read_source_mailboxes(export.to_vec())?.value;
/// let findings = of_source(&mailboxes.records()[0]);
/// assert_eq!(findings[0].message, "The mailbox of Lena Berg is under litigation hold.");
/// # Ok::<(), shared::references::ReferenceError>(())
/// ```
pub fn of_source(mailbox: &MailboxRecord) -> Vec<Finding> {
    let name = mailbox.name();
    let name = shortened(&name);
    let mut findings = Vec::new();
    let archives = mailbox.auxiliary_archives.unwrap_or(0);
    if archives > MOST_AUX_ARCHIVES {
        let message = format!(
            "The mailbox of {name} has {archives} auxiliary archives; {MOST_AUX_ARCHIVES} may move."
        );
        findings.push(AUX_ARCHIVES.in_column("MailboxLocations", message));
    }
    let holds: [(&Rule, Option<bool>, &str, &str); 4] = [
        (
            &LITIGATION_HOLD,
            mailbox.litigation_hold,
            "LitigationHoldEnabled",
            "is under litigation hold",
        ),
        (
            &DELAY_HOLD,
            mailbox.delay_hold,
            "DelayHoldApplied",
            "is under a delay hold",
        ),
        (
            &DELAY_RELEASE_HOLD,
            mailbox.delay_release_hold,
            "DelayReleaseHoldApplied",
            "is under a delay release hold",
        ),
        (
            &RETENTION_LABELS,
            mailbox.compliance_tag_hold,
            "ComplianceTagHoldApplied",
            "has items with a retention label",
        ),
    ];
    for (rule, applies, column, what) in holds {
        if applies == Some(true) {
            findings.push(rule.in_column(column, format!("The mailbox of {name} {what}.")));
        }
    }
    let mut in_place = mailbox.in_place_holds.iter().flatten();
    if let Some(hold) = in_place.find(|hold| is_hold(hold)) {
        let others = in_place.filter(|hold| is_hold(hold)).count();
        let more = match others {
            0 => String::new(),
            1 => " and another".to_owned(),
            n => format!(" and {n} others"),
        };
        findings.push(IN_PLACE_HOLD.in_column(
            "InPlaceHolds",
            format!(
                "The mailbox of {name} is under the hold {}{more}.",
                shortened(hold)
            ),
        ));
    }
    if let Some(host) = mailbox.move_remote_host_name.as_deref()
        && !host.is_empty()
    {
        findings.push(REMOTE_HOST_NAME.in_column(
            "MailboxMoveRemoteHostName",
            format!(
                "The mailbox of {name} still has the MailboxMoveRemoteHostName {}.",
                shortened(host)
            ),
        ));
    }
    if mailbox.is_soft_deleted == Some(true) {
        findings.push(SOFT_DELETED.in_column(
            "WhenSoftDeleted",
            format!("The mailbox of {name} is deleted and can still be restored."),
        ));
    }
    findings
}

/// Whether an entry of `InPlaceHolds` holds this mailbox: by a policy (`mbx`, `skp`), a
/// case (`UniH`, `cld`), or in the old form, 32 hexadecimal digits. `-mbx…` is an
/// exclusion.
fn is_hold(entry: &str) -> bool {
    let begins = |prefix: &str| {
        entry
            .get(..prefix.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(prefix))
    };
    ["mbx", "cld", "UniH", "skp"].into_iter().any(begins)
        || (entry.len() == 32 && entry.bytes().all(|byte| byte.is_ascii_hexdigit()))
}
