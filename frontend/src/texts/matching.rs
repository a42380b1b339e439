//! Texts of the match assistant.

super::texts! {}
