//! What a view is made of: one text of HTML, and the values that are put into it.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use rstml::node::{KeyedAttribute, Node, NodeAttribute, NodeBlock, NodeElement};
use syn::{Error, Expr, Lit, Result};

use crate::{component, nesting};

/// rstml's elements of one's own; there are none.
pub(crate) type Never = rstml::Infallible;

/// Where a child goes.
const HOLE: &str = "<!---->";

/// A view, taken apart.
#[derive(Default)]
pub(crate) struct Skeleton {
    /// What is the same each time. A comment is where a child goes; the attribute `_` names
    /// what an element is given, in the signs that `frontend::markup::given` reads.
    html: String,
    /// What is put in, in the order of the document.
    parts: Vec<TokenStream>,
    /// The elements that are open.
    around: Vec<String>,
}

impl Skeleton {
    pub(crate) fn of(nodes: &[Node<Never>]) -> Result<Self> {
        let mut skeleton = Self::default();
        skeleton.nodes(nodes)?;
        if skeleton.html.is_empty() {
            // Even nothing has its place: something else may come there.
            skeleton.html.push_str(HOLE);
        }
        Ok(skeleton)
    }

    pub(crate) fn into_tokens(self) -> TokenStream {
        let Self { html, parts, .. } = self;
        quote!(crate::markup::Markup::new(#html, ::std::vec![#(#parts),*]))
    }

    fn nodes(&mut self, nodes: &[Node<Never>]) -> Result<()> {
        nodes.iter().try_for_each(|node| self.node(node))
    }

    fn node(&mut self, node: &Node<Never>) -> Result<()> {
        match node {
            Node::Comment(_) => {}
            Node::Fragment(fragment) => self.nodes(&fragment.children)?,
            Node::Block(NodeBlock::ValidBlock(block)) => {
                // Without the braces of the view: they would hide what a block borrows.
                let value = if let [syn::Stmt::Expr(value, None)] = block.stmts.as_slice() {
                    quote!(#value)
                } else {
                    quote!(#block)
                };
                self.hole(quote!(crate::markup::part(#value)));
            }
            Node::Text(text) => self.html.push_str(&escaped(&text.value.value())),
            Node::Element(element) if component::is_component(element.name()) => {
                let call = component::call(element)?;
                self.hole(quote!(crate::markup::component(#call)));
            }
            Node::Element(element) => self.element(element)?,
            other => {
                return Err(Error::new_spanned(
                    other,
                    "texts stand in quotes, all else in braces",
                ));
            }
        }
        Ok(())
    }

    fn write<const N: usize>(&mut self, html: [&str; N]) {
        self.html.extend(html);
    }

    fn hole(&mut self, part: TokenStream) {
        self.html.push_str(HOLE);
        self.parts.push(part);
    }

    fn element(&mut self, element: &NodeElement<Never>) -> Result<()> {
        let name = element.name().to_string();
        if let Some(why) = nesting::wrong(&name, &self.around) {
            return Err(Error::new_spanned(element.name(), why));
        }
        self.write(["<", &name]);
        let mut given = Vec::new();
        for attribute in sorted(element.attributes())? {
            self.attribute(attribute, &mut given)?;
        }
        if !given.is_empty() {
            self.write([" _=\"", &given.join(" "), "\""]);
        }
        self.write([">"]);
        if !nesting::VOID.contains(&name.as_str()) {
            self.around.push(name.clone());
            self.nodes(&element.children)?;
            self.around.pop();
            self.write(["</", &name, ">"]);
        }
        Ok(())
    }

    fn attribute(&mut self, attribute: &KeyedAttribute, given: &mut Vec<String>) -> Result<()> {
        let name = attribute.key.to_string().replace(' ', "");
        let value = attribute.value();
        if let Some(text) = literal(value).filter(|_| !name.contains(':')) {
            self.write([" ", &name, "=\"", &escaped(&text), "\""]);
            return Ok(());
        }
        let Some(value) = value else {
            if name.contains(':') {
                return Err(Error::new_spanned(attribute, "this has no value"));
            }
            self.write([" ", &name]);
            return Ok(());
        };
        let part = match name.split_once(':') {
            Some(("on", event)) => {
                given.push(format!("@{event}"));
                let event = format_ident!("{event}");
                quote!(crate::markup::hears(::leptos::ev::#event, #value))
            }
            Some((kind, name)) => {
                let sign = match kind {
                    "prop" => '.',
                    "class" => ':',
                    "style" => ';',
                    _ => return Err(Error::new_spanned(&attribute.key, "this is not known here")),
                };
                given.push(format!("{sign}{name}"));
                quote!(crate::markup::part(#value))
            }
            None if name == "node_ref" => {
                given.push("*".to_owned());
                quote!(crate::markup::refers(#value))
            }
            None => {
                given.push(name);
                quote!(crate::markup::part(#value))
            }
        };
        self.parts.push(part);
        Ok(())
    }
}

/// The attributes, `class` and `style` first: whole, they overwrite single classes and styles.
fn sorted(attributes: &[NodeAttribute]) -> Result<Vec<&KeyedAttribute>> {
    let mut sorted = Vec::new();
    for attribute in attributes {
        let NodeAttribute::Attribute(attribute) = attribute else {
            return Err(Error::new_spanned(attribute, "attributes have names"));
        };
        sorted.push(attribute);
    }
    sorted
        .sort_by_key(|attribute| !["class", "style"].contains(&attribute.key.to_string().as_str()));
    Ok(sorted)
}

/// A value that is the same each time.
fn literal(value: Option<&Expr>) -> Option<String> {
    let Expr::Lit(literal) = value? else {
        return None;
    };
    match &literal.lit {
        Lit::Str(text) => Some(text.value()),
        Lit::Int(number) => Some(number.base10_digits().to_owned()),
        _ => None,
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('"', "&quot;")
}

#[cfg(test)]
#[allow(clippy::expect_used)]
mod tests {
    use super::*;

    fn html_of(view: TokenStream) -> (String, usize) {
        let config = rstml::ParserConfig::default();
        let nodes = rstml::Parser::new(config)
            .parse_simple(view)
            .expect("a view");
        let skeleton = Skeleton::of(&nodes).expect("a skeleton");
        (skeleton.html, skeleton.parts.len())
    }

    #[test]
    fn what_is_the_same_is_html_and_the_rest_is_beside_it() {
        let view = quote!(
            <p class="small" title=title on:click=act disabled>
                "a < b" {count} <Part of=count /> <br/> <input type="text" class:on=is_on class=class />
            </p>
        );
        let html = "<p class=\"small\" disabled _=\"title @click\">a &lt; b<!----><!----><br>\
                    <input type=\"text\" _=\"class :on\"></p>";
        assert_eq!(html_of(view), (html.to_owned(), 6));
    }

    #[test]
    fn a_text_cannot_end_its_attribute() {
        let (html, _) = html_of(quote!(<p title="a \"b\" & c"></p>));
        assert_eq!(html, "<p title=\"a &quot;b&quot; &amp; c\"></p>");
    }
}
