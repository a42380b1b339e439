//! What an element is given: attributes, properties, classes, styles, and who hears it.

use std::rc::Rc;

use js_sys::Reflect;
use leptos::prelude::RenderEffect;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{Element, Event, HtmlElement};

use super::part::Part;

/// What is given, by the sign before its name in a skeleton.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Attribute,
    Property,
    Class,
    Style,
    /// Who hears an event, or is told the element: no value.
    Other,
}

/// What is given, and its name.
pub(super) struct Given {
    kind: Kind,
    name: String,
}

impl Given {
    /// Reads a sign, as `view!` writes it.
    pub(super) fn read(sign: &str) -> Self {
        let (kind, name) = match sign.split_at_checked(1) {
            Some((".", name)) => (Kind::Property, name),
            Some((":", name)) => (Kind::Class, name),
            Some((";", name)) => (Kind::Style, name),
            Some(("@" | "*", name)) => (Kind::Other, name),
            _ => (Kind::Attribute, sign),
        };
        Self {
            kind,
            name: name.to_owned(),
        }
    }

    fn give(&self, element: &Element, value: &Part) {
        let name = self.name.as_str();
        // None of these fails for a name that stands in a skeleton.
        let _ = match (self.kind, value) {
            (Kind::Attribute, Part::Text(text)) => element.set_attribute(name, text),
            (Kind::Attribute, Part::Flag(true)) => element.set_attribute(name, ""),
            (Kind::Attribute, _) => element.remove_attribute(name),
            (Kind::Property, value) => {
                let value = match value {
                    Part::Text(text) => JsValue::from_str(text),
                    Part::Flag(flag) => JsValue::from_bool(*flag),
                    _ => JsValue::UNDEFINED,
                };
                Reflect::set(element, &JsValue::from_str(name), &value).map(drop)
            }
            (Kind::Class, Part::Flag(true)) => element.class_list().add_1(name),
            (Kind::Class, _) => element.class_list().remove_1(name),
            (Kind::Style, Part::Text(text)) => style_of(element).set_property(name, text),
            (Kind::Style, _) => style_of(element).remove_property(name).map(drop),
            (Kind::Other, _) => Ok(()),
        };
    }

    /// Whether it is given again even if it is the same: something else may have changed it.
    fn is_restless(&self) -> bool {
        matches!(self.kind, Kind::Property | Kind::Class)
    }
}

fn style_of(element: &Element) -> web_sys::CssStyleDeclaration {
    element.unchecked_ref::<HtmlElement>().style()
}

/// What an element was given.
pub(super) struct Value {
    element: Element,
    given: Rc<Given>,
    now: Now,
}

enum Now {
    Plain(Part),
    Live { _follows: RenderEffect<Part> },
    Heard { _by: Listener },
    Referred,
}

impl Value {
    pub(super) fn give(element: &Element, given: &Rc<Given>, part: Part) -> Self {
        let now = Now::of(element, given, part);
        Self {
            element: element.clone(),
            given: Rc::clone(given),
            now,
        }
    }

    /// Gives another one in its place.
    pub(super) fn become_other(&mut self, part: Part) {
        if let Now::Plain(now) = &self.now
            && now.is_same(&part)
            && !self.given.is_restless()
        {
            return;
        }
        self.now = Now::of(&self.element, &self.given, part);
    }
}

impl Now {
    fn of(element: &Element, given: &Rc<Given>, part: Part) -> Self {
        match part {
            Part::Live(mut follow) => {
                let (element, given) = (element.clone(), Rc::clone(given));
                let follows = RenderEffect::new(move |before: Option<Part>| {
                    let now = follow().settled();
                    let is_same = before.is_some_and(|before| before.is_same(&now));
                    if !is_same || given.is_restless() {
                        given.give(&element, &now);
                    }
                    now
                });
                Self::Live { _follows: follows }
            }
            Part::Hears(handler) => Self::Heard {
                _by: Listener::new(element, &given.name, handler),
            },
            Part::Refers(tell) => {
                tell(element);
                Self::Referred
            }
            plain => {
                given.give(element, &plain);
                Self::Plain(plain)
            }
        }
    }
}

/// Hears an event until it is dropped.
struct Listener {
    element: Element,
    event: String,
    handler: Closure<dyn FnMut(Event)>,
}

impl Listener {
    fn new(element: &Element, event: &str, handler: Box<dyn FnMut(Event) + Send>) -> Self {
        let handler = Closure::wrap(handler as Box<dyn FnMut(Event)>);
        let listener = Self {
            element: element.clone(),
            event: event.to_owned(),
            handler,
        };
        let _ = element.add_event_listener_with_callback(event, listener.callback());
        listener
    }

    fn callback(&self) -> &js_sys::Function {
        self.handler.as_ref().unchecked_ref()
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        let _ = self
            .element
            .remove_event_listener_with_callback(&self.event, self.callback());
    }
}
