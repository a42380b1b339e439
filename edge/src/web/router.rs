//! Which route a method and path lead to.

use std::sync::OnceLock;

use super::routes::{PREFIX, ROUTES, Route};

/// What a method and path lead to.
#[derive(Debug)]
pub(super) enum Found {
    /// A route, and the values of its path parameters in order.
    Route(&'static Route, Vec<(String, String)>),
    /// The path is there, and takes only these methods.
    OtherMethods(Vec<&'static str>),
    /// Nothing.
    Nothing,
}

/// Finds the route of a request to the API.
pub(super) fn find(method: &str, path: &str) -> Found {
    let Some(path) = path.strip_prefix(PREFIX) else {
        return Found::Nothing;
    };
    let Ok(matched) = router().at(path) else {
        return Found::Nothing;
    };
    match matched
        .value
        .iter()
        .find(|route| route.verb.name() == method)
    {
        Some(route) => {
            let parameters = matched
                .params
                .iter()
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .collect();
            Found::Route(route, parameters)
        }
        None => Found::OtherMethods(
            matched
                .value
                .iter()
                .map(|route| route.verb.name())
                .collect(),
        ),
    }
}

fn router() -> &'static matchit::Router<Vec<&'static Route>> {
    static ROUTER: OnceLock<matchit::Router<Vec<&'static Route>>> = OnceLock::new();
    ROUTER.get_or_init(|| {
        let mut router = matchit::Router::new();
        for route in ROUTES {
            let same_path = ROUTES
                .iter()
                .filter(|other| other.path == route.path)
                .collect();
            // A path with two methods is inserted twice, with the same routes;
            // that it can be inserted at all is tested.
            _ = router.insert(route.path, same_path);
        }
        router
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::routes::Operation;

    fn operation(method: &str, path: &str) -> Option<Operation> {
        match find(method, path) {
            Found::Route(route, _) => Some(route.operation),
            _ => None,
        }
    }

    #[test]
    fn every_route_of_the_table_is_reached() {
        for route in ROUTES {
            let path = route
                .path
                .replace("{id}", "6513270e-269e-4d37-b2a7-4de452e6b438")
                .replace("{source}", "3f9a0c1e-77d4-4b8a-9c2e-1d5e6f7a8b90");
            assert_eq!(
                operation(route.verb.name(), &format!("{PREFIX}{path}")),
                Some(route.operation),
                "{} {}",
                route.verb.name(),
                route.path
            );
        }
    }

    #[test]
    fn parameters_are_named() {
        let Found::Route(_, parameters) = find("GET", "/api/v1/pairs/a/uploads/b") else {
            panic!("no such route");
        };
        assert_eq!(
            parameters,
            [
                ("source".to_owned(), "a".to_owned()),
                ("id".to_owned(), "b".to_owned())
            ]
        );
    }

    #[test]
    fn lookup_is_not_taken_for_a_request_id() {
        assert_eq!(
            operation("POST", "/api/v1/requests/lookup"),
            Some(Operation::LookUpRequest)
        );
    }

    #[test]
    fn other_methods_and_paths_are_told_apart() {
        let Found::OtherMethods(allowed) = find("PUT", "/api/v1/pairs/a/uploads/b") else {
            panic!("a PUT was routed");
        };
        assert_eq!(allowed, ["GET", "DELETE"]);
        for path in [
            "/api/v1",
            "/api/v1/",
            "/api/v2/me",
            "/api/v1/me/",
            "/api/v1/nothing",
            "/me",
        ] {
            assert!(matches!(find("GET", path), Found::Nothing), "{path}");
        }
    }
}
