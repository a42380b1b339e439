//! `view!` with the syntax of Leptos, made for size: what is the same each time becomes one
//! text of HTML, what is not becomes a list beside it. `frontend::markup` puts the two
//! together; Leptos itself makes code of its own for every element.

mod component;
mod nesting;
mod skeleton;

use proc_macro::TokenStream;
use quote::quote;

use self::skeleton::Skeleton;

/// A view, in the syntax of Leptos' own `view!`: an expression of type `Markup`.
///
/// Known are elements with attributes, `class:`, `style:`, `prop:`, `on:` and `node_ref`,
/// components with properties and children, texts in quotes, and expressions in braces.
#[proc_macro]
pub fn view(tokens: TokenStream) -> TokenStream {
    let config = rstml::ParserConfig::default().recover_block(true);
    let (nodes, errors) = rstml::Parser::new(config)
        .parse_recoverable(proc_macro2::TokenStream::from(tokens))
        .split_vec();
    let mut said = proc_macro2::TokenStream::new();
    for error in errors {
        said.extend(error.emit_as_expr_tokens());
        said.extend(quote!(;));
    }
    let view =
        Skeleton::of(&nodes).map_or_else(syn::Error::into_compile_error, Skeleton::into_tokens);
    quote!({
        #[allow(unused_braces)]
        {
            #said
            #view
        }
    })
    .into()
}
