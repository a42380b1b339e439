//! What is put into a skeleton.

use std::{borrow::Cow, fmt};

use leptos::{
    ev::EventDescriptor, html::ElementType, prelude::*, tachys::html::node_ref::NodeRefContainer,
};
use wasm_bindgen::JsCast;
use web_sys::{Element, Event};

use super::Markup;

/// A value of an attribute, a child, or what hears an event.
pub enum Part {
    /// No child; an attribute that is not there.
    Nothing,
    /// Whether an attribute or a class is there; a property that is true or false.
    Flag(bool),
    /// A text.
    Text(Cow<'static, str>),
    /// What follows signals.
    Live(Box<dyn FnMut() -> Part + Send>),
    /// Several children.
    Parts(Vec<Part>),
    /// A child of the same kind.
    Markup(Box<Markup>),
    /// A child of Leptos' own.
    View(Box<AnyView>),
    /// Hears an event.
    Hears(Box<dyn FnMut(Event) + Send>),
    /// Is told its element.
    Refers(Box<dyn FnOnce(&Element) + Send>),
}

impl fmt::Debug for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Nothing => "Nothing",
            Self::Flag(_) => "Flag",
            Self::Text(_) => "Text",
            Self::Live(_) => "Live",
            Self::Parts(_) => "Parts",
            Self::Markup(_) => "Markup",
            Self::View(_) => "View",
            Self::Hears(_) => "Hears",
            Self::Refers(_) => "Refers",
        })
    }
}

impl Part {
    /// What it is by now.
    pub(super) fn settled(mut self) -> Self {
        while let Self::Live(mut follow) = self {
            self = follow();
        }
        self
    }

    /// Whether both are the same plain value.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Nothing, Self::Nothing) => true,
            (Self::Flag(one), Self::Flag(other)) => one == other,
            (Self::Text(one), Self::Text(other)) => one == other,
            _ => false,
        }
    }
}

/// What can be put into a view.
pub trait IntoPart {
    /// The part that it is.
    fn into_part(self) -> Part;
}

/// What `view!` makes of an expression.
pub fn part(value: impl IntoPart) -> Part {
    value.into_part()
}

/// What `view!` makes of a component.
pub fn component(view: impl IntoView) -> Part {
    Part::View(Box::new(view.into_any()))
}

/// What `view!` makes of `on:`.
pub fn hears<E>(_event: E, mut handler: impl FnMut(E::EventType) + Send + 'static) -> Part
where
    E: EventDescriptor,
    E::EventType: JsCast,
{
    Part::Hears(Box::new(move |event| handler(event.unchecked_into())))
}

/// What `view!` makes of `node_ref`.
pub fn refers<E>(node: NodeRef<E>) -> Part
where
    E: ElementType + 'static,
    E::Output: JsCast + Clone + 'static,
{
    Part::Refers(Box::new(move |element| node.load(element)))
}

impl IntoPart for Part {
    fn into_part(self) -> Part {
        self
    }
}

impl IntoPart for () {
    fn into_part(self) -> Part {
        Part::Nothing
    }
}

impl IntoPart for bool {
    fn into_part(self) -> Part {
        Part::Flag(self)
    }
}

impl IntoPart for &'static str {
    fn into_part(self) -> Part {
        Part::Text(Cow::Borrowed(self))
    }
}

impl IntoPart for String {
    fn into_part(self) -> Part {
        Part::Text(Cow::Owned(self))
    }
}

impl IntoPart for Cow<'static, str> {
    fn into_part(self) -> Part {
        Part::Text(self)
    }
}

impl IntoPart for Markup {
    fn into_part(self) -> Part {
        Part::Markup(Box::new(self))
    }
}

impl IntoPart for AnyView {
    fn into_part(self) -> Part {
        Part::View(Box::new(self))
    }
}

impl<T: IntoPart> IntoPart for Option<T> {
    fn into_part(self) -> Part {
        self.map_or(Part::Nothing, IntoPart::into_part)
    }
}

impl<T: IntoPart, const N: usize> IntoPart for [T; N] {
    fn into_part(self) -> Part {
        Part::Parts(self.map(IntoPart::into_part).into())
    }
}

impl<T: IntoPart> IntoPart for Vec<T> {
    fn into_part(self) -> Part {
        Part::Parts(self.into_iter().map(IntoPart::into_part).collect())
    }
}

impl<F, T> IntoPart for F
where
    F: FnMut() -> T + Send + 'static,
    T: IntoPart,
{
    fn into_part(mut self) -> Part {
        Part::Live(Box::new(move || self().into_part()))
    }
}

macro_rules! numbers {
    ($($number:ty),*) => {
        $(impl IntoPart for $number {
            fn into_part(self) -> Part {
                self.to_string().into_part()
            }
        })*
    };
}

numbers!(u8, u32, u64, usize, i32, f64, char);

macro_rules! signals {
    ($($signal:ident),*) => {
        $(impl<T> IntoPart for $signal<T>
        where
            T: IntoPart + Clone + Send + Sync + 'static,
        {
            fn into_part(self) -> Part {
                (move || self.get()).into_part()
            }
        })*
    };
}

signals!(RwSignal, Memo, Signal);
