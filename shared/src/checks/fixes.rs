//! Fixes: what the program can do about a finding, worked out before it is done.
//!
//! A fix changes no more than its title says. Where what is meant is not certain, there
//! is none: a target that two MailUsers could be stays as it is.

use std::{cell::OnceCell, collections::HashMap, fmt};

use super::{
    Finding, FoundAt, References, Rule,
    against_baseline::BaselineIndex,
    catalogue::{
        LOCKED_CHANGED, TARGET_NIL, TARGET_NOT_GUID, TARGET_WHITE_SPACE, WRITTEN_TARGET_CHANGED,
        catalogue,
    },
};
use crate::{
    address,
    fingerprint::Seed,
    ids::ObjectId,
    mapping_file::{ChangeError, Changed, EditPlan, MappingFile, Repair, RowId},
};

mod all;
mod guid_text;
mod repairs;

pub use all::FixingAll;

use guid_text::guid_in;

/// What the program can do about a finding, or about all of a rule.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fix {
    /// What it does, in words; the undo step bears them.
    pub title: String,
    /// How it does it.
    pub kind: FixKind,
}

/// How a fix is made.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum FixKind {
    /// By setting cells.
    Cells(EditPlan),
    /// By a repair; [`MappingFile::preview`] shows what it would do.
    Repair(Repair),
}

impl Fix {
    /// Makes the fix: one undo step.
    pub fn apply(&self, file: &mut MappingFile) -> Result<Changed, ChangeError> {
        Ok(match &self.kind {
            FixKind::Cells(plan) => file.apply(&self.title, plan)?,
            FixKind::Repair(repair) => file.repair_as(&self.title, repair)?,
        })
    }
}

/// What the program can do about a finding; none where it can do nothing.
///
/// ```
/// use shared::{checks::{check, fix_for, References}, mapping_file::open};
///
/// let bytes = b"SourceUserPrincipalName,TargetExternalDirectoryObjectId\n\
///     lena@contoso.example,6513270e269e4d37b2a74de452e6b438\n";
/// let mut file = open(bytes.to_vec())?;
/// let refs = References::default();
/// let findings = check(&file, &refs);
/// let wrong = findings.iter().find(|finding| finding.code == "CW-M-001").unwrap();
/// let fix = fix_for(&file, &refs, wrong).unwrap();
/// assert_eq!(fix.title, "Write the target as 6513270e-269e-4d37-b2a7-4de452e6b438");
/// fix.apply(&mut file).unwrap();
/// assert!(check(&file, &refs).is_empty());
/// # Ok::<(), shared::mapping_file::OpenError>(())
/// ```
pub fn fix_for(file: &MappingFile, refs: &References, finding: &Finding) -> Option<Fix> {
    Fixes::new(file, refs, &Known::default()).of_finding(finding)
}

/// What the program can do about all findings of a rule at once: one plan, one undo
/// step. Findings of other rules are passed over, and so are those without a fix.
pub fn fix_all<'a>(
    file: &MappingFile,
    refs: &References,
    code: &str,
    findings: impl IntoIterator<Item = &'a Finding>,
) -> Option<Fix> {
    Fixes::new(file, refs, &Known::default()).of_findings(code, findings)
}

/// As [`fix_all`], for findings about rows that were kept without words.
pub fn fix_all_found(
    file: &MappingFile,
    refs: &References,
    code: &str,
    found: impl IntoIterator<Item = FoundAt>,
) -> Option<Fix> {
    Fixes::new(file, refs, &Known::default()).of_found(code, found)
}

fn rule_of(code: &str) -> Option<&'static Rule> {
    catalogue().iter().find(|rule| rule.code == code)
}

/// What a finding is about.
struct Place {
    row: Option<RowId>,
    /// All columns of the name, the first one first.
    columns: Vec<usize>,
}

