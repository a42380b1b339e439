//! What a request's page says, in the reader's words. The sentence is the
//! interface: the title tells what this is about, the line under it what has and
//! has not happened yet.

use shared::{
    api::{RequestView, Side},
    workflow::{IdentityState, RequestKind, RequestState},
};

use crate::words::{counted, grouped, short_id};

/// The title of a request's page, and its line in a list.
pub fn title(request: &RequestView) -> String {
    match request.kind {
        RequestKind::Copy => copy_title(request),
        RequestKind::Upload => upload_title(request.state).into(),
        RequestKind::Map => progress_title(request, "Mapping", "mapped"),
        RequestKind::Write => progress_title(request, "Writing", "written"),
        RequestKind::Verify => progress_title(request, "Reading back", "ready to move"),
    }
}

/// The line under the title.
pub fn subtitle(request: &RequestView) -> &'static str {
    use RequestState::{
        AwaitingTargetTenantApproval, Cancelled, Completed, CompletedWithWarnings, Expired, Failed,
        InProgress, Rejected, Submitted,
    };
    match (request.state, request.side) {
        (AwaitingTargetTenantApproval, Side::Target) => "You decide. Nothing has been copied yet.",
        (AwaitingTargetTenantApproval, Side::Source) => "They decide. Nothing has been copied yet.",
        (Submitted, _) => "It waits for its turn. One job at a time runs for a pair.",
        (InProgress, _) => "It goes on without this page. You can close it and come back.",
        (Completed, _) => completed(request),
        (CompletedWithWarnings, _) => "Some need you: the report below says which, and what to do.",
        (Failed, _) => "Nothing could be done. The reason and what to do stand below.",
        (Rejected, Side::Source) => "They said no. Nothing was copied.",
        (Rejected, Side::Target) => "You said no. Nothing was copied.",
        (Expired, _) => "Nobody decided in time. Nothing was copied; the source can ask again.",
        (Cancelled, _) => "It was taken back. Nothing more happens.",
    }
}

/// A request's state as people say it.
pub fn state_word(state: RequestState) -> &'static str {
    match state {
        RequestState::Submitted => "Waiting for its turn",
        RequestState::AwaitingTargetTenantApproval => "Awaiting approval",
        RequestState::InProgress => "In progress",
        RequestState::Completed => "Completed",
        RequestState::CompletedWithWarnings => "Completed with warnings",
        RequestState::Failed => "Failed",
        RequestState::Rejected => "Rejected",
        RequestState::Expired => "Expired",
        RequestState::Cancelled => "Cancelled",
    }
}

/// The class that colours a request's state.
pub fn state_class(state: RequestState) -> &'static str {
    match state {
        RequestState::Completed => "ok",
        RequestState::CompletedWithWarnings | RequestState::AwaitingTargetTenantApproval => {
            "warning"
        }
        RequestState::Failed => "error",
        RequestState::Submitted | RequestState::InProgress => "brand",
        RequestState::Rejected | RequestState::Expired | RequestState::Cancelled => "plain",
    }
}

/// The class that colours an identity's state.
pub fn identity_class(state: IdentityState) -> &'static str {
    match state {
        IdentityState::Completed => "ok",
        IdentityState::Mapped | IdentityState::Written => "brand",
        IdentityState::Unmapped | IdentityState::Skipped => "warning",
        IdentityState::Conflict | IdentityState::Failed => "error",
        IdentityState::Copied => "plain",
    }
}

/// Whether the reader acts next.
pub fn is_yours(request: &RequestView) -> bool {
    request.state == RequestState::AwaitingTargetTenantApproval && request.side == Side::Target
}

/// The message that the source sends to the target.
pub fn message_to_send(request: &RequestView) -> String {
    let scope = request
        .scope
        .as_ref()
        .map_or("", |scope| scope.name.as_str());
    let members = request.scope.as_ref().map_or(0, |scope| scope.members);
    format!(
        "We asked to copy {} ({scope}) to your tenant with Crosswalk.\n\
         To look at it, sign in, choose Requests and enter both:\n\
         RequestID: {}\n\
         Source tenant id: {}\n\
         Nothing is copied before you accept.",
        counted(members, "mailbox", "mailboxes"),
        request.id,
        request.source_tenant_id,
    )
}

/// The cmdlet that does in PowerShell what the reader can do here.
pub fn cmdlet(request: &RequestView) -> String {
    if is_yours(request) {
        return format!(
            "Accept-CtimCopyRequest -RequestID {} -SourceTenantGUID {}",
            request.id, request.source_tenant_id
        );
    }
    if request.state.is_final() {
        format!("Get-CtimReport -RequestId {}", request.id)
    } else {
        format!("Get-CtimRequest -RequestID {}", request.id)
    }
}

