//! What only some exports say about a person, and matching may go by.

/// Attributes of a person beyond the ones that a move needs. Each is there only if the
/// export has it with a value.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct PersonAttributes {
    /// `Alias`, the mail nickname.
    pub alias: Option<Box<str>>,
    /// `Department`.
    pub department: Option<Box<str>>,
    /// `EmployeeId`.
    pub employee_id: Option<Box<str>>,
    /// `CustomAttribute1` to `15` with their numbers, in their order; empty ones are left
    /// out.
    pub custom_attributes: Box<[(u8, Box<str>)]>,
}

impl PersonAttributes {
    /// A custom attribute by its number, 1 to 15.
    pub fn custom_attribute(&self, number: u8) -> Option<&str> {
        self.custom_attributes
            .iter()
            .find(|(known, _)| *known == number)
            .map(|(_, value)| value.as_ref())
    }
}

impl std::fmt::Debug for PersonAttributes {
    /// Without contents: they are personal data.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PersonAttributes")
            .field("custom_attributes", &self.custom_attributes.len())
            .finish_non_exhaustive()
    }
}
