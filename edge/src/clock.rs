//! The time and randomness of the runtime, as the broker's port asks for them.

use broker::ports::Clock;
use shared::timestamp::Timestamp;
use uuid::Uuid;

/// The runtime's clock. It stands still while code runs and moves on with every
/// answer from outside.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct RuntimeClock;

impl Clock for RuntimeClock {
    fn now(&self) -> Timestamp {
        now()
    }

    fn random(&self) -> [u8; 16] {
        random()
    }
}

/// Now.
pub(crate) fn now() -> Timestamp {
    Timestamp::from_unix_millis(millis())
}

/// Milliseconds since 1970.
pub(crate) fn millis() -> i64 {
    i64::try_from(worker::Date::now().as_millis()).unwrap_or(i64::MAX)
}

/// Seconds since 1970.
pub(crate) fn seconds() -> i64 {
    millis() / 1000
}

/// 16 bytes from the runtime's cryptographic source. A version 4 UUID has six
/// fixed bits, so that two are folded into one.
fn random() -> [u8; 16] {
    let (first, second) = (Uuid::new_v4().into_bytes(), Uuid::new_v4().into_bytes());
    let mut bytes = [0; 16];
    for ((byte, one), other) in bytes.iter_mut().zip(first).zip(second.into_iter().rev()) {
        *byte = one ^ other;
    }
    bytes
}
