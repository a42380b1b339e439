//! The texts of HTML, read once each.

use std::{cell::RefCell, collections::BTreeMap, rc::Rc};

use leptos::prelude::document;
use wasm_bindgen::JsCast;
use web_sys::{DocumentFragment, Element, HtmlTemplateElement, Node, TreeWalker};

use super::given::Given;

/// The attribute that names what an element is given.
const GIVEN: &str = "_";
/// Elements and comments, of what a `TreeWalker` can show.
const ELEMENTS_AND_COMMENTS: u32 = 0x81;

/// A text of HTML that was read.
pub(super) struct Skeleton {
    content: DocumentFragment,
    /// Where something is put in, in the order of the document.
    pub(super) places: Vec<Place>,
}

/// Where something is put in.
pub(super) struct Place {
    /// How many elements and comments there are since the place before.
    steps: u32,
    pub(super) takes: Takes,
}

/// What is put in there.
pub(super) enum Takes {
    /// A child, before this comment. It stays, and keeps the place.
    Child { is_root: bool },
    /// What an element is given.
    Values(Vec<Rc<Given>>),
}

thread_local! {
    /// By where a text begins and how long it is.
    static KNOWN: RefCell<BTreeMap<(usize, usize), Rc<Skeleton>>> = const { RefCell::new(BTreeMap::new()) };
}

impl Skeleton {
    /// The skeleton of a text, which is read the first time only.
    pub(super) fn of(html: &'static str) -> Rc<Self> {
        let key = (html.as_ptr() as usize, html.len());
        let known = KNOWN.with_borrow(|known| known.get(&key).cloned());
        known.unwrap_or_else(|| {
            let skeleton = Rc::new(Self::read(html));
            KNOWN.with_borrow_mut(|known| known.insert(key, Rc::clone(&skeleton)));
            skeleton
        })
    }

    fn read(html: &str) -> Self {
        let Ok(template) = document().create_element("template") else {
            unreachable!("every browser has templates");
        };
        let template: HtmlTemplateElement = template.unchecked_into();
        template.set_inner_html(html);
        let content = template.content();
        let mut places = Vec::new();
        let mut steps = 0;
        let mut walk = Walk::over(&content);
        while let Some(node) = walk.next() {
            steps += 1;
            let takes = match node.dyn_ref::<Element>() {
                None => Takes::Child {
                    is_root: node.parent_element().is_none(),
                },
                Some(element) => {
                    let Some(given) = element.get_attribute(GIVEN) else {
                        continue;
                    };
                    let _ = element.remove_attribute(GIVEN);
                    Takes::Values(
                        given
                            .split(' ')
                            .map(|sign| Rc::new(Given::read(sign)))
                            .collect(),
                    )
                }
            };
            places.push(Place { steps, takes });
            steps = 0;
        }
        Self { content, places }
    }

    /// A copy of it that nobody else has.
    pub(super) fn copy(&self) -> DocumentFragment {
        let Ok(copy) = self.content.clone_node_with_deep(true) else {
            unreachable!("a fragment can be copied");
        };
        copy.unchecked_into()
    }
}

/// A walk over a copy, from place to place.
pub(super) struct Walk(Option<TreeWalker>);

impl Walk {
    pub(super) fn over(fragment: &DocumentFragment) -> Self {
        let walker =
            document().create_tree_walker_with_what_to_show(fragment, ELEMENTS_AND_COMMENTS);
        Self(walker.ok())
    }

    fn next(&mut self) -> Option<Node> {
        self.0.as_ref()?.next_node().ok()?
    }

    /// Where the next place is.
    pub(super) fn to(&mut self, place: &Place) -> Option<Node> {
        for _ in 1..place.steps {
            self.next();
        }
        self.next()
    }
}
