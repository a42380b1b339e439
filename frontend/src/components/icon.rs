//! Small pictures beside text; screen readers pass over them.

use crate::prelude::*;

/// A picture, drawn on a grid of 20 by 20 in the colour of the text around it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Icon {
    /// An error.
    Error,
    /// A warning.
    Warning,
    /// A note.
    Note,
    /// Done.
    Done,
    /// A locked column.
    Lock,
    /// Take back.
    Undo,
    /// Do again.
    Redo,
    /// To the one before.
    Up,
    /// To the next one.
    Down,
    /// Close.
    Close,
    /// What was done before.
    History,
    /// Look for something.
    Find,
    /// Put on the clipboard.
    Copy,
    /// Save to disk.
    Download,
    /// A file to open.
    File,
    /// Something that stays on this device.
    Shield,
    /// Sorted, the first at the top.
    SortUp,
    /// Sorted, the last at the top.
    SortDown,
    /// Filtered.
    Filter,
    /// More to do.
    More,
    /// Leads to.
    Right,
    /// Leads back.
    Left,
    /// Not the same.
    Unequal,
}

impl Icon {
    const fn path(self) -> &'static str {
        match self {
            Self::Error => "M10 2.5a7.5 7.5 0 1 0 0 15 7.5 7.5 0 0 0 0-15Zm0 4v4.5m0 2.5v.1",
            Self::Warning => "M10 3 2.5 16.5h15L10 3Zm0 5v4m0 2.2v.1",
            Self::Note => "M10 2.5a7.5 7.5 0 1 0 0 15 7.5 7.5 0 0 0 0-15Zm0 6.5v4.5M10 6.4v.1",
            Self::Done => "m4 10.5 4 4 8-9",
            Self::Lock => "M5 9h10v7.5H5V9Zm2 0V6.5a3 3 0 0 1 6 0V9",
            Self::Undo => "M7.5 4 4 7.5 7.5 11M4 7.5h7.5a4.25 4.25 0 0 1 0 8.5H8",
            Self::Redo => "M12.5 4 16 7.5 12.5 11M16 7.5H8.5a4.25 4.25 0 0 0 0 8.5H12",
            Self::Up => "m5 12.5 5-5 5 5",
            Self::Down | Self::More => "m5 7.5 5 5 5-5",
            Self::Close => "m5 5 10 10M15 5 5 15",
            Self::History => "M3.5 4v3.5H7M3.8 7.3a6.7 6.7 0 1 1-.5 3.7M10 6.5V10l2.5 2",
            Self::Find => "M8.75 3.5a5.25 5.25 0 1 0 0 10.5 5.25 5.25 0 0 0 0-10.5ZM12.6 12.6l4 4",
            Self::Copy => "M7 7V3.5h9.5V13H13M3.5 7H13v9.5H3.5V7Z",
            Self::Download => "M10 3v9.5m-4-4 4 4 4-4M4 16.5h12",
            Self::File => "M5 2.5h6L15 7v10.5H5v-15ZM11 2.5V7h4",
            Self::SortUp => "M10 16.5v-13m-4.5 4.5L10 3.5 14.5 8",
            Self::SortDown => "M10 3.5v13M5.5 12l4.5 4.5 4.5-4.5",
            Self::Filter => "M3 5h14M6 10h8m-5.5 5h3",
            Self::Right => "M3.5 10h13m-5-5 5 5-5 5",
            Self::Left => "M16.5 10h-13m5-5-5 5 5 5",
            Self::Unequal => "M4 7.5h12M4 12.5h12M13 4 7 16",
            Self::Shield => {
                "M10 2.5c2 1.5 4 2.2 6 2.3V10c0 3.5-2.5 6-6 7.5C6.5 16 4 13.5 4 10V4.8c2-.1 4-.8 6-2.3Zm-2.5 7.5 2 2 3.5-4"
            }
        }
    }
}

/// Draws an icon.
#[component]
pub fn Picture(
    /// Which.
    icon: Icon,
) -> impl IntoView {
    view! {
        <svg class="icon" viewBox="0 0 20 20" aria-hidden="true" focusable="false">
            <path d=icon.path() />
        </svg>
    }
}
