//! Texts of leaving: save, exports, drafts, changes.

super::texts! {}
