//! A component in a view: its function, called with its properties.

use proc_macro2::TokenStream;
use quote::quote;
use rstml::node::{NodeAttribute, NodeElement, NodeName};
use syn::{Error, Result};

use crate::skeleton::{Never, Skeleton};

/// Components are named like types.
pub(crate) fn is_component(name: &NodeName) -> bool {
    let name = name.to_string();
    let last = name.rsplit("::").next().unwrap_or_default();
    last.trim_start()
        .starts_with(|first: char| first.is_ascii_uppercase())
}

/// The call of a component.
pub(crate) fn call(element: &NodeElement<Never>) -> Result<TokenStream> {
    let name = element.name();
    let mut properties = Vec::new();
    for attribute in element.attributes() {
        let NodeAttribute::Attribute(attribute) = attribute else {
            return Err(Error::new_spanned(
                attribute,
                "a component has properties by name",
            ));
        };
        let key = &attribute.key;
        if key.to_string().contains(':') {
            return Err(Error::new_spanned(key, "a component has properties only"));
        }
        let value = attribute
            .value()
            .map_or_else(|| quote!(#key), |value| quote!(#value));
        properties.push(quote!(.#key({ #value })));
    }
    let children = (!element.children.is_empty())
        .then(|| Skeleton::of(&element.children))
        .transpose()?
        .map(Skeleton::into_tokens)
        .map(|view| quote!(.children(::leptos::children::ToChildren::to_children(move || #view))));
    let generics = &element.open_tag.generics;
    let generics = generics.lt_token.is_some().then(|| quote!(::#generics));
    Ok(quote! {
        ::leptos::component::component_view(
            &#name,
            ::leptos::component::component_props_builder(&#name #generics)
                #(#properties)*
                #children
                .build(),
        )
    })
}
