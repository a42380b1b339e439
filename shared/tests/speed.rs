//! How fast a file is read, printed. Figures are for people, and differ from machine to
//! machine: `cargo test --release -p shared --test speed -- --ignored --nocapture`.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::cast_precision_loss,
    clippy::indexing_slicing
)]

use std::{fmt::Write, hint::black_box, time::Instant};

use shared::mapping_file::{Dialect, Header, MappingFile, Reader, Row, RowSink, RowStream, open};

const ROWS: u32 = 100_000;
const ROUNDS: usize = 7;
const CHUNK: usize = 1 << 20;

/// About 445 bytes a row, nearly half of the rows with quotes.
fn file_bytes() -> Vec<u8> {
    let mut text = "SourceExternalDirectoryObjectId,SourceUserPrincipalName,PrimarySmtpAddress,\
        ArchiveGuid,ExchangeGuid,LegacyExchangeDN,EmailAddresses,\
        TargetExternalDirectoryObjectId,MigrationStatus,DisplayName\r\n"
        .to_owned();
    for n in 0..ROWS {
        let name = match n % 20 {
            0 => format!("\"Jörg \"\"{n}\"\" Weiß\""),
            1..9 => format!("\"Weiß, Jörg {n}\""),
            _ => format!("Lena Berg {n}"),
        };
        let id = format!("{n:08x}-269e-4d37-b2a7-4de452e6b438");
        let dn = "/o=Contoso/ou=Exchange Administrative Group (FYDIBOHF23SPDLT)/cn=Recipients/cn=";
        write!(
            text,
            "{id},user{n}@contoso.example,user{n}@contoso.example,{id},{id},{dn}{n:032x},\
             SMTP:user{n}@contoso.example;smtp:alias{n}@contoso.example;\
             smtp:u{n}@contoso.onmicrosoft.example,{id},Mapped,{name}\r\n"
        )
        .unwrap();
    }
    text.into_bytes()
}

#[derive(Default)]
struct Counted(usize);

impl RowSink for Counted {
    fn header(&mut self, _: &Header, _: &Dialect) {}

    fn row(&mut self, row: &Row<'_>) {
        self.0 += row.len();
    }
}

/// Looks at every field, as a check would.
#[derive(Default)]
struct Looked(usize);

impl RowSink for Looked {
    fn header(&mut self, _: &Header, _: &Dialect) {}

    fn row(&mut self, row: &Row<'_>) {
        for at in 0..row.len() {
            self.0 += row.plain(at).map_or(0, <[u8]>::len);
        }
    }
}

fn measure(name: &str, bytes: usize, mut once: impl FnMut() -> f64) {
    let mut seconds: Vec<f64> = (0..ROUNDS).map(|_| once()).collect();
    seconds.sort_by(f64::total_cmp);
    let speed = |seconds: f64| bytes as f64 / seconds / 1e6;
    println!(
        "{name:32} {:6.0} MB/s [{:.0}..{:.0}]",
        speed(seconds[ROUNDS / 2]),
        speed(seconds[ROUNDS - 1]),
        speed(seconds[0])
    );
}

fn timed<T>(run: impl FnOnce() -> T) -> f64 {
    let start = Instant::now();
    let result = run();
    let seconds = start.elapsed().as_secs_f64();
    black_box(result);
    seconds
}

fn streamed(bytes: &[u8], sink: &mut impl RowSink) {
    let mut stream = RowStream::new();
    for chunk in bytes.chunks(CHUNK) {
        stream.push(chunk, sink);
    }
    stream.finish(sink).unwrap();
}

#[test]
#[ignore = "prints figures, and proves nothing"]
fn speed_of_reading() {
    let bytes = file_bytes();
    println!("{} rows, {} bytes", ROWS, bytes.len());
    let per_file = |name: &str, once: &mut dyn FnMut(Vec<u8>) -> f64| {
        measure(name, bytes.len(), || once(bytes.clone()));
    };
    per_file("open (index alone)", &mut |copy| {
        timed(|| open(copy).unwrap())
    });
    let in_chunks = |sink: &mut Counted| {
        let mut reader = Reader::with_size(bytes.len() as u64);
        for chunk in bytes.chunks(CHUNK) {
            reader.push_rows(chunk, sink);
        }
        reader.finish_rows(sink).unwrap()
    };
    measure("copy in chunks, feed a sink", bytes.len(), || {
        timed(|| in_chunks(&mut Counted::default()))
    });
    measure("stream to a sink", bytes.len(), || {
        timed(|| streamed(&bytes, &mut Counted::default()))
    });
    measure("stream, look at each field", bytes.len(), || {
        timed(|| streamed(&bytes, &mut Looked::default()))
    });
    let file: MappingFile = open(bytes.clone()).unwrap();
    measure("open file: each row", bytes.len(), || {
        timed(|| {
            let mut fields = 0;
            file.each_row(|row| fields += row.len());
            fields
        })
    });
    measure("open file: row by id", bytes.len(), || {
        timed(|| {
            file.rows()
                .filter_map(|id| file.row(id))
                .map(|row| row.len())
                .sum::<usize>()
        })
    });
    measure("csv crate: byte records", bytes.len(), || {
        timed(|| {
            let mut reader = csv::Reader::from_reader(bytes.as_slice());
            let mut record = csv::ByteRecord::new();
            let mut fields = 0;
            while reader.read_byte_record(&mut record).unwrap() {
                fields += record.len();
            }
            fields
        })
    });
}
