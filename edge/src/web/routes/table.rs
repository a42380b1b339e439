//! The table itself.

use shared::api::Role;

use super::{
    Access,
    Content::{self, AnyJson, Csv, Json, JsonOrCsv},
    Operation, Query, QueryKind, Route, Schema,
    Verb::{self, Delete, Get, Post},
};

const READ: Access = Access::AtLeast(Role::GlobalReader);
const CHANGE: Access = Access::AtLeast(Role::ExchangeAdministrator);

const CURSOR: Query = Query {
    name: "cursor",
    required: false,
    kind: QueryKind::Text,
    description: "`nextCursor` of the page before.",
};

/// A route with nothing but what every route has.
const fn route(
    operation: Operation,
    verb: Verb,
    path: &'static str,
    access: Access,
    answer: Content,
    summary: &'static str,
) -> Route {
    Route {
        operation,
        verb,
        path,
        summary,
        access,
        query: &[],
        body: Content::Nothing,
        idempotent_by_key: false,
        success: 200,
        answer,
        asks_directory: false,
        problems: &[],
    }
}

impl Route {
    const fn query(mut self, query: &'static [Query]) -> Self {
        self.query = query;
        self
    }

    const fn body(mut self, body: Content) -> Self {
        self.body = body;
        self
    }

    /// Answers 201 with `Location`, and honours `Idempotency-Key`.
    const fn creates(mut self) -> Self {
        self.success = 201;
        self.idempotent_by_key = true;
        self
    }

    const fn asks_directory(mut self) -> Self {
        self.asks_directory = true;
        self
    }

    const fn problems(mut self, problems: &'static [&'static str]) -> Self {
        self.problems = problems;
        self
    }
}

