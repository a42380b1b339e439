//! A repair made some lines at a time, beside the file: written, read again, compared with
//! what was, and given the edits. In one go it is [`MappingFile::repair`], which is written
//! with it.

use super::{
    Repair, RepairError, carry, guess, is_delimiter,
    rewrite::{Effect, Rewriting},
    splice::Written,
    unchanged::Proving,
};
use crate::mapping_file::{
    Encoding, MappingFile, Reader, detect::Stated, edit::missing_character, open_error::OpenError,
    overlay::Place,
};

/// A repair under way. The file stays as it is.
pub(crate) struct RepairAhead {
    phase: Phase,
}

enum Phase {
    Rewrite(Box<Rewriting>, Written),
    Open(Box<Reader>, Then),
    Prove(Box<Proof>),
    Carry(Box<MappingFile>, Box<Effect>, Option<Place>),
    /// None if there is nothing to do.
    Done(Option<Box<MappingFile>>),
    /// While it goes over into another.
    Between,
}

/// What follows once the bytes were read.
enum Then {
    /// Whether the delimiter is one that was guessed.
    Prove {
        effect: Box<Effect>,
        is_guessed: bool,
    },
    /// The bytes are the same, and maybe so are the fields.
    SameBytes,
    /// There is nothing to compare.
    Take,
}

struct Proof {
    repaired: Box<MappingFile>,
    effect: Box<Effect>,
    is_guessed: bool,
    proving: Proving,
}

/// So many lines are about as long as a piece that is scanned.
const LINES_IN_PIECE: usize = 256;

impl RepairAhead {
    /// Begins a repair of a file: the same for all steps.
    pub(crate) fn new(file: &MappingFile, repair: &Repair) -> Result<Self, RepairError> {
        let phase = match repair {
            Repair::ReadAs {
                encoding,
                delimiter,
            } => read_as(file, *encoding, *delimiter)?,
            _ => Phase::Rewrite(Box::new(Rewriting::new(file)), Written::default()),
        };
        Ok(Self { phase })
    }

    /// Goes on for so many lines; true once it is made.
    pub(crate) fn step(
        &mut self,
        file: &MappingFile,
        repair: &Repair,
        most: usize,
    ) -> Result<bool, RepairError> {
        self.phase = match std::mem::replace(&mut self.phase, Phase::Between) {
            Phase::Rewrite(mut rewriting, mut written) => {
                let mut out = written.over(file.original());
                if rewriting.step(file, repair, &mut out, most)? {
                    written_out(file, rewriting.effect, written)
                } else {
                    Phase::Rewrite(rewriting, written)
                }
            }
            Phase::Open(mut reader, then) => {
                if reader.scan_some((most / LINES_IN_PIECE).max(1)) {
                    let opened = reader.finish().map_err(OpenError::from)?;
                    then.go_on(file, repair, Box::new(opened))
                } else {
                    Phase::Open(reader, then)
                }
            }
            Phase::Prove(mut proof) => {
                if proof.step(file, most)? {
                    Phase::Carry(proof.repaired, proof.effect, None)
                } else {
                    Phase::Prove(proof)
                }
            }
            Phase::Carry(mut repaired, effect, behind) => {
                match carry::carry(file, &mut repaired, &effect, behind, most) {
                    None => Phase::Done(Some(repaired)),
                    behind => Phase::Carry(repaired, effect, behind),
                }
            }
            done => done,
        };
        Ok(matches!(self.phase, Phase::Done(_)))
    }

    /// The repaired file, edits included and without a history; none if there is nothing
    /// to do.
    pub(crate) fn take(&mut self) -> Option<Box<MappingFile>> {
        match std::mem::replace(&mut self.phase, Phase::Between) {
            Phase::Done(repaired) => repaired,
            _ => None,
        }
    }

