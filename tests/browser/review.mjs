// A small review, for tests that need one and are about something else.
const HEADER = "SourceExternalDirectoryObjectId,SourceUserPrincipalName,PrimarySmtpAddress,TargetExternalDirectoryObjectId,MigrationStatus";

export const guid = (kind, n) => `${kind.repeat(8)}-0000-4000-8000-${String(n).padStart(12, "0")}`;

/** Two rows, the first without a target. */
export function smallFile() {
  const row = (n, target) => `${guid("a", n)},person${n}@contoso.example,person${n}@contoso.example,${target},Copied`;
  return [HEADER, row(1, ""), row(2, guid("b", 2)), ""].join("\r\n");
}

/** Opens a file by the picker and waits for its rows. */
export async function openFile(page, text, name = "small.csv") {
  await page.getByLabel(/Choose a file/).setInputFiles({ name, mimeType: "text/csv", buffer: Buffer.from(text) });
  await page.getByRole("grid").waitFor();
}

/** Gives the first finding's row a target, by keyboard. */
export async function editFirstTarget(page) {
  await page.getByRole("grid").focus();
  await page.keyboard.press("F8");
  await page.keyboard.press("Enter");
  await page.getByLabel("New value").fill(guid("b", 1));
  await page.keyboard.press("Enter");
  await page.getByText(/2 ready/).waitFor();
}