/// How the new text of a cell is found; none where it is not certain.
type NewText = fn(&Fixes<'_>, RowId, usize) -> Option<String>;

/// What was looked up in references, once for all fixes of a file with the same header.
#[derive(Default)]
pub(super) struct Known {
    baseline: OnceCell<BaselineIndex>,
    /// The MailUser of each address; none where there are several.
    addresses: OnceCell<HashMap<String, Option<ObjectId>>>,
}

impl fmt::Debug for Known {
    /// Without contents: they are personal data.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Known")
    }
}

/// What fixes are worked out from.
pub(super) struct Fixes<'a> {
    file: &'a MappingFile,
    refs: &'a References,
    known: &'a Known,
}

impl<'a> Fixes<'a> {
    pub(super) fn new(file: &'a MappingFile, refs: &'a References, known: &'a Known) -> Self {
        Self { file, refs, known }
    }

    pub(super) fn of_finding(&self, finding: &Finding) -> Option<Fix> {
        self.fix(finding.rule()?, std::iter::once(self.place_of(finding)))
    }

    pub(super) fn of_findings<'f>(
        &self,
        code: &str,
        findings: impl IntoIterator<Item = &'f Finding>,
    ) -> Option<Fix> {
        let findings = findings.into_iter().filter(|finding| finding.code == code);
        let places = findings.map(|finding| self.place_of(finding));
        self.fix(rule_of(code)?, places)
    }

    pub(super) fn of_found(
        &self,
        code: &str,
        found: impl IntoIterator<Item = FoundAt>,
    ) -> Option<Fix> {
        let found = found.into_iter().filter(|found| found.rule.code == code);
        let places = found.map(|found| Place {
            row: Some(found.row),
            columns: found.column.into_iter().collect(),
        });
        self.fix(rule_of(code)?, places)
    }

    fn place_of(&self, finding: &Finding) -> Place {
        let is_it = |name: &str| {
            let column = finding.column.as_deref().unwrap_or_default();
            finding.column.is_some() && name.trim().eq_ignore_ascii_case(column.trim())
        };
        // A row's finding is about the first column of the name; only findings about a
        // column need all of them, and those are few.
        let mut columns: Vec<usize> = Vec::new();
        if finding.row.is_some() {
            let name = finding.column.as_deref();
            columns.extend(name.and_then(|name| self.file.column_named(name)));
        } else {
            let names = self.file.header().iter().enumerate();
            columns.extend(names.filter(|(_, name)| is_it(name)).map(|(at, _)| at));
        }
        Place {
            row: finding.row.and_then(|row| row.checked_sub(1)).map(RowId),
            columns,
        }
    }

    fn fix(&self, rule: &Rule, places: impl Iterator<Item = Place>) -> Option<Fix> {
        if let Some(new_text) = Self::of_cells(rule) {
            let cells = places.filter_map(|place| {
                let (row, column) = (place.row?, *place.columns.first()?);
                Some((row, column, new_text(self, row, column)?))
            });
            return self.by_cells(rule, cells.collect());
        }
        let mut places = places.peekable();
        places.peek()?;
        let columns: Vec<Vec<usize>> = places.map(|place| place.columns).collect();
        repairs::repair(self.file, rule, &columns)
    }

    fn by_cells(&self, rule: &Rule, cells: Vec<(RowId, usize, String)>) -> Option<Fix> {
        let count = cells.len();
        self.made_of(rule, self.plan(rule, cells), count)
    }

    fn plan(&self, rule: &Rule, cells: Vec<(RowId, usize, String)>) -> EditPlan {
        // What was locked is put back without a key.
        if is(rule, &LOCKED_CHANGED) {
            self.file.plan_restore(cells)
        } else {
            self.file.plan_set(cells)
        }
    }

    /// The fix that a plan for so many cells is.
    fn made_of(&self, rule: &Rule, plan: EditPlan, cells: usize) -> Option<Fix> {
        let title = match plan.landings.as_slice() {
            [one] => self.title_of_one(rule, one.column, &one.after),
            _ => title_of_many(rule, cells),
        };
        (plan.changed_cells() > 0).then_some(Fix {
            title,
            kind: FixKind::Cells(plan),
        })
    }

    fn title_of_one(&self, rule: &Rule, column: usize, text: &str) -> String {
        if is(rule, &LOCKED_CHANGED) {
            let name = self.file.head().name(column).unwrap_or("the field");
            format!("Put {name} back as it was downloaded")
        } else if is(rule, &WRITTEN_TARGET_CHANGED) {
            "Put the former target back".to_owned()
        } else if is(rule, &TARGET_WHITE_SPACE) {
            "Remove the white space around the target".to_owned()
        } else if text.is_empty() {
            "Empty the target".to_owned()
        } else {
            format!("Write the target as {text}")
        }
    }

    /// How the new text of a cell is found, for rules whose fix sets cells.
    fn of_cells(rule: &Rule) -> Option<NewText> {
        let known: [(&Rule, NewText); 5] = [
            (&TARGET_WHITE_SPACE, |fixes, row, column| {
                Some(fixes.file.cell(row, column).trim().to_owned())
            }),
            (&TARGET_NIL, |_, _, _| Some(String::new())),
            (&TARGET_NOT_GUID, |fixes, row, column| {
                fixes.target_meant(row, column)
            }),
            (&LOCKED_CHANGED, |fixes, row, column| {
                fixes.downloaded(row, column)
            }),
            (&WRITTEN_TARGET_CHANGED, |fixes, row, column| {
                fixes.downloaded(row, column)
            }),
        ];
        let found = known.into_iter().find(|(known, _)| is(rule, known));
        found.map(|(_, new_text)| new_text)
    }

    /// The target that a text certainly means.
    fn target_meant(&self, row: RowId, column: usize) -> Option<String> {
        let text = self.file.cell(row, column);
        if let Some(guid) = guid_in(&text) {
            return Some(guid);
        }
        let key = address_key(&text);
        let id = (*self.addresses().get(&key)?)?;
        Some(id.to_string())
    }

    /// The text of the downloaded file.
    fn downloaded(&self, row: RowId, column: usize) -> Option<String> {
        let baseline = self.refs.baseline.as_deref()?;
        let index = self
            .known
            .baseline
            .get_or_init(|| BaselineIndex::new(baseline, self.file.head(), &Seed::default()));
        let before = index.row_before(self.file, row, baseline)?;
        let at = baseline.column_named(self.file.header().get(column)?)?;
        Some(baseline.cell(before, at).into_owned())
    }

    fn addresses(&self) -> &HashMap<String, Option<ObjectId>> {
        self.known.addresses.get_or_init(|| {
            let mut known: HashMap<String, Option<ObjectId>> = HashMap::new();
            for user in self.refs.mail_users.as_deref().unwrap_or_default() {
                let own = [&user.user_principal_name, &user.primary_smtp_address];
                let proxies = user.email_addresses.iter().filter(|a| address::is_smtp(a));
                for text in own.into_iter().chain(proxies) {
                    let key = address_key(text);
                    if !key.is_empty() {
                        known
                            .entry(key)
                            .and_modify(|id| *id = id.filter(|id| *id == user.id))
                            .or_insert(Some(user.id));
                    }
                }
            }
            known
        })
    }
}

fn is(rule: &Rule, other: &Rule) -> bool {
    rule.code == other.code
}

/// An address or sign-in name, to look up by.
fn address_key(text: &str) -> String {
    address::bare(text.trim()).trim().to_lowercase()
}

fn title_of_many(rule: &Rule, cells: usize) -> String {
    if is(rule, &LOCKED_CHANGED) {
        format!("Put {cells} locked fields back as they were downloaded")
    } else if is(rule, &WRITTEN_TARGET_CHANGED) {
        format!("Put {cells} former targets back")
    } else if is(rule, &TARGET_WHITE_SPACE) {
        format!("Remove the white space around {cells} targets")
    } else if is(rule, &TARGET_NIL) {
        format!("Empty {cells} targets")
    } else {
        format!("Write {cells} targets as ids")
    }
}
