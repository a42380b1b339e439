//! Mapping by an uploaded file: checked again, since pair and directory may have
//! changed since it was uploaded, and applied in one transaction.

use shared::{checks, ids::RequestId};

use super::{PairBroker, identities, map_plan, slices::SliceError, uploads};
use crate::{
    ports::{Clock, Directory, Files, Sql},
    record::RequestRecord,
};

impl<S: Sql, D: Directory, F: Files, C: Clock> PairBroker<S, D, F, C> {
    pub(super) async fn map_by_file(
        &self,
        record: RequestRecord,
        upload: RequestId,
    ) -> Result<(), SliceError> {
        let checked = self.open_and_check(upload).await?;
        if checks::refuses_upload(&checked.findings) {
            return Err(SliceError::Hopeless(
                "The file no longer fits the pair: columns or rows were right when it was uploaded \
                 and are not now. Download the mapping file again."
                    .to_owned(),
            ));
        }
        let before = identities::all(&self.sql)?;
        let mappings = map_plan::by_file(&before, &checked);
        let used = uploads::find(&self.sql, upload)?;
        Ok(self.store_mappings(record, &before, mappings, used)?)
    }
}