/// Every route.
pub const ROUTES: &[Route] = &[
    route(
        Operation::Config,
        Get,
        "/config",
        Access::Public,
        Json(Schema::ClientConfig),
        "What a browser needs to sign in",
    ),
    route(
        Operation::OpenApi,
        Get,
        "/openapi.json",
        Access::Public,
        AnyJson,
        "This description",
    ),
    route(
        Operation::Me,
        Get,
        "/me",
        READ,
        Json(Schema::Me),
        "Who is calling, and what they may do",
    ),
    route(
        Operation::ListScopes,
        Get,
        "/scopes",
        READ,
        Json(Schema::Scopes),
        "The scopes that the caller's tenant has published for a target",
    )
    .query(&[Query {
        name: "target",
        required: true,
        kind: QueryKind::Guid,
        description: "The tenant that mailboxes would move to.",
    }])
    .asks_directory()
    .problems(&["query-invalid", "same-tenant", "scope-too-large"]),
    route(
        Operation::CreateCopyRequest,
        Post,
        "/copy-requests",
        CHANGE,
        Json(Schema::Request),
        "Ask to copy a scope's mailboxes into a target (source; New-CtimCopyRequest)",
    )
    .body(Json(Schema::NewCopyRequest))
    .creates()
    .asks_directory()
    .problems(&[
        "same-tenant",
        "scope-not-published",
        "scope-too-large",
        "scope-empty",
    ]),
    route(
        Operation::ListRequests,
        Get,
        "/requests",
        READ,
        Json(Schema::RequestPage),
        "The requests of the caller's tenant, newest first",
    )
    .query(&[CURSOR])
    .problems(&["cursor"]),
    route(
        Operation::LookUpRequest,
        Post,
        "/requests/lookup",
        READ,
        Json(Schema::Request),
        "The request of that id from that source, if the caller's tenant is its target",
    )
    .body(Json(Schema::PresentRequest))
    .problems(&["not-found", "gone", "conflict"]),
    route(
        Operation::GetRequest,
        Get,
        "/requests/{id}",
        READ,
        Json(Schema::Request),
        "One request, for either of its sides (Get-CtimRequest)",
    )
    .problems(&["not-found"]),
    route(
        Operation::AcceptRequest,
        Post,
        "/requests/{id}/accept",
        CHANGE,
        Json(Schema::Request),
        "Accept a copy (target; Accept-CtimCopyRequest)",
    )
    .body(Json(Schema::AcceptCopy))
    .problems(&["not-found", "conflict", "gone", "precondition-failed"]),
    route(
        Operation::RejectRequest,
        Post,
        "/requests/{id}/reject",
        CHANGE,
        Json(Schema::Request),
        "Reject a copy (target; Reject-CtimCopyRequest)",
    )
    .body(Json(Schema::RejectCopy))
    .problems(&[
        "not-found",
        "conflict",
        "gone",
        "reason",
        "precondition-failed",
    ]),
    route(
        Operation::CancelRequest,
        Post,
        "/requests/{id}/cancel",
        CHANGE,
        Json(Schema::Request),
        "Take back a copy request that is not decided yet (source)",
    )
    .problems(&["not-found", "conflict", "precondition-failed"]),
    route(
        Operation::GetReport,
        Get,
        "/requests/{id}/report",
        READ,
        JsonOrCsv(Schema::Report),
        "What a request did, for each identity (Get-CtimReport)",
    )
    .problems(&["not-found", "too-early"]),
    route(
        Operation::ListPairs,
        Get,
        "/pairs",
        READ,
        Json(Schema::Pairs),
        "The pairs whose target is the caller's tenant",
    ),
    route(
        Operation::ListIdentities,
        Get,
        "/pairs/{source}/identities",
        READ,
        Json(Schema::IdentityPage),
        "A pair's identities and their mapping (target)",
    )
    .query(&[CURSOR])
    .problems(&["not-found", "cursor"]),
    route(
        Operation::UnmapIdentities,
        Post,
        "/pairs/{source}/identities/unmap",
        CHANGE,
        Json(Schema::Identities),
        "Lead identities away from their MailUsers, all or none, unless they were written (target)",
    )
    .body(Json(Schema::UnmapIdentities))
    .problems(&["not-found", "conflict"]),
    route(
        Operation::CreateMapRequest,
        Post,
        "/pairs/{source}/map",
        CHANGE,
        Json(Schema::Request),
        "Find a MailUser for every identity (target; New-CtimMapRequest)",
    )
    .body(Json(Schema::NewMapRequest))
    .creates()
    .problems(&["not-found", "too-early", "conflict", "gone"]),
    route(
        Operation::GetMappingFile,
        Get,
        "/pairs/{source}/mapping-file",
        READ,
        Csv,
        "The pair's mapping file (target; Download-CtimCopiedIdentities)",
    )
    .problems(&["not-found", "too-early"]),
    route(
        Operation::CreateUpload,
        Post,
        "/pairs/{source}/uploads",
        CHANGE,
        Json(Schema::Request),
        "Hand in an edited mapping file (target; Upload-CtimMappingData)",
    )
    .query(&[Query {
        name: "autoProgress",
        required: false,
        kind: QueryKind::Boolean,
        description: "Map by the file as soon as it is checked.",
    }])
    .body(Csv)
    .creates()
    .problems(&[
        "not-found",
        "too-early",
        "query-invalid",
        "length-required",
        "body-too-large",
        "upload-size",
        "upload-not-stored",
    ]),
    route(
        Operation::GetUpload,
        Get,
        "/pairs/{source}/uploads/{id}",
        READ,
        Csv,
        "An uploaded file as it was sent, until its deadline (target)",
    )
    .problems(&["not-found", "gone"]),
    route(
        Operation::DeleteUpload,
        Delete,
        "/pairs/{source}/uploads/{id}",
        CHANGE,
        Json(Schema::Request),
        "Delete an uploaded file now (target)",
    )
    .problems(&["not-found", "conflict"]),
    route(
        Operation::CreateWriteRequest,
        Post,
        "/pairs/{source}/write",
        CHANGE,
        Json(Schema::Request),
        "Write the attributes to the MailUsers (target; New-CtimWriteRequest)",
    )
    .creates()
    .problems(&["not-found", "too-early", "conflict"]),
    route(
        Operation::CreateVerifyRequest,
        Post,
        "/pairs/{source}/verify",
        CHANGE,
        Json(Schema::Request),
        "Read the MailUsers back and compare (target; Verify-CtimWrittenAttributes)",
    )
    .creates()
    .problems(&["not-found", "too-early", "conflict"]),
    route(
        Operation::GetHybridScript,
        Get,
        "/pairs/{source}/hybrid-package/script",
        READ,
        Content::Script,
        "The PowerShell script that writes on-premises (target; Write-CtimIdentitiesInOnPremises)",
    )
    .problems(&["not-found"]),
    route(
        Operation::GetHybridIdentities,
        Get,
        "/pairs/{source}/hybrid-package/identities",
        READ,
        Csv,
        "What the script writes: identities whose MailUsers are synchronised from on-premises (target)",
    )
    .asks_directory()
    .problems(&["not-found", "too-early"]),
    route(
        Operation::ImportHybridProgress,
        Post,
        "/pairs/{source}/hybrid-progress",
        CHANGE,
        Json(Schema::HybridProgress),
        "Hand back what the script did on-premises (target)",
    )
    .body(Content::ProgressCsv)
    .problems(&[
        "not-found",
        "conflict",
        "length-required",
        "body-too-large",
        "body-invalid",
        "body-not-understood",
    ]),
];
