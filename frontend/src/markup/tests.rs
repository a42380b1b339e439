//! Views in a real document. Runs in Chromium (`make test`).

#[path = "../../tests/place/mounted.rs"]
mod mounted;

use gloo_timers::future::TimeoutFuture;
use leptos::ev;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::{Element, HtmlElement, HtmlInputElement};

use self::mounted::mounted;
use crate::prelude::*;

wasm_bindgen_test_configure!(run_in_browser);

/// What stands in an element, without the comments that keep places.
fn html_of(place: &Element) -> String {
    place.inner_html().replace("<!---->", "")
}

fn find(place: &Element, selector: &str) -> HtmlElement {
    place
        .query_selector(selector)
        .unwrap()
        .unwrap()
        .unchecked_into()
}

async fn settled() {
    TimeoutFuture::new(20).await;
}

#[wasm_bindgen_test]
fn everything_is_where_it_was_written() {
    let place = mounted(|| {
        let title = "a \"b\" <c>".to_owned();
        view! {
            <p class="small" title=title hidden=false class:on=true class:off=false style:width="3px">
                "1 < 2 & " {3} <b>{"four"}</b> {Some("5")} {None::<String>} {"<img src=x>".to_owned()} {vec![view! { <i>"6"</i> }]}
            </p>
            <input type="checkbox" prop:checked=true />
        }
    });
    assert_eq!(
        html_of(&place),
        "<p class=\"small on\" title=\"a &quot;b&quot; &lt;c&gt;\" style=\"width: 3px;\">\
         1 &lt; 2 &amp; 3<b>four</b>5&lt;img src=x&gt;<i>6</i></p><input type=\"checkbox\">"
    );
    assert!(
        find(&place, "input")
            .unchecked_into::<HtmlInputElement>()
            .checked()
    );
}

#[wasm_bindgen_test]
fn a_picture_is_drawn_as_one() {
    let place = mounted(|| view! { <svg viewBox="0 0 1 1"><path d={"M0 0"} /></svg> });
    let path = find(&place, "path");
    assert_eq!(
        path.namespace_uri().as_deref(),
        Some("http://www.w3.org/2000/svg")
    );
    assert_eq!(
        find(&place, "svg").get_attribute("viewBox").as_deref(),
        Some("0 0 1 1")
    );
}

#[wasm_bindgen_test]
async fn what_changes_keeps_its_element_and_the_focus() {
    let count = RwSignal::new(1);
    let place = mounted(move || {
        view! {
            {move || {
                let now = count.get();
                view! { <button class=format!("n{now}") aria-label=(now > 1).then_some("many")>{now}</button> }
            }}
            <p>"after"</p>
        }
    });
    let button = find(&place, "button");
    button.focus().unwrap();
    assert_eq!(
        html_of(&place),
        "<button class=\"n1\">1</button><p>after</p>"
    );
    count.set(2);
    settled().await;
    assert_eq!(
        html_of(&place),
        "<button class=\"n2\" aria-label=\"many\">2</button><p>after</p>"
    );
    assert!(find(&place, "button").is_same_node(Some(&button)));
    assert!(
        document()
            .active_element()
            .unwrap()
            .is_same_node(Some(&button))
    );
}

#[wasm_bindgen_test]
async fn children_come_and_go_between_those_that_stay() {
    let items = RwSignal::new(vec![1]);
    let is_last = RwSignal::new(false);
    let place = mounted(move || {
        view! {
            <ul>
                {move || items.get().into_iter().map(|item| view! { <li>{item}</li> }).collect::<Vec<_>>()}
                {move || is_last.get().then(|| view! { <li>"last"</li> })}
                <Show when=move || items.with(Vec::is_empty) fallback=|| view! { <li>"some"</li> }>
                    <li>"none"</li>
                </Show>
            </ul>
        }
    });
    let first = find(&place, "li");
    assert_eq!(place.text_content().unwrap(), "1some");
    for (numbers, last, text) in [
        (vec![1, 2, 3], true, "123lastsome"),
        (vec![1], false, "1some"),
        (vec![1, 4], true, "14lastsome"),
    ] {
        items.set(numbers);
        is_last.set(last);
        settled().await;
        assert_eq!(place.text_content().unwrap(), text);
        assert!(find(&place, "li").is_same_node(Some(&first)));
    }
    items.set(Vec::new());
    settled().await;
    assert_eq!(place.text_content().unwrap(), "lastnone");
    items.set(vec![7]);
    settled().await;
    assert_eq!(place.text_content().unwrap(), "7lastsome");
}

#[wasm_bindgen_test]
async fn a_view_gives_way_to_another_even_if_there_is_nothing_in_it() {
    let which = RwSignal::new(0);
    let place = mounted(move || {
        view! {
            <p>"before"</p>
            {move || match which.get() {
                0 => view! {},
                1 => view! { {"text"} },
                2 => view! { {move || view! { <b>"b"</b> }} {"!"} },
                _ => view! { <i>"i"</i> <u>"u"</u> },
            }}
            <p>"after"</p>
        }
    });
    for (now, text) in [
        (1, "text"),
        (2, "b!"),
        (3, "iu"),
        (0, ""),
        (3, "iu"),
        (1, "text"),
    ] {
        which.set(now);
        settled().await;
        assert_eq!(place.text_content().unwrap(), format!("before{text}after"));
    }
}

#[wasm_bindgen_test]
async fn only_who_is_written_now_hears() {
    let which = RwSignal::new(1);
    let sum = RwSignal::new(0);
    let button = NodeRef::<leptos::html::Button>::new();
    let place = mounted(move || {
        view! {
            {move || {
                let step = which.get();
                view! { <button node_ref=button on:click=move |_: ev::MouseEvent| sum.update(|sum| *sum += step)>"go"</button> }
            }}
        }
    });
    find(&place, "button").click();
    which.set(10);
    settled().await;
    button.get_untracked().unwrap().click();
    assert_eq!(sum.get_untracked(), 11);
}

/// What a component made for itself is disposed of when it goes. What is inside of it may
/// have been told to look again before that.
#[wasm_bindgen_test]
async fn what_is_gone_looks_at_nothing_any_more() {
    #[component]
    fn Inner(count: RwSignal<u32>) -> impl IntoView {
        let own = RwSignal::new(1);
        view! {
            <Show when=move || true>
                <Show when=move || { count.get() + own.get() > 0 }>
                    <b title=move || own.get().to_string()>{move || count.get() + own.get()}</b>
                </Show>
            </Show>
        }
    }

    let count = RwSignal::new(0_u32);
    let items = move || Vec::from_iter(0..3_u32.saturating_sub(count.get()));
    let line = move |_| view! { <Inner count /> };
    let place = mounted(move || {
        view! {
            {move || count.get()}
            {move || (count.get() < 2).then(|| view! { <Inner count /> })}
            <For each=items key=|item| *item children=line />
        }
    });
    assert_eq!(place.text_content().unwrap(), "01111");
    for (now, text) in [(1, "1222"), (2, "23"), (3, "3"), (0, "01111")] {
        count.set(now);
        settled().await;
        assert_eq!(place.text_content().unwrap(), text);
    }
}
