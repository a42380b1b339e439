//! Base addresses of Microsoft 365, and which hosts are this machine.

/// Why an address cannot be a base.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BaseError {
    /// Not `scheme://host[:port]`.
    #[error(
        "expected an origin such as https://login.microsoftonline.com, without path, query or user"
    )]
    NotAnOrigin,
    /// Not `https`, without `DEV=1`.
    #[error("only https is accepted (DEV=1 allows http, for the pretend Microsoft 365)")]
    NotHttps,
    /// This machine, without `DEV=1`.
    #[error("it leads to this machine (DEV=1 allows that, for the pretend Microsoft 365)")]
    Local,
}

/// `https://login.microsoftonline.com`: scheme, host and perhaps a port.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BaseUrl {
    origin: String,
    for_development: bool,
}

impl BaseUrl {
    /// Reads a base; `dev` allows what only development needs.
    pub fn parse(text: &str, dev: bool) -> Result<Self, BaseError> {
        let origin = text.trim().trim_end_matches('/');
        let (scheme, authority) = origin.split_once("://").ok_or(BaseError::NotAnOrigin)?;
        let host_only = !authority.is_empty()
            && !authority.contains(['/', '?', '#', '@', '\\'])
            && !authority.contains(char::is_whitespace)
            && authority.is_ascii();
        if !host_only || !matches!(scheme, "http" | "https") {
            return Err(BaseError::NotAnOrigin);
        }
        let local = is_local_host(host_of(authority));
        if !dev && scheme != "https" {
            return Err(BaseError::NotHttps);
        }
        if !dev && local {
            return Err(BaseError::Local);
        }
        Ok(Self {
            origin: origin.to_owned(),
            for_development: local || scheme != "https",
        })
    }

    /// The origin, without a trailing slash.
    pub fn as_str(&self) -> &str {
        &self.origin
    }

    /// Whether only a development set-up can mean it.
    pub fn is_for_development(&self) -> bool {
        self.for_development
    }
}

/// The host of `host:port` or `[v6]:port`.
fn host_of(authority: &str) -> &str {
    if let Some(end) = authority.find(']') {
        return authority.get(..=end).unwrap_or(authority);
    }
    authority
        .split_once(':')
        .map_or(authority, |(host, _)| host)
}

/// Whether a host name is this machine: exactly `localhost` or a loopback
/// address, never a name that merely contains one.
pub fn is_local_host(host: &str) -> bool {
    if host.eq_ignore_ascii_case("localhost") {
        return true;
    }
    let bare = host
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'))
        .unwrap_or(host);
    bare.parse::<std::net::IpAddr>()
        .is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_of_this_machine_are_local() {
        for host in [
            "localhost",
            "LOCALHOST",
            "127.0.0.1",
            "127.8.8.8",
            "[::1]",
            "::1",
        ] {
            assert!(is_local_host(host), "{host}");
        }
        for host in [
            "",
            "localhost.example",
            "127.0.0.1.example",
            "notlocalhost",
            "0.0.0.0",
            "10.0.0.1",
            "crosswalk.example",
        ] {
            assert!(!is_local_host(host), "{host}");
        }
    }

    #[test]
    fn a_base_is_an_origin_and_nothing_more() {
        for text in [
            "login.microsoftonline.com",
            "https://",
            "ftp://login.example",
            "https://login.example/tenant",
            "https://user@login.example",
            "https://login.example?x=1",
            "https://login .example",
        ] {
            assert_eq!(
                BaseUrl::parse(text, true),
                Err(BaseError::NotAnOrigin),
                "{text}"
            );
        }
        let base = BaseUrl::parse("https://login.example/", false).unwrap();
        assert_eq!(base.as_str(), "https://login.example");
        assert!(!base.is_for_development());
    }

    #[test]
    fn http_and_this_machine_need_dev() {
        for (text, error) in [
            ("http://login.example", BaseError::NotHttps),
            ("http://127.0.0.1:8788", BaseError::NotHttps),
            ("https://localhost:8788", BaseError::Local),
            ("https://[::1]:8788", BaseError::Local),
        ] {
            assert_eq!(BaseUrl::parse(text, false), Err(error), "{text}");
            assert!(
                BaseUrl::parse(text, true).unwrap().is_for_development(),
                "{text}"
            );
        }
    }
}
