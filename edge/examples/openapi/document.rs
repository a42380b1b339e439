//! The `OpenAPI` 3.1 document: paths and problems from the route table, schemas
//! from the wire types themselves.

use edge::web::{
    problems::catalogue,
    routes::{Access, Content, PREFIX, Query, QueryKind, ROUTES, Route, Schema, Verb},
};
use schemars::{JsonSchema, SchemaGenerator, generate::SchemaSettings};
use serde_json::{Map, Value, json};
use shared::api::{
    AcceptCopy, ClientConfig, HybridProgressView, IdentityView, Me, NewCopyRequest, NewMapRequest,
    Page, PairView, PresentRequest, RejectCopy, Report, RequestView, Role, ScopeView,
    UnmapIdentities, limits, problem::Problem,
};

/// The document, as it is committed.
pub(crate) fn text() -> String {
    format!("{:#}\n", document())
}

fn document() -> Value {
    let mut generator = SchemaSettings::draft2020_12()
        .with(|settings| settings.definitions_path = "/components/schemas".into())
        .into_generator();
    let mut paths: Map<String, Value> = Map::new();
    for route in ROUTES {
        let operation = operation(route, &mut generator);
        let methods = paths.entry(route.path).or_insert_with(|| json!({}));
        if let Some(methods) = methods.as_object_mut() {
            methods.insert(route.verb.name().to_lowercase(), operation);
        }
    }
    let problem = schema::<Problem>(&mut generator);
    let mut document = json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Crosswalk",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "Cross-tenant identity mapping: every mailbox of a source Microsoft 365 \
                tenant leads to exactly one MailUser of a target tenant. The caller acts for the \
                tenant of their token and for no other.",
            "license": { "name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0" },
        },
        "servers": [{ "url": PREFIX }],
        "paths": paths,
        "components": {
            "securitySchemes": {
                "entra": {
                    "type": "http",
                    "scheme": "bearer",
                    "bearerFormat": "JWT",
                    "description": "An Entra v2.0 access token for this application, delegated, with the directory roles of the person (wids).",
                },
            },
            "responses": { "Problem": {
                "description": "What went wrong (RFC 9457); `code` does not change.",
                "headers": { "x-correlation-id": correlation() },
                "content": { "application/problem+json": { "schema": problem } },
            } },
        },
    });
    if let Some(components) = document
        .get_mut("components")
        .and_then(Value::as_object_mut)
    {
        components.insert(
            "schemas".to_owned(),
            generator.take_definitions(true).into(),
        );
    }
    document
}

fn operation(route: &Route, generator: &mut SchemaGenerator) -> Value {
    let mut parameters: Vec<Value> = route.path_parameters().map(path_parameter).collect();
    parameters.extend(route.query.iter().map(query_parameter));
    if route.idempotent_by_key {
        parameters.push(json!({
            "name": "Idempotency-Key", "in": "header", "required": false,
            "schema": { "type": "string", "minLength": 1, "maxLength": 128 },
            "description": "The same key from the same tenant leads to the same request.",
        }));
    }
    let mut operation = json!({
        "operationId": route.operation.id(),
        "summary": route.summary,
        "description": who(route.access),
        "parameters": parameters,
        "responses": responses(route, generator),
        "security": match route.access {
            Access::Public => json!([]),
            Access::AtLeast(_) => json!([{ "entra": [] }]),
        },
    });
    if let (Some(body), Some(fields)) = (body(route, generator), operation.as_object_mut()) {
        fields.insert("requestBody".to_owned(), body);
    }
    operation
}

fn who(access: Access) -> &'static str {
    match access {
        Access::Public => "Anybody may call this.",
        Access::AtLeast(Role::GlobalReader) => {
            "Needs Global Reader, Exchange Administrator or Global Administrator."
        }
        Access::AtLeast(Role::ExchangeAdministrator) => {
            "Needs Exchange Administrator or Global Administrator."
        }
        Access::AtLeast(Role::GlobalAdministrator) => "Needs Global Administrator.",
    }
}

fn path_parameter(name: &str) -> Value {
    let description = match name {
        "source" => "The source tenant of the pair; its target is the caller's tenant.",
        _ => "The RequestID.",
    };
    json!({
        "name": name, "in": "path", "required": true, "description": description,
        "schema": { "type": "string", "format": "uuid" },
    })
}

fn query_parameter(query: &Query) -> Value {
    let schema = match query.kind {
        QueryKind::Guid => json!({ "type": "string", "format": "uuid" }),
        QueryKind::Text => json!({ "type": "string" }),
        QueryKind::Boolean => json!({ "type": "boolean", "default": false }),
    };
    json!({
        "name": query.name, "in": "query", "required": query.required,
        "description": query.description, "schema": schema,
    })
}

