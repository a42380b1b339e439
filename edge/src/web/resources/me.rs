//! Who is calling.

use shared::api::Me;

use crate::web::{call::Call, problems::ApiError, reply::Reply};

/// `GET /me`.
pub(crate) fn show(call: &Call<'_>) -> Result<Reply, ApiError> {
    let caller = call.caller()?;
    Reply::json(&Me {
        tenant_id: caller.tenant,
        object_id: caller.object,
        role: caller.role,
    })
}
