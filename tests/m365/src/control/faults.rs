//! What is broken on purpose: the next calls of the Exchange admin API, or the
//! next of one cmdlet.

use serde::{Deserialize, Serialize};

/// One thing to break.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Fault {
    /// How many calls it still hits.
    #[serde(default = "once")]
    pub(crate) next: u32,
    /// Only calls of this cmdlet; else any.
    #[serde(default)]
    pub(crate) cmdlet: Option<String>,
    /// How many calls that it would hit it lets through first.
    #[serde(default)]
    pub(crate) skip: u32,
    /// The status to answer; with none the call is only slow or dropped.
    #[serde(default)]
    pub(crate) status: Option<u16>,
    /// `Retry-After`, in seconds. Exchange has never been seen to send one.
    #[serde(default)]
    pub(crate) retry_after: Option<u32>,
    /// Close the connection with no answer.
    #[serde(default)]
    pub(crate) drop_connection: bool,
    /// Wait before anything else.
    #[serde(default)]
    pub(crate) latency_ms: u64,
    /// Do what was asked first; only the answer is lost.
    #[serde(default)]
    pub(crate) carried_out: bool,
}

fn once() -> u32 {
    1
}

/// The faults that wait, in the order given.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Faults {
    faults: Vec<Fault>,
}

impl Faults {
    /// Adds one, if it does something.
    pub(crate) fn add(&mut self, fault: Fault) -> Result<(), String> {
        if fault.next == 0 {
            return Err("next: at least one call must be hit".to_owned());
        }
        if let Some(status) = fault.status.filter(|status| !(400..=599).contains(status)) {
            return Err(format!("status: {status} is no error; 400 to 599"));
        }
        if fault.status.is_none() && !fault.drop_connection && fault.latency_ms == 0 {
            return Err("say what to break: status, dropConnection or latencyMs".to_owned());
        }
        self.faults.push(fault);
        Ok(())
    }

    /// The fault that this call meets, counted down.
    pub(crate) fn take(&mut self, cmdlet: &str) -> Option<Fault> {
        let meets = |fault: &Fault| {
            fault
                .cmdlet
                .as_deref()
                .is_none_or(|only| only.eq_ignore_ascii_case(cmdlet))
        };
        let place = self.faults.iter().position(meets)?;
        let fault = self.faults.get_mut(place)?;
        if fault.skip > 0 {
            fault.skip -= 1;
            return None;
        }
        fault.next -= 1;
        let met = fault.clone();
        if met.next == 0 {
            self.faults.remove(place);
        }
        Some(met)
    }

    /// How many wait.
    pub(crate) fn len(&self) -> usize {
        self.faults.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(text: &str) -> Fault {
        serde_json::from_str(text).unwrap()
    }

    #[test]
    fn a_fault_hits_as_many_calls_of_its_cmdlet_as_it_says() {
        let mut faults = Faults::default();
        faults
            .add(fault(
                r#"{"next":2,"skip":1,"status":429,"cmdlet":"Set-MailUser"}"#,
            ))
            .unwrap();
        let hits: Vec<bool> = [
            "Get-MailUser",
            "Set-MailUser",
            "set-mailuser",
            "Set-MailUser",
            "Set-MailUser",
        ]
        .iter()
        .map(|cmdlet| faults.take(cmdlet).is_some())
        .collect();
        assert_eq!(hits, [false, false, true, true, false]);
        assert_eq!(faults.len(), 0);
    }

    #[test]
    fn a_fault_that_breaks_nothing_is_refused() {
        for text in ["{}", r#"{"next":0,"status":500}"#, r#"{"status":200}"#] {
            assert!(Faults::default().add(fault(text)).is_err(), "{text}");
        }
        assert!(serde_json::from_str::<Fault>(r#"{"stauts":500}"#).is_err());
    }
}