fn body(route: &Route, generator: &mut SchemaGenerator) -> Option<Value> {
    let content = content(route.body, generator)?;
    let mut body = json!({ "required": true, "content": content });
    let file = match route.body {
        Content::Csv => Some(("The mapping file", limits::MAX_UPLOAD_BYTES)),
        Content::ProgressCsv => Some(("The progress CSV", limits::MAX_PROGRESS_BYTES)),
        _ => None,
    };
    if let (Some((what, most)), Some(fields)) = (file, body.as_object_mut()) {
        fields.insert(
            "description".to_owned(),
            format!("{what}, at most {most} bytes; Content-Length is needed.").into(),
        );
    }
    Some(body)
}

fn responses(route: &Route, generator: &mut SchemaGenerator) -> Value {
    let mut headers = json!({ "x-correlation-id": correlation() });
    if let (true, Some(headers)) = (route.success == 201, headers.as_object_mut()) {
        headers.insert(
            "location".to_owned(),
            json!({ "schema": { "type": "string" }, "description": "Where the request is." }),
        );
    }
    let mut success = json!({ "description": "Done as asked.", "headers": headers });
    if let (Some(content), Some(fields)) =
        (content(route.answer, generator), success.as_object_mut())
    {
        fields.insert("content".to_owned(), content);
    }
    let mut responses = Map::new();
    responses.insert(route.success.to_string(), success);
    if route.verb == Verb::Get {
        responses.insert(
            "304".to_owned(),
            json!({ "description": "Nothing has changed since the ETag in If-None-Match." }),
        );
    }
    let mut codes: Vec<(u16, Vec<&str>)> = Vec::new();
    for known in catalogue::of(route) {
        match codes.iter_mut().find(|(status, _)| *status == known.status) {
            Some((_, names)) => names.push(known.code),
            None => codes.push((known.status, vec![known.code])),
        }
    }
    for (status, names) in codes {
        responses.insert(
            status.to_string(),
            json!({
                "$ref": "#/components/responses/Problem",
                "description": format!("Codes: {}.", names.join(", ")),
            }),
        );
    }
    Value::Object(responses)
}

fn content(content: Content, generator: &mut SchemaGenerator) -> Option<Value> {
    let csv = json!({ "schema": { "type": "string" } });
    match content {
        Content::Nothing => None,
        Content::Json(schema) => {
            Some(json!({ "application/json": { "schema": named(schema, generator) } }))
        }
        Content::JsonOrCsv(schema) => Some(json!({
            "application/json": { "schema": named(schema, generator) },
            "text/csv": csv,
        })),
        Content::Csv | Content::ProgressCsv => Some(json!({ "text/csv": csv })),
        Content::Script => Some(json!({ "text/plain": csv })),
        Content::AnyJson => Some(json!({ "application/json": { "schema": { "type": "object" } } })),
    }
}

/// The schema of each wire type.
fn named(name: Schema, generator: &mut SchemaGenerator) -> Value {
    match name {
        Schema::ClientConfig => schema::<ClientConfig>(generator),
        Schema::Me => schema::<Me>(generator),
        Schema::Scopes => schema::<Vec<ScopeView>>(generator),
        Schema::NewCopyRequest => schema::<NewCopyRequest>(generator),
        Schema::RequestPage => schema::<Page<RequestView>>(generator),
        Schema::PresentRequest => schema::<PresentRequest>(generator),
        Schema::Request => schema::<RequestView>(generator),
        Schema::AcceptCopy => schema::<AcceptCopy>(generator),
        Schema::RejectCopy => schema::<RejectCopy>(generator),
        Schema::Report => schema::<Report>(generator),
        Schema::Pairs => schema::<Vec<PairView>>(generator),
        Schema::IdentityPage => schema::<Page<IdentityView>>(generator),
        Schema::UnmapIdentities => schema::<UnmapIdentities>(generator),
        Schema::Identities => schema::<Vec<IdentityView>>(generator),
        Schema::NewMapRequest => schema::<NewMapRequest>(generator),
        Schema::HybridProgress => schema::<HybridProgressView>(generator),
    }
}

fn schema<T: JsonSchema>(generator: &mut SchemaGenerator) -> Value {
    generator.subschema_for::<T>().to_value()
}

fn correlation() -> Value {
    json!({
        "schema": { "type": "string", "format": "uuid" },
        "description": "Names this answer in the logs.",
    })
}
