//! Texts of the command palette and of the list of keys.

super::texts! {
    palette = "Commands…";
    palette_title = "What would you like to do?";
    palette_hint = "Type to search, Enter to run";
    palette_none(typed) = "No command is called “{typed}”.";
    palette_not_now = "not possible now";
    palette_found(count) = "{count} command" | "{count} commands";
    keys = "Keys";
    keys_title = "Keys";
    keys_anywhere = "Anywhere on the page";
    keys_in_grid = "In the grid";
    key_arrows = "To the next cell";
    key_home_end = "To the first or last cell of the row";
    key_ctrl_home_end = "To the first or last cell of the grid";
    key_page = "A page up or down";
    key_shift_arrows = "Select from here on";
    key_ctrl_space = "Select the column";
    key_shift_space = "Select the row";
    key_ctrl_a = "Select everything";
    key_edit = "Edit the cell";
    key_typing = "Replace the cell";
    key_escape = "Keep the cell as it was";
    key_delete = "Clear what is selected";
    key_tab = "Out of the grid; while editing, to the next cell";
    arrows = "Arrows";
    any_letter = "Any letter";
}