    /// How far it is, per mille. It only grows.
    pub(crate) fn done(&self, file: &MappingFile) -> usize {
        match &self.phase {
            Phase::Rewrite(rewriting, _) => rewriting.done(file) * 4 / 10,
            Phase::Open(reader, _) => 400 + reader.scanned_per_mille() * 2 / 10,
            Phase::Prove(proof) => 600 + proof.proving.done(file) * 3 / 10,
            Phase::Carry(..) => 900,
            Phase::Done(_) | Phase::Between => 1000,
        }
    }
}

/// Begins to read what was written.
fn written_out(file: &MappingFile, effect: Effect, written: Written) -> Phase {
    if effect.count == 0 {
        return Phase::Done(None);
    }
    let bytes = written.finish(file.original());
    // What was a guess is none where nothing speaks for it any more.
    let encoding = if bytes.is_ascii() && effect.encoding == Encoding::Windows1252 {
        Encoding::Utf8
    } else {
        effect.encoding
    };
    let delimiter = if guess(file.original()) == file.dialect().delimiter {
        guess(&bytes)
    } else {
        // Nobody who opens it guesses right today, and needs to after it.
        effect.delimiter
    };
    let then = Then::Prove {
        is_guessed: delimiter != effect.delimiter,
        effect: Box::new(effect),
    };
    open(bytes, encoding, delimiter, then)
}

/// Begins to read the same bytes otherwise.
fn read_as(file: &MappingFile, encoding: Encoding, delimiter: u8) -> Result<Phase, RepairError> {
    if !is_delimiter(delimiter) {
        return Err(RepairError::NotADelimiter(char::from(delimiter)));
    }
    let dialect = file.dialect();
    if (encoding, delimiter) == (dialect.encoding, dialect.delimiter) {
        return Ok(Phase::Done(None));
    }
    let has_same_fields = delimiter == dialect.delimiter
        && encoding.unit_width() == 1
        && dialect.encoding.unit_width() == 1;
    Ok(if has_same_fields {
        let bytes = file.original().to_vec();
        open(bytes, encoding, delimiter, Then::SameBytes)
    } else {
        // The edits stand under other fields, or none: they are read with the rest.
        open(file.save(), encoding, delimiter, Then::Take)
    })
}

fn open(bytes: Vec<u8>, encoding: Encoding, delimiter: u8, then: Then) -> Phase {
    let stated = Stated {
        encoding: Some(encoding),
        delimiter: Some(delimiter),
    };
    Phase::Open(Box::new(Reader::of(bytes, stated)), then)
}

impl Then {
    fn go_on(self, file: &MappingFile, repair: &Repair, opened: Box<MappingFile>) -> Phase {
        match (self, repair) {
            (Self::Prove { effect, is_guessed }, _) => Phase::Prove(Box::new(Proof {
                repaired: opened,
                effect,
                is_guessed,
                proving: Proving::default(),
            })),
            (
                Self::SameBytes,
                Repair::ReadAs {
                    encoding,
                    delimiter,
                },
            ) => {
                if may_keep_edits(file, &opened) {
                    Phase::Carry(opened, Box::new(Effect::none(file)), None)
                } else {
                    open(file.save(), *encoding, *delimiter, Self::Take)
                }
            }
            _ => Phase::Done(Some(opened)),
        }
    }
}

/// Whether the edits of a file may stand where they do in the same bytes read otherwise.
fn may_keep_edits(file: &MappingFile, other: &MappingFile) -> bool {
    let first_end = |file: &MappingFile| Some(file.line(0)?.span(0)?.end);
    let encoding = other.dialect().encoding;
    let is_fit = |text: &str| missing_character(text, encoding).is_none();
    // Not so where a byte order mark is one of the first name's characters now.
    first_end(file) == first_end(other) && file.edits.overlay.iter().all(|(_, text)| is_fit(text))
}

impl Proof {
    fn step(&mut self, file: &MappingFile, most: usize) -> Result<bool, RepairError> {
        let so_far = self.proving.step(file, &self.repaired, &self.effect, most);
        so_far.map_err(|place| {
            if self.is_guessed {
                RepairError::ReadOtherwise
            } else {
                RepairError::WouldDamage(place)
            }
        })
    }
}

#[cfg(test)]
mod tests;
