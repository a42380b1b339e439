//! Texts of the grid.

super::texts! {}
