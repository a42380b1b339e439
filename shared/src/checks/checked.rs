//! A file with everything that there is to say about it, kept up to date while it is
//! edited.

use std::sync::Arc;

use super::{
    Finding, Fix, Level, References, Rule, Severity, Summary, about_file,
    engine::Engine,
    file_rules::Shape,
    fixes::{Fixes, FixingAll, Known},
    place::{Place, RuleNumber},
    row_keys::{TARGET, guid_key},
    tally::RowSet,
};
use crate::{
    fingerprint::Seed,
    ids::ObjectId,
    mapping_file::{Changed, ChangedRows, Lock, MappingFile, RowId},
    matching::target_of_row,
};

/// An open file and its findings.
///
/// Findings are kept as places and worded when they are asked for: a million of them
/// cost eight megabytes. After an edit only the rows that it can affect are checked
/// again: the edited ones, and those that share a key with them or did before.
///
/// ```
/// use shared::{checks::Checked, fingerprint::Seed, mapping_file::{open, RowId}};
///
/// let file = open(b"SourceUserPrincipalName,TargetExternalDirectoryObjectId\n\
///     lena@contoso.example,nobody\nomar@contoso.example,\n".to_vec())?;
/// let mut checked = Checked::new(file, Default::default(), &Seed::default());
/// assert_eq!(checked.of_row(RowId(0))[0].code, "CW-M-001");
///
/// checked.edit(|file| file.set_cell(RowId(0), 1, "6513270e-269e-4d37-b2a7-4de452e6b438")).unwrap();
/// assert_eq!((checked.summary().ready, checked.summary().unmapped), (1, 1));
/// checked.undo();
/// assert_eq!(checked.summary().held_back, 1);
/// # Ok::<(), shared::mapping_file::OpenError>(())
/// ```
#[derive(Debug)]
pub struct Checked {
    pub(super) file: MappingFile,
    pub(super) refs: Arc<References>,
    pub(super) seed: Seed,
    pub(super) engine: Engine,
    about: Vec<Finding>,
    known: Known,
    pub(super) revision: u64,
}

/// So many changed rows may be many.
const MANY_ROWS: usize = 4096;

/// Where a rule found something.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct FoundAt {
    /// The row.
    pub row: RowId,
    /// The place of the column, where it is about one that the file has.
    pub column: Option<usize>,
    /// The rule.
    pub rule: &'static Rule,
    /// How bad it is, here.
    pub severity: Severity,
}

/// The findings of a rule and severity about rows.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FoundByRule {
    /// The rule.
    pub rule: &'static Rule,
    /// How bad they are.
    pub severity: Severity,
    /// How many there are.
    pub count: u32,
    /// The first of them, in the order of the file.
    pub first: Vec<FoundAt>,
}

impl FoundAt {
    fn of(place: Place) -> Option<Self> {
        Some(Self {
            row: RowId(place.row),
            column: place.column(),
            rule: place.rule.rule()?,
            severity: place.severity,
        })
    }
}

impl Checked {
    /// Checks a file in one pass over its rows.
    pub fn new(file: MappingFile, refs: Arc<References>, seed: &Seed) -> Self {
        let engine = Engine::over(&file, &refs, seed);
        Self::of(file, refs, seed, engine)
    }

    pub(super) fn of(
        file: MappingFile,
        refs: Arc<References>,
        seed: &Seed,
        engine: Engine,
    ) -> Self {
        let about = about_file(Shape::of(&file), &refs, &engine);
        Self {
            file,
            refs,
            seed: seed.clone(),
            engine,
            about,
            known: Known::default(),
            revision: 0,
        }
    }

    /// The file.
    pub fn file(&self) -> &MappingFile {
        &self.file
    }

    /// What the file is compared with.
    pub fn references(&self) -> &Arc<References> {
        &self.refs
    }

    /// The file without its findings.
    pub fn into_file(self) -> MappingFile {
        self.file
    }

    /// Compares the file with something else from here on. Checks all rows again.
    pub fn set_references(&mut self, refs: Arc<References>) {
        self.refs = refs;
        self.check_all();
    }

