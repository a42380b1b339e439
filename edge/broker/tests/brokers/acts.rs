//! What people do, in words, and what they see.

use std::time::Duration;

use broker::messages::{PairCommand, PairReply, TenantCommand, TenantReply};
use shared::{
    api::{IdentityView, Report, RequestView},
    ids::RequestId,
    workflow::IdentityState,
};

use crate::{
    people::{admin, contoso, engineering, fabrikam},
    world::{World, pair_request_of, request_of},
};

impl World {
    pub fn ask_copy(&self) -> RequestView {
        request_of(self.tenant(
            contoso(),
            TenantCommand::CreateCopy {
                target: fabrikam(),
                group: engineering().group_id,
                by: admin(),
                idempotency_key: None,
            },
        ))
    }

    pub fn accept(&self, request: &RequestView, overwrite: bool) -> RequestView {
        request_of(self.tenant(
            contoso(),
            TenantCommand::Accept {
                id: request.id,
                target: fabrikam(),
                by: admin(),
                digest: request.digest.clone().unwrap(),
                overwrite,
            },
        ))
    }

    /// A finished copy of Engineering.
    pub fn copied(&self) -> RequestView {
        let request = self.ask_copy();
        self.accept(&request, false);
        self.settle_for(Duration::from_mins(20));
        self.pair_request(request.id)
    }

    pub fn map(&self, use_csv: bool) -> RequestView {
        let asked = pair_request_of(self.pair(PairCommand::Map {
            use_csv,
            by: admin(),
            idempotency_key: None,
        }));
        self.settle_for(Duration::from_mins(20));
        self.pair_request(asked.id)
    }

    pub fn write(&self) -> RequestView {
        let asked = pair_request_of(self.pair(PairCommand::Write {
            by: admin(),
            idempotency_key: None,
        }));
        self.settle_for(Duration::from_mins(20));
        self.pair_request(asked.id)
    }

    pub fn verify(&self) -> RequestView {
        let asked = pair_request_of(self.pair(PairCommand::Verify {
            by: admin(),
            idempotency_key: None,
        }));
        self.settle_for(Duration::from_mins(20));
        self.pair_request(asked.id)
    }

    /// Uploads a mapping file the way the web layer does.
    pub fn upload(&self, text: &str, auto_progress: bool) -> RequestView {
        let size = text.len() as u64;
        let reply = self.pair(PairCommand::BeginUpload {
            size,
            retention_secs: 3600,
            auto_progress,
            by: admin(),
            idempotency_key: None,
        });
        let Ok(PairReply::Upload(ticket)) = reply else {
            panic!("{reply:?}");
        };
        self.bucket
            .objects
            .borrow_mut()
            .insert(ticket.key, text.as_bytes().to_vec());
        pair_request_of(self.pair(PairCommand::UploadStored {
            id: ticket.id,
            size,
            sha256: "5a".repeat(32),
        }));
        self.settle_for(Duration::from_mins(20));
        self.pair_request(ticket.id)
    }

    pub fn pair_request(&self, id: RequestId) -> RequestView {
        pair_request_of(self.pair(PairCommand::Request { id }))
    }

    pub fn source_request(&self, id: RequestId) -> RequestView {
        request_of(self.tenant(
            contoso(),
            TenantCommand::Request {
                id,
                viewer: contoso(),
            },
        ))
    }

    pub fn mapping_file(&self) -> String {
        match self.pair(PairCommand::MappingFile) {
            Ok(PairReply::MappingFile(text)) => text,
            other => panic!("{other:?}"),
        }
    }

    pub fn report(&self, id: RequestId) -> Report {
        match self.pair(PairCommand::Report { id }) {
            Ok(PairReply::Report(report)) => *report,
            other => panic!("{other:?}"),
        }
    }

    pub fn source_report(&self, id: RequestId) -> Report {
        let viewer = contoso();
        match self.tenant(contoso(), TenantCommand::Report { id, viewer }) {
            Ok(TenantReply::Report(report)) => *report,
            other => panic!("{other:?}"),
        }
    }

    pub fn identities(&self) -> Vec<IdentityView> {
        let mut all = Vec::new();
        let mut cursor = None;
        loop {
            match self.pair(PairCommand::Identities { cursor }) {
                Ok(PairReply::Identities(page)) => {
                    all.extend(page.items);
                    cursor = page.next_cursor;
                    if cursor.is_none() {
                        return all;
                    }
                }
                other => panic!("{other:?}"),
            }
        }
    }

    pub fn identity(&self, name: &str) -> IdentityView {
        let upn = format!("{name}@contoso.example");
        self.identities()
            .into_iter()
            .find(|one| one.source.user_principal_name == upn)
            .unwrap()
    }

    pub fn states(&self) -> Vec<(String, IdentityState)> {
        let mut states: Vec<_> = self
            .identities()
            .into_iter()
            .map(|one| (one.source.display_name, one.state))
            .collect();
        states.sort_by(|a, b| a.0.cmp(&b.0));
        states
    }
}
