//! Every route of `/api/v1`, in one table that feeds both the router and the
//! `OpenAPI` description: what is documented is what answers, and the other way
//! round.

use shared::api::Role;

pub use table::ROUTES;

mod table;

/// Under which path the API lives.
pub const PREFIX: &str = "/api/v1";

/// What can be asked for, by the name it has in `OpenAPI` and in the logs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Operation {
    /// What the browser needs to sign in.
    Config,
    /// This API's description.
    OpenApi,
    /// Who is calling.
    Me,
    /// Published scopes for a target.
    ListScopes,
    /// Ask to copy a scope.
    CreateCopyRequest,
    /// All requests of the tenant.
    ListRequests,
    /// Show that one knows a RequestID and its source.
    LookUpRequest,
    /// One request.
    GetRequest,
    /// Accept a copy.
    AcceptRequest,
    /// Reject a copy.
    RejectRequest,
    /// Take a copy request back.
    CancelRequest,
    /// What a request did.
    GetReport,
    /// The tenant's pairs.
    ListPairs,
    /// A pair's identities.
    ListIdentities,
    /// Take mappings back.
    UnmapIdentities,
    /// Find a MailUser for every identity.
    CreateMapRequest,
    /// The pair's mapping file.
    GetMappingFile,
    /// Hand in an edited mapping file.
    CreateUpload,
    /// Read an uploaded file.
    GetUpload,
    /// Delete an uploaded file now.
    DeleteUpload,
    /// Write the attributes.
    CreateWriteRequest,
    /// Read the attributes back.
    CreateVerifyRequest,
    /// The script that writes on-premises.
    GetHybridScript,
    /// What it writes.
    GetHybridIdentities,
    /// What it did.
    ImportHybridProgress,
}

impl Operation {
    /// The operation id.
    pub fn id(self) -> &'static str {
        match self {
            Self::Config => "getConfig",
            Self::OpenApi => "getOpenApi",
            Self::Me => "getMe",
            Self::ListScopes => "listScopes",
            Self::CreateCopyRequest => "createCopyRequest",
            Self::ListRequests => "listRequests",
            Self::LookUpRequest => "lookUpRequest",
            Self::GetRequest => "getRequest",
            Self::AcceptRequest => "acceptRequest",
            Self::RejectRequest => "rejectRequest",
            Self::CancelRequest => "cancelRequest",
            Self::GetReport => "getReport",
            Self::ListPairs => "listPairs",
            Self::ListIdentities => "listIdentities",
            Self::UnmapIdentities => "unmapIdentities",
            Self::CreateMapRequest => "createMapRequest",
            Self::GetMappingFile => "getMappingFile",
            Self::CreateUpload => "createUpload",
            Self::GetUpload => "getUpload",
            Self::DeleteUpload => "deleteUpload",
            Self::CreateWriteRequest => "createWriteRequest",
            Self::CreateVerifyRequest => "createVerifyRequest",
            Self::GetHybridScript => "getHybridScript",
            Self::GetHybridIdentities => "getHybridIdentities",
            Self::ImportHybridProgress => "importHybridProgress",
        }
    }
}

/// HTTP methods in use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verb {
    /// `GET`.
    Get,
    /// `POST`.
    Post,
    /// `DELETE`.
    Delete,
}

impl Verb {
    /// As HTTP writes it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Delete => "DELETE",
        }
    }
}

/// Who may call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Anybody.
    Public,
    /// Somebody with this role or a stronger one.
    AtLeast(Role),
}

/// What goes in or comes out, by the name of its type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Content {
    /// Nothing.
    Nothing,
    /// A type of `shared::api`, as JSON.
    Json(Schema),
    /// A type of `shared::api` as JSON or, where the caller accepts it, as CSV.
    JsonOrCsv(Schema),
    /// A CSV file.
    Csv,
    /// The progress CSV of the script for on-premises.
    ProgressCsv,
    /// A script.
    Script,
    /// JSON without a type of its own.
    AnyJson,
}

/// The wire types.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Schema {
    /// `ClientConfig`.
    ClientConfig,
    /// `Me`.
    Me,
    /// A list of `ScopeView`.
    Scopes,
    /// `NewCopyRequest`.
    NewCopyRequest,
    /// `Page<RequestView>`.
    RequestPage,
    /// `PresentRequest`.
    PresentRequest,
    /// `RequestView`.
    Request,
    /// `AcceptCopy`.
    AcceptCopy,
    /// `RejectCopy`.
    RejectCopy,
    /// `Report`.
    Report,
    /// A list of `PairView`.
    Pairs,
    /// `Page<IdentityView>`.
    IdentityPage,
    /// `UnmapIdentities`.
    UnmapIdentities,
    /// A list of `IdentityView`.
    Identities,
    /// `NewMapRequest`.
    NewMapRequest,
    /// `HybridProgressView`.
    HybridProgress,
}

/// A query parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Query {
    /// Its name.
    pub name: &'static str,
    /// Whether the call makes no sense without it.
    pub required: bool,
    /// What it is.
    pub kind: QueryKind,
    /// What it does.
    pub description: &'static str,
}

/// What a query parameter holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QueryKind {
    /// A tenant id.
    Guid,
    /// A cursor of an earlier page.
    Text,
    /// `true` or `false`.
    Boolean,
}

/// A route.
#[derive(Debug, Clone, Copy)]
pub struct Route {
    /// What it does.
    pub operation: Operation,
    /// Method.
    pub verb: Verb,
    /// Path under [`PREFIX`], as the router and `OpenAPI` both write it.
    pub path: &'static str,
    /// One sentence.
    pub summary: &'static str,
    /// Who may.
    pub access: Access,
    /// Query parameters.
    pub query: &'static [Query],
    /// What goes in.
    pub body: Content,
    /// Whether `Idempotency-Key` is honoured.
    pub idempotent_by_key: bool,
    /// Status of success.
    pub success: u16,
    /// What comes out.
    pub answer: Content,
    /// Whether it asks a tenant's directory before it answers.
    pub asks_directory: bool,
    /// Codes of the problems that are this route's own.
    pub problems: &'static [&'static str],
}

impl Route {
    /// The names of the parameters in the path.
    pub fn path_parameters(&self) -> impl Iterator<Item = &'static str> {
        self.path
            .split('/')
            .filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'))
    }
}
