//! What only a browser can show: components in a real document, and messages
//! through a real worker. Runs in Chromium (`make test`).

#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

#[path = "place/mounted.rs"]
mod mounted;

use std::{cell::RefCell, rc::Rc};

use frontend::{
    api::ApiError,
    components::problem::ProblemCard,
    engine::{
        client::{Delivery, Engine, SPAWN},
        protocol::{Command, EditCommand, Event, FindingView, Group},
    },
    pages::timeline::Timeline,
    workbench::{bench::Bench, door::Door, findings::FindingGroups},
};
use gloo_timers::future::TimeoutFuture;
use js_sys::{Function, Reflect};
use leptos::prelude::*;
use mounted::mounted;
use shared::{
    api::{RequestView, problem::Problem},
    checks::Severity,
};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::HtmlElement;

wasm_bindgen_test_configure!(run_in_browser);

fn text_of(place: &HtmlElement) -> String {
    place.text_content().unwrap_or_default()
}

fn finding(row: u32, message: &str) -> FindingView {
    FindingView {
        row: Some(row),
        column: Some(7),
        who: Some("lena@contoso.example".into()),
        message: message.into(),
        fix: None,
    }
}

#[wasm_bindgen_test]
async fn a_finding_counts_rows_from_one() {
    let place = mounted(|| {
        let groups = Memo::new(|_| {
            vec![Group {
                code: "CW-M-001".into(),
                severity: Severity::Error,
                title: "The target is not a GUID".into(),
                why: String::new(),
                how: String::new(),
                count: 1,
                first: vec![finding(14, "\"mia\" is not a GUID.")],
            }]
        });
        view! { <FindingGroups groups /> }
    });
    TimeoutFuture::new(0).await;
    assert!(text_of(&place).contains("CW-M-001"));
    let finding = place.query_selector(".place").unwrap().unwrap();
    let text = finding.text_content().unwrap_or_default();
    assert!(text.starts_with("15"), "{text}");
}

#[wasm_bindgen_test]
async fn a_problem_shows_what_to_do_and_its_correlation_id() {
    let problem = Problem {
        r#type: "urn:crosswalk:problem:too-early".into(),
        title: "Too early".into(),
        status: 409,
        detail: "Map first, then write.".into(),
        code: "too-early".into(),
        correlation_id: "c0ffee".into(),
    };
    let error = ApiError::Problem(Box::new(problem));
    let place = mounted(move || view! { <ProblemCard error /> });
    TimeoutFuture::new(0).await;
    for part in ["Too early", "Map first, then write.", "too-early", "c0ffee"] {
        assert!(text_of(&place).contains(part), "{part} is missing");
    }
    assert!(place.query_selector("[role=alert]").unwrap().is_some());
}

#[wasm_bindgen_test]
async fn the_timeline_names_the_step_that_waits_for_the_reader() {
    let request: RequestView = serde_json::from_str(include_str!("awaiting.json")).unwrap();
    let place = mounted(move || view! { <Timeline request /> });
    TimeoutFuture::new(0).await;
    let now = place
        .query_selector("[aria-current=step]")
        .unwrap()
        .unwrap();
    let text = now.text_content().unwrap();
    assert!(
        text.contains("approval") && text.contains("you act next"),
        "{text}"
    );
}

#[wasm_bindgen_test]
async fn the_door_offers_a_file_input_that_the_keyboard_reaches() {
    let place = mounted(|| view! { <Door bench=Bench::new() /> });
    TimeoutFuture::new(0).await;
    let input: HtmlElement = place
        .query_selector("input[type=file]")
        .unwrap()
        .unwrap()
        .unchecked_into();
    input.focus().unwrap();
    assert_eq!(document().active_element().unwrap(), *input);
}

/// A worker that is slow to come up, and says back what it is sent, beside `Ready`.
const ECHO: &str = r#"
    const source = `setTimeout(() => {
        const body = Uint8Array.of(0);
        onmessage = (event) => postMessage({ body, text: String(event.data.body) });
        postMessage({ body });
    }, 50);`;
    return new Worker(URL.createObjectURL(new Blob([source], { type: "text/javascript" })));
"#;

#[wasm_bindgen_test]
async fn commands_wait_until_the_worker_is_up_and_arrive_in_order() {
    let spawn = Function::new_no_args(ECHO);
    Reflect::set(&js_sys::global(), &SPAWN.into(), &spawn).unwrap();
    let heard = Rc::new(RefCell::new(Vec::new()));
    let listener = Rc::clone(&heard);
    let engine = Engine::start(move |delivery| {
        let Delivery { event, text, .. } = delivery.unwrap();
        assert_eq!(event, Event::Ready);
        listener.borrow_mut().push(text.map(String::from));
    })
    .unwrap();
    let sent = [Command::Edit(EditCommand::Undo), Command::Save];
    for command in &sent {
        engine.send(command, None);
    }
    for _ in 0..50 {
        if heard.borrow().len() == 3 {
            break;
        }
        TimeoutFuture::new(50).await;
    }
    let echo = |command| {
        let bytes = postcard::to_allocvec(command).unwrap();
        let bytes: Vec<_> = bytes.iter().map(ToString::to_string).collect();
        Some(bytes.join(","))
    };
    let [first, second] = sent.each_ref().map(echo);
    assert_eq!(*heard.borrow(), [None, first, second]);
}