fn copy_title(request: &RequestView) -> String {
    let members = request
        .scope
        .as_ref()
        .map_or(request.counts.total, |scope| scope.members);
    let mailboxes = counted(members, "mailbox", "mailboxes");
    let source = short_id(request.source_tenant_id);
    let target = short_id(request.target_tenant_id);
    let way = match request.side {
        Side::Source => format!("to {target}"),
        Side::Target => format!("from {source}"),
    };
    match (request.state, request.side) {
        (RequestState::AwaitingTargetTenantApproval, Side::Target) => {
            format!("Tenant {source} asks to copy {mailboxes} to you")
        }
        (RequestState::AwaitingTargetTenantApproval, Side::Source) => {
            format!("You asked to copy {mailboxes} {way}")
        }
        (RequestState::Submitted | RequestState::InProgress, _) => {
            format!("Copying {mailboxes} {way}")
        }
        (RequestState::Completed | RequestState::CompletedWithWarnings, _) => {
            let done = request.counts.done;
            if done == request.counts.total {
                format!("{} copied {way}", counted(done, "mailbox", "mailboxes"))
            } else {
                let total = counted(request.counts.total, "mailbox", "mailboxes");
                format!("{} of {total} copied {way}", grouped(done))
            }
        }
        (RequestState::Failed, _) => format!("Copying {mailboxes} {way} failed"),
        (RequestState::Rejected, _) => format!("Copying {mailboxes} {way} was rejected"),
        (RequestState::Expired, _) => format!("Copying {mailboxes} {way} expired unanswered"),
        (RequestState::Cancelled, _) => format!("Copying {mailboxes} {way} was cancelled"),
    }
}

fn upload_title(state: RequestState) -> &'static str {
    match state {
        RequestState::Submitted
        | RequestState::AwaitingTargetTenantApproval
        | RequestState::InProgress => "Checking the mapping file",
        RequestState::Completed => "The mapping file is in",
        RequestState::CompletedWithWarnings => "The mapping file is in, and some rows need you",
        RequestState::Failed => "The mapping file was refused",
        RequestState::Rejected | RequestState::Expired | RequestState::Cancelled => {
            "The mapping file was withdrawn"
        }
    }
}

fn progress_title(request: &RequestView, doing: &str, done_word: &str) -> String {
    let total = request.counts.total;
    let things = counted(total, "identity", "identities");
    if request.state.is_finished_work() {
        let done = request.counts.done;
        return if done == total {
            format!("{things} {done_word}")
        } else {
            format!("{} of {things} {done_word}", grouped(done))
        };
    }
    let things = if total == 0 {
        "identities".to_string()
    } else {
        things
    };
    match request.state {
        RequestState::Failed => format!("{doing} {things} failed"),
        RequestState::Cancelled => format!("{doing} {things} was cancelled"),
        _ => format!("{doing} {things}"),
    }
}

fn completed(request: &RequestView) -> &'static str {
    let is_gone = request
        .upload
        .as_ref()
        .is_some_and(|upload| upload.purged_at.is_some());
    match request.kind {
        RequestKind::Upload if is_gone => "It was used or removed, and the file is gone.",
        RequestKind::Copy => "Next, the target maps them to its MailUsers.",
        RequestKind::Upload => "Next, it is mapped with. The file is deleted after use.",
        RequestKind::Map => "Next, write the attributes. No MailUser has been changed yet.",
        RequestKind::Write => "All was read back and holds. These mailboxes are ready to move.",
        RequestKind::Verify => "All that a move needs is there.",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::timeline::tests::copy_request;

    #[test]
    fn a_waiting_request_says_who_decides() {
        let target = copy_request(RequestState::AwaitingTargetTenantApproval, Side::Target);
        assert_eq!(
            title(&target),
            "Tenant 3f9a0c1e… asks to copy 30 mailboxes to you"
        );
        assert_eq!(
            subtitle(&target),
            "You decide. Nothing has been copied yet."
        );
        assert!(is_yours(&target));
        let source = copy_request(RequestState::AwaitingTargetTenantApproval, Side::Source);
        assert_eq!(
            title(&source),
            "You asked to copy 30 mailboxes to b7c4d2e8…"
        );
        assert!(!is_yours(&source));
    }

    #[test]
    fn what_was_not_done_is_part_of_the_title() {
        let mut request = copy_request(RequestState::CompletedWithWarnings, Side::Target);
        request.counts.done = 28;
        assert_eq!(title(&request), "28 of 30 mailboxes copied from 3f9a0c1e…");
        request.kind = RequestKind::Map;
        assert_eq!(title(&request), "28 of 30 identities mapped");
    }

    #[test]
    fn the_message_names_both_keys_and_no_secret() {
        let request = copy_request(RequestState::AwaitingTargetTenantApproval, Side::Source);
        let message = message_to_send(&request);
        assert!(message.contains(&request.id.to_string()));
        assert!(message.contains(&request.source_tenant_id.to_string()));
        assert!(message.contains("30 mailboxes"));
    }

    #[test]
    fn the_cmdlet_is_the_one_that_the_reader_would_use_next() {
        let waiting = copy_request(RequestState::AwaitingTargetTenantApproval, Side::Target);
        assert!(cmdlet(&waiting).starts_with("Accept-CtimCopyRequest -RequestID 7c1e4f0a"));
        let done = copy_request(RequestState::Completed, Side::Target);
        assert!(cmdlet(&done).starts_with("Get-CtimReport"));
    }
}
