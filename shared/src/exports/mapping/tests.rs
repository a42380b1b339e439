use super::*;
use crate::{
    checks::{References, check},
    mapping_file::{RowId, open},
};

fn lena() -> SourceMailbox {
    SourceMailbox {
        id: "33333333-0000-4000-8000-000000000003".parse().unwrap(),
        user_principal_name: "lena@contoso.example".into(),
        primary_smtp_address: "lena@contoso.example".into(),
        archive_guid: None,
        exchange_guid: "11111111-0000-4000-8000-000000000001".parse().unwrap(),
        legacy_exchange_dn: "/o=ExchangeLabs/cn=Berg, \"Lena\" Jörg".into(),
        email_addresses: vec![
            "SMTP:lena@contoso.example".into(),
            "X400:C=US;A= ;P=Contoso;S=Berg".into(),
            "x500:/o=First Organization/cn=Lena".into(),
        ],
        display_name: "Lena Berg".into(),
        alias: "lena".into(),
    }
}

#[test]
fn an_exported_mapping_file_opens_without_findings_and_holds_every_value() {
    let lena = lena();
    let target: ObjectId = "55555555-0000-4000-8000-000000000005".parse().unwrap();
    let bytes = mapping_csv([(&lena, Some(target), IdentityState::Mapped)].into_iter());
    assert!(bytes.starts_with(
        b"SourceExternalDirectoryObjectId,SourceUserPrincipalName,PrimarySmtpAddress,ArchiveGuid,ExchangeGuid,LegacyExchangeDN,EmailAddresses,TargetExternalDirectoryObjectId,MigrationStatus\r\n"
    ));
    let file = open(bytes).unwrap();
    assert_eq!(check(&file, &References::default()), []);
    let value = |column| file.value(RowId(0), column).into_owned();
    assert_eq!(value(Column::LegacyExchangeDN), lena.legacy_exchange_dn);
    assert_eq!(value(Column::ArchiveGuid), "");
    assert_eq!(
        value(Column::TargetExternalDirectoryObjectId),
        target.to_string()
    );
    assert_eq!(value(Column::MigrationStatus), "Mapped");
    let list = value(Column::EmailAddresses);
    let addresses: Vec<_> = crate::address::split_addresses(&list).collect();
    assert_eq!(addresses, lena.email_addresses);
}

#[test]
fn an_export_without_identities_is_a_header() {
    let file = open(mapping_csv([].into_iter())).unwrap();
    assert_eq!(file.row_count(), 0);
    assert_eq!(file.header(), Column::ALL.map(Column::name));
}
