//! A view that stands in the document: a copy of a skeleton with everything put in.

use leptos::prelude::Mountable;
use wasm_bindgen::JsCast;
use web_sys::{Element, Node};

use super::{
    Markup,
    given::Value,
    part::Part,
    shown::{Next, Shown, insert_before},
    skeleton::{Skeleton, Takes, Walk},
};

/// A view that stands in the document.
pub struct Built {
    skeleton: &'static str,
    /// What stands in no other element of it.
    roots: Vec<Root>,
    held: Vec<Held>,
}

impl std::fmt::Debug for Built {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Built")
            .field("skeleton", &self.skeleton)
            .finish_non_exhaustive()
    }
}

enum Root {
    Node(Node),
    /// A child, by its number among what is held.
    Child(usize),
}

enum Held {
    Child { place: Node, shown: Shown },
    Value(Value),
}

impl Built {
    pub(super) fn new(markup: Markup) -> Self {
        let skeleton = Skeleton::of(markup.skeleton);
        let fragment = skeleton.copy();
        let roots = roots_of(&fragment);
        let mut parts = markup.parts.into_iter();
        let mut part = move || parts.next().unwrap_or(Part::Nothing);
        let mut held = Vec::new();
        let mut roots_held = Vec::new();
        let mut walk = Walk::over(&fragment);
        for place in &skeleton.places {
            let Some(node) = walk.to(place) else { break };
            match &place.takes {
                Takes::Child { is_root } => {
                    let mut shown = Shown::build(part());
                    if *is_root {
                        roots_held.push(held.len());
                    } else if let Some(parent) = node.parent_node() {
                        shown.mount(parent.unchecked_ref(), Some(&node));
                    }
                    held.push(Held::Child { place: node, shown });
                }
                Takes::Values(given) => {
                    let element: &Element = node.unchecked_ref();
                    held.extend(
                        given
                            .iter()
                            .map(|given| Held::Value(Value::give(element, given, part()))),
                    );
                }
            }
        }
        let mut roots_held = roots_held.into_iter();
        let roots = roots
            .into_iter()
            .map(|node| match node.node_type() {
                Node::COMMENT_NODE => roots_held.next().map_or(Root::Node(node), Root::Child),
                _ => Root::Node(node),
            })
            .collect();
        Self {
            skeleton: markup.skeleton,
            roots,
            held,
        }
    }

    /// Whether a view has the same skeleton.
    pub(super) fn is_of(&self, markup: &Markup) -> bool {
        self.skeleton == markup.skeleton
    }

    /// Puts other values in, of a view with the same skeleton.
    pub(super) fn fill(&mut self, markup: Markup) {
        for (held, part) in self.held.iter_mut().zip(markup.parts) {
            match held {
                Held::Child { place, shown } => shown.become_other(part, &Next::of(place)),
                Held::Value(value) => value.become_other(part),
            }
        }
    }
}

fn roots_of(fragment: &Node) -> Vec<Node> {
    std::iter::successors(fragment.first_child(), Node::next_sibling).collect()
}

impl Mountable for Built {
    fn unmount(&mut self) {
        for root in &self.roots {
            match root {
                Root::Node(node) => remove(node),
                Root::Child(number) => {
                    if let Some(Held::Child { place, shown }) = self.held.get_mut(*number) {
                        shown.unmount();
                        remove(place);
                    }
                }
            }
        }
    }

    fn mount(&mut self, parent: &Element, marker: Option<&Node>) {
        for root in &self.roots {
            match root {
                Root::Node(node) => drop(parent.insert_before(node, marker)),
                Root::Child(number) => {
                    if let Some(Held::Child { place, shown }) = self.held.get_mut(*number) {
                        let _ = parent.insert_before(place, marker);
                        shown.mount(parent, Some(place));
                    }
                }
            }
        }
    }

    fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
        let place = match self.roots.first() {
            None => return false,
            Some(Root::Node(node)) => node,
            Some(Root::Child(number)) => match self.held.get(*number) {
                Some(Held::Child { place, shown }) if !shown.insert_before_this(child) => place,
                _ => return true,
            },
        };
        insert_before(place, child);
        true
    }

    fn elements(&self) -> Vec<Element> {
        Vec::new()
    }
}

fn remove(node: &Node) {
    if let Some(parent) = node.parent_node() {
        let _ = parent.remove_child(node);
    }
}
