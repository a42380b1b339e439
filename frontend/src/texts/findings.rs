//! Texts of the findings, their fixes, repairs and references.

super::texts! {}
