//! Where a cell's text is typed: in an input where MailUsers are proposed, because only an
//! input may be a combobox; else in a text area, because a cell may hold line breaks, which
//! an input would drop.

use leptos::{html, prelude::*};
use web_sys::{DomRect, HtmlElement};

/// The one of the two that there is. Copies share it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Field {
    /// The input.
    pub line: NodeRef<html::Input>,
    /// The text area.
    pub area: NodeRef<html::Textarea>,
}

impl Field {
    /// What stands in it; none once it is gone.
    pub fn value(self) -> Option<String> {
        let line = self.line.try_get_untracked().flatten();
        let area = self.area.try_get_untracked().flatten();
        line.map(|line| line.value())
            .or_else(|| area.map(|area| area.value()))
    }

    /// Puts a text into it.
    pub fn set_value(self, text: &str) {
        if let Some(line) = self.line.try_get_untracked().flatten() {
            line.set_value(text);
        }
        if let Some(area) = self.area.try_get_untracked().flatten() {
            area.set_value(text);
        }
    }

    /// Takes the keyboard as soon as it is there, behind its text.
    pub fn focus_when_there(self) {
        Effect::new(move |_| {
            let Some(element) = self.element() else {
                return;
            };
            let _ = element.focus();
            let length = untrack(|| self.value()).map(|text| text.encode_utf16().count());
            let end = length.and_then(|length| u32::try_from(length).ok());
            self.select(end.unwrap_or(0));
        });
    }

    /// Where it is on the page.
    pub fn place(self) -> Option<DomRect> {
        untrack(|| self.element()).map(|element| element.get_bounding_client_rect())
    }

    /// Begins a new line, where it can have more than one.
    pub fn new_line(self) {
        let Some(area) = self.area.get_untracked() else {
            return;
        };
        let start = area.selection_start().ok().flatten().unwrap_or_default();
        let end = area.selection_end().ok().flatten().unwrap_or(start);
        let _ = area.set_range_text_with_start_and_end("\n", start, end);
        self.select(start.saturating_add(1));
    }

    fn select(self, place: u32) {
        if let Some(line) = self.line.get_untracked() {
            let _ = line.set_selection_range(place, place);
        }
        if let Some(area) = self.area.get_untracked() {
            let _ = area.set_selection_range(place, place);
        }
    }

    fn element(self) -> Option<HtmlElement> {
        let line = self.line.get().map(HtmlElement::from);
        line.or_else(|| self.area.get().map(HtmlElement::from))
    }
}
