//! Mapping by an uploaded file: checked again, since pair and directory may have
//! changed since it was uploaded, and applied in one transaction.

use shared::{checks, ids::RequestId};

use super::{PairBroker, briefs, map::ASKED, map_plan, slices::SliceError, uploads};
use crate::{
    ports::{Clock, Directory, Files, Sql},
    record::RequestRecord,
};

impl<S: Sql, D: Directory, F: Files, C: Clock> PairBroker<S, D, F, C> {
    pub(super) async fn map_by_file(
        &self,
        record: RequestRecord,
        upload: RequestId,
        cursor: i64,
    ) -> Result<(), SliceError> {
        if cursor == ASKED {
            let used = uploads::find(&self.sql, upload)?;
            return self.do_wishes(record, used);
        }
        let checked = self.open_and_check(upload).await?;
        if checks::refuses_upload(&checked.findings) {
            return Err(SliceError::Hopeless(
                "The file no longer fits the pair: columns or rows were right when it was uploaded \
                 and are not now. Download the mapping file again."
                    .to_owned(),
            ));
        }
        let wishes = map_plan::by_file(&briefs::all(&self.sql)?, &checked);
        Ok(self.wish(record, &wishes)?)
    }
}
