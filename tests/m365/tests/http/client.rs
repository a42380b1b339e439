//! A small client of one server of its own.

use m365::{CLIENT_ID, CLIENT_SECRET, Config, Server};
use reqwest::{Client, Response, redirect::Policy};
use serde_json::{Value, json};

pub(crate) const CONTOSO: &str = "3f9a0c1e-77d4-4b8a-9c2e-1d5e6f7a8b90";
pub(crate) const FABRIKAM: &str = "b7c4d2e8-5a16-4f3b-8d90-6e2f1a3c4d5b";
pub(crate) const NORTHWIND: &str = "0d9e8f7a-6b5c-4d3e-a2b1-c0d9e8f7a6b5";
pub(crate) const NIL: &str = "00000000-0000-0000-0000-000000000000";

pub(crate) struct Pretend {
    pub(crate) server: Server,
    pub(crate) http: Client,
}

pub(crate) async fn start() -> Pretend {
    start_with(Config::default()).await
}

pub(crate) async fn start_with(config: Config) -> Pretend {
    let server = Server::start(config).await.unwrap();
    let http = Client::builder().redirect(Policy::none()).build().unwrap();
    Pretend { server, http }
}

impl Pretend {
    pub(crate) fn url(&self, path: &str) -> String {
        format!("{}{path}", self.server.base_url())
    }

    pub(crate) async fn get(&self, path: &str) -> Value {
        let answer = self.http.get(self.url(path)).send().await.unwrap();
        assert_eq!(answer.status(), 200, "{path}");
        answer.json().await.unwrap()
    }

    pub(crate) async fn post(&self, path: &str, body: Value) -> Value {
        let answer = self.try_post(path, body).await;
        assert_eq!(answer.status(), 200, "{path}");
        answer.json().await.unwrap()
    }

    pub(crate) async fn try_post(&self, path: &str, body: Value) -> Response {
        self.http
            .post(self.url(path))
            .json(&body)
            .send()
            .await
            .unwrap()
    }

    /// The token endpoint, as a page of some origin calls it.
    pub(crate) async fn token(&self, tenant: &str, form: &[(&str, &str)]) -> Response {
        self.http
            .post(self.url(&format!("/{tenant}/oauth2/v2.0/token")))
            .header("origin", "http://localhost:8787")
            .form(form)
            .send()
            .await
            .unwrap()
    }

    pub(crate) async fn app_token(&self, tenant: &str) -> String {
        let answer = self
            .token(
                tenant,
                &[
                    ("grant_type", "client_credentials"),
                    ("client_id", CLIENT_ID),
                    ("client_secret", CLIENT_SECRET),
                    ("scope", "https://outlook.office365.com/.default"),
                ],
            )
            .await;
        assert_eq!(answer.status(), 200);
        let body: Value = answer.json().await.unwrap();
        body["access_token"].as_str().unwrap().to_owned()
    }

    /// A cmdlet, with what goes into address and headers.
    pub(crate) async fn call(
        &self,
        tenant: &str,
        token: &str,
        query: &str,
        prefer: &str,
        body: &Value,
    ) -> reqwest::Result<Response> {
        self.http
            .post(self.url(&format!("/adminapi/beta/{tenant}/InvokeCommand{query}")))
            .bearer_auth(token)
            .header("prefer", prefer)
            .json(body)
            .send()
            .await
    }

    pub(crate) async fn invoke(&self, tenant: &str, cmdlet: &str, parameters: Value) -> Response {
        let token = self.app_token(tenant).await;
        let body = command(cmdlet, &parameters);
        self.call(tenant, &token, "", "", &body).await.unwrap()
    }

    /// The objects that a cmdlet gives.
    pub(crate) async fn rows(&self, tenant: &str, cmdlet: &str, parameters: Value) -> Vec<Value> {
        let answer = self.invoke(tenant, cmdlet, parameters).await;
        assert_eq!(answer.status(), 200, "{cmdlet}");
        let body: Value = answer.json().await.unwrap();
        body["value"].as_array().unwrap().clone()
    }

    pub(crate) async fn mail_user(&self, identity: &str) -> Value {
        self.rows(FABRIKAM, "Get-MailUser", json!({ "Identity": identity }))
            .await
            .remove(0)
    }

    /// A cmdlet that must fail: status, exception and message.
    pub(crate) async fn failure(
        &self,
        tenant: &str,
        cmdlet: &str,
        parameters: Value,
    ) -> (u16, String, String) {
        let answer = self.invoke(tenant, cmdlet, parameters).await;
        let status = answer.status().as_u16();
        let body: Value = answer.json().await.unwrap();
        let error = &body["error"];
        let inner = &error["innererror"]["internalexception"];
        let (exception, message) = (
            inner["type"].as_str().unwrap().to_owned(),
            inner["message"].as_str().unwrap().to_owned(),
        );
        let detail = error["details"][0]["message"].as_str().unwrap();
        assert!(
            detail.starts_with("Ex") && detail.ends_with(&format!("|{exception}|{message}")),
            "{detail}"
        );
        (status, exception, message)
    }
}

pub(crate) fn command(cmdlet: &str, parameters: &Value) -> Value {
    json!({ "CmdletInput": { "CmdletName": cmdlet, "Parameters": parameters } })
}

/// The header and the claims of a token.
pub(crate) fn open(token: &str) -> (Value, Value) {
    use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
    let mut parts = token
        .split('.')
        .map(|part| serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).unwrap_or_default()));
    (
        parts.next().unwrap().unwrap(),
        parts.next().unwrap().unwrap(),
    )
}

pub(crate) fn texts(value: &Value) -> Vec<&str> {
    value
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one.as_str().unwrap())
        .collect()
}