    /// Edits, pastes, replaces, fixes or repairs, and checks again what that can affect:
    /// all rows where the file was rewritten.
    pub fn edit<E>(
        &mut self,
        change: impl FnOnce(&mut MappingFile) -> Result<Changed, E>,
    ) -> Result<Changed, E> {
        let changed = change(&mut self.file)?;
        self.check_changed(&changed);
        Ok(changed)
    }

    /// Takes the last step back, and says what that changed.
    pub fn undo(&mut self) -> Option<Changed> {
        let changed = self.file.undo()?;
        self.check_changed(&changed);
        Some(changed)
    }

    /// Does the step again that was taken back last, and says what that changed.
    pub fn redo(&mut self) -> Option<Changed> {
        let changed = self.file.redo()?;
        self.check_changed(&changed);
        Some(changed)
    }

    /// Locks or unlocks columns. That changes no cell.
    pub fn set_lock(&mut self, lock: Lock) {
        self.file.set_lock(lock);
    }

    /// A number that is another one after each change of the file. What is checked
    /// against does not count.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    fn check_changed(&mut self, changed: &Changed) {
        self.revision += u64::from(!changed.is_nothing());
        match &changed.rows {
            ChangedRows::Some(rows) => self.check_again(rows),
            ChangedRows::All => self.check_all(),
        }
    }

    pub(super) fn check_again(&mut self, rows: &[RowId]) {
        let all = usize::try_from(self.engine.rows).unwrap_or(usize::MAX);
        if rows.len() >= MANY_ROWS && rows.len() > all / 8 {
            // One pass over all rows is quicker than many rows one by one.
            return self.check_all();
        }
        for id in rows {
            if let Some(row) = self.file.row(*id) {
                self.engine.recheck(&row, &self.refs);
            }
        }
        self.engine.settle();
        self.about = about_file(Shape::of(&self.file), &self.refs, &self.engine);
    }

    fn check_all(&mut self) {
        let engine = Engine::over(&self.file, &self.refs, &self.seed);
        self.take_engine(engine);
    }

    /// All rows were checked anew.
    pub(super) fn take_engine(&mut self, engine: Engine) {
        self.known = Known::default();
        let before = self.engine.rows_checked;
        self.engine = engine;
        self.engine.rows_checked += before;
        self.about = about_file(Shape::of(&self.file), &self.refs, &self.engine);
    }

    /// How many rows were looked at since the file was opened, each as often as it was.
    pub fn rows_checked(&self) -> u64 {
        self.engine.rows_checked
    }

    /// The file in numbers. Does not look at rows.
    pub fn summary(&self) -> Summary {
        self.engine.summary(&self.about)
    }

    /// Findings about the file and its columns.
    pub fn about_file(&self) -> &[Finding] {
        &self.about
    }

    /// How many findings about rows there are of each rule and severity, in the order
    /// of the catalogue; only where there are any.
    pub fn counts(&self) -> impl Iterator<Item = (&'static Rule, Severity, u32)> {
        self.engine.tally.by_rule()
    }

    /// The same with the first `most` of each, in the order of the file. Words nothing.
    pub fn first_of_each_rule(&self, most: usize) -> Vec<FoundByRule> {
        let found = self.engine.first_of_each(most).into_iter();
        found
            .filter_map(|of| {
                Some(FoundByRule {
                    rule: of.rule.rule()?,
                    severity: of.severity,
                    count: of.count,
                    first: of.first.into_iter().filter_map(FoundAt::of).collect(),
                })
            })
            .collect()
    }

    /// Where a rule found something in rows with a severity, in the order of the file.
    pub fn places_of_rule(&self, rule: &Rule, severity: Severity) -> impl Iterator<Item = FoundAt> {
        self.engine
            .places_of_rule(RuleNumber::of(rule), severity)
            .filter_map(FoundAt::of)
    }

    /// How many findings about rows a rule has, of any severity.
    pub fn count_of_rule(&self, rule: &Rule) -> u32 {
        self.counts()
            .filter(|(of, ..)| of.code == rule.code)
            .fold(0, |sum, (.., count)| sum.saturating_add(count))
    }

    /// What can be done about a finding; none where nothing can. See
    /// [`fix_for`](super::fix_for).
    pub fn fix_for(&self, finding: &Finding) -> Option<Fix> {
        self.fixes().of_finding(finding)
    }

    /// What can be done about all findings of a rule at once, about the file and about
    /// rows; none where nothing can. See [`fix_all`](super::fix_all).
    pub fn fix_all(&self, rule: &Rule) -> Option<Fix> {
        if rule.level == Level::Row {
            self.fixes().of_found(rule.code, self.found_of(rule))
        } else {
            self.fixes().of_findings(rule.code, &self.about)
        }
    }

    /// The same in steps.
    pub fn fixing_all(&self, rule: &'static Rule) -> FixingAll {
        FixingAll::new(rule, self.found_of(rule))
    }

    fn found_of(&self, rule: &Rule) -> impl Iterator<Item = FoundAt> {
        let severities = [Severity::Error, Severity::Warning, Severity::Note];
        severities
            .into_iter()
            .flat_map(|severity| self.places_of_rule(rule, severity))
    }

    pub(super) fn fixes(&self) -> Fixes<'_> {
        Fixes::new(&self.file, &self.refs, &self.known)
    }

    /// Rows with a warning; 0 is the first.
    pub fn warned(&self) -> &RowSet {
        &self.engine.warned
    }

    /// Rows that share their target with another one, or whose `MigrationStatus` is a
    /// conflict; 0 is the first.
    pub fn in_conflict(&self) -> &RowSet {
        &self.engine.in_conflict
    }

    /// The rows that would not be applied; 0 is the first.
    pub fn held_back(&self) -> &RowSet {
        &self.engine.held_back
    }

    /// Whether an upload of the file is refused.
    pub fn refuses_upload(&self) -> bool {
        super::refuses_upload(&self.about)
    }

    /// What there is to say about a row.
    pub fn of_row(&self, row: RowId) -> Vec<Finding> {
        self.file
            .row(row)
            .map(|row| self.engine.words_of(&row, &self.refs))
            .unwrap_or_default()
    }

    /// Where something was found in a row, without words.
    pub fn places_of(&self, row: RowId) -> impl Iterator<Item = FoundAt> {
        self.engine
            .places_of(row.0)
            .into_iter()
            .filter_map(FoundAt::of)
    }

    /// A row that leads to this MailUser, if there is one. Does not look at other rows.
    pub fn row_of_target(&self, target: ObjectId) -> Option<RowId> {
        let key = guid_key(&target.to_string(), &self.seed)?;
        let row = RowId(self.engine.tables.get(TARGET)?.find(key)?);
        // Different keys may have one fingerprint, by chance.
        let is_it = target_of_row(&self.file, row) == Ok(Some(target));
        is_it.then_some(row)
    }

    /// Whether a row leads to a MailUser, known or not.
    pub fn has_target(&self, row: RowId) -> bool {
        let targets = self.engine.tables.get(TARGET);
        targets.is_some_and(|targets| targets.has(row.0))
    }

    /// The first row with a finding after this one, or the first of all.
    pub fn next_row(&self, after: Option<RowId>) -> Option<RowId> {
        let after = after.map(|row| row.0);
        self.engine.next_row(after).map(RowId)
    }

    /// The last row with a finding before this one.
    pub fn previous_row(&self, before: RowId) -> Option<RowId> {
        self.engine.previous_row(before.0).map(RowId)
    }

    /// Where something was found, in the order of the file. To list a rule's places:
    /// filter by its code.
    pub fn places(&self) -> impl Iterator<Item = FoundAt> {
        self.rows_with_findings()
            .flat_map(|row| self.places_of(row))
    }

    /// Everything there is to say, in words: first about the file, then row by row.
    pub fn findings(&self) -> impl Iterator<Item = Finding> {
        self.about
            .iter()
            .cloned()
            .chain(self.rows_with_findings().flat_map(|row| self.of_row(row)))
    }

    fn rows_with_findings(&self) -> impl Iterator<Item = RowId> {
        self.engine.rows_with_places().map(RowId)
    }
}
