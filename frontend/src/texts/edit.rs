//! Texts of editing: paste, find and replace, history.

super::texts! {}
