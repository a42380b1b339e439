//! A child that is shown, and what becomes of it.

use std::borrow::Cow;

use leptos::{
    prelude::{AnyView, Mountable, Render, RenderEffect, document},
    tachys::view::any_view::AnyViewState,
};
use wasm_bindgen::JsCast;
use web_sys::{Comment, Element, Node, Text};

use super::{built::Built, part::Part};

/// A child that is shown.
pub(super) enum Shown {
    Nothing,
    Text(Text, Cow<'static, str>),
    Parts(Vec<Shown>),
    Markup(Box<Built>),
    View(Box<AnyViewState>),
    Live(Live),
}

/// A child that follows signals: it stands before a comment of its own.
pub(super) struct Live {
    place: Comment,
    shown: RenderEffect<Shown>,
}

impl Shown {
    pub(super) fn build(part: Part) -> Self {
        match part {
            Part::Text(text) => Self::Text(document().create_text_node(&text), text),
            Part::Parts(parts) => Self::Parts(parts.into_iter().map(Self::build).collect()),
            Part::Markup(markup) => Self::Markup(Box::new(Built::new(*markup))),
            Part::View(view) => Self::View(Box::new(view.build())),
            Part::Live(follow) => Self::Live(Live::new(follow)),
            Part::Nothing | Part::Flag(_) | Part::Hears(_) | Part::Refers(_) => Self::Nothing,
        }
    }

    /// Shows another part in its place: by changing it where it can, or else before what
    /// comes `next`.
    pub(super) fn become_other(&mut self, part: Part, next: &Next<'_>) {
        match (&mut *self, part) {
            (Self::Nothing, Part::Nothing) => {}
            (Self::Text(node, now), Part::Text(text)) => {
                if *now != text {
                    node.set_data(&text);
                    *now = text;
                }
            }
            (Self::Markup(built), Part::Markup(markup)) if built.is_of(&markup) => {
                built.fill(*markup);
            }
            (Self::View(now), Part::View(view)) => AnyView::rebuild(*view, now),
            (Self::Parts(now), Part::Parts(parts)) => become_others(now, parts, next),
            (_, part) => {
                let mut other = Self::build(part);
                if !self.insert_before_this(&mut other) {
                    next.insert(&mut other);
                }
                self.unmount();
                *self = other;
            }
        }
    }
}

/// What comes next after a child.
pub(super) struct Next<'a> {
    /// Those beside it, of which some may be nothing.
    beside: &'a [Shown],
    /// The comment that keeps their place.
    place: &'a Node,
}

impl<'a> Next<'a> {
    pub(super) fn of(place: &'a Node) -> Self {
        Self { beside: &[], place }
    }

    fn insert(&self, child: &mut Shown) {
        let is_in = self
            .beside
            .iter()
            .any(|next| next.insert_before_this(child));
        if !is_in {
            insert_before(self.place, child);
        }
    }
}

/// Inserts a child before a node, unless the node is nowhere itself.
pub(super) fn insert_before(node: &Node, child: &mut dyn Mountable) {
    // A fragment, before it is shown, takes children as an element does.
    if let Some(parent) = node.parent_node() {
        child.mount(parent.unchecked_ref(), Some(node));
    }
}

fn become_others(now: &mut Vec<Shown>, parts: Vec<Part>, next: &Next<'_>) {
    for mut gone in now.drain(parts.len().min(now.len())..) {
        gone.unmount();
    }
    let mut parts = parts.into_iter();
    for place in 0..now.len() {
        let (before, beside) = now.split_at_mut(place + 1);
        if let (Some(shown), Some(part)) = (before.last_mut(), parts.next()) {
            shown.become_other(
                part,
                &Next {
                    beside,
                    place: next.place,
                },
            );
        }
    }
    for part in parts {
        let mut shown = Shown::build(part);
        next.insert(&mut shown);
        now.push(shown);
    }
}

impl Live {
    fn new(mut follow: Box<dyn FnMut() -> Part + Send>) -> Self {
        let place = document().create_comment("");
        let own = place.clone();
        let shown = RenderEffect::new(move |before: Option<Shown>| {
            let part = follow();
            match before {
                None => Shown::build(part),
                Some(mut shown) => {
                    shown.become_other(part, &Next::of(&own));
                    shown
                }
            }
        });
        Self { place, shown }
    }
}

/// An effect's task keeps its value until it is its turn. What is in the value would go on
/// following signals until then, of which some are gone by now.
impl Drop for Live {
    fn drop(&mut self) {
        drop(self.shown.take_value());
    }
}

impl Mountable for Shown {
    fn unmount(&mut self) {
        match self {
            Self::Nothing => {}
            Self::Text(node, _) => node.remove(),
            Self::Parts(parts) => parts.iter_mut().for_each(Mountable::unmount),
            Self::Markup(built) => built.unmount(),
            Self::View(view) => view.unmount(),
            Self::Live(live) => {
                live.shown.with_value_mut(Mountable::unmount);
                live.place.remove();
            }
        }
    }

    fn mount(&mut self, parent: &Element, marker: Option<&Node>) {
        match self {
            Self::Nothing => {}
            Self::Text(node, _) => drop(parent.insert_before(node, marker)),
            Self::Parts(parts) => parts.iter_mut().for_each(|part| part.mount(parent, marker)),
            Self::Markup(built) => built.mount(parent, marker),
            Self::View(view) => view.mount(parent, marker),
            Self::Live(live) => {
                let _ = parent.insert_before(&live.place, marker);
                live.shown
                    .with_value_mut(|shown| shown.mount(parent, Some(&live.place)));
            }
        }
    }

    fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
        match self {
            Self::Nothing => false,
            Self::Text(node, _) => {
                insert_before(node, child);
                true
            }
            Self::Parts(parts) => parts.iter().any(|part| part.insert_before_this(child)),
            Self::Markup(built) => built.insert_before_this(child),
            Self::View(view) => view.insert_before_this(child),
            Self::Live(live) => {
                let is_in = live
                    .shown
                    .with_value_mut(|shown| shown.insert_before_this(child));
                if !is_in.unwrap_or(false) {
                    insert_before(&live.place, child);
                }
                true
            }
        }
    }

    fn elements(&self) -> Vec<Element> {
        Vec::new()
    }
}
