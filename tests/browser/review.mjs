// What the tests of the review page share: files, how one is opened, what is saved.
import { readFileSync } from "node:fs";
import { openWindow } from "./stage.mjs";

export const HEADER = "SourceExternalDirectoryObjectId,SourceUserPrincipalName,PrimarySmtpAddress,TargetExternalDirectoryObjectId,MigrationStatus";

export const guid = (kind, n) => `${kind.repeat(8)}-0000-4000-8000-${String(n).padStart(12, "0")}`;

/** A row of a mapping file with that header. */
export const person = (n, target, status = "Copied") =>
  `${guid("a", n)},person${n}@contoso.example,person${n}@contoso.example,${target},${status}`;

/** A file of these rows. */
export const fileOf = (rows, header = HEADER) => [header, ...rows].join("\r\n") + "\r\n";

/** Two rows, the first without a target. */
export const smallFile = () => fileOf([person(1, ""), person(2, guid("b", 2))]);

/** A file as a file input takes it. */
export const csv = (name, content) => ({ name, mimeType: "text/csv", buffer: Buffer.from(content) });

/** Opens a file, its text or its place on the disk, by the picker and waits for its rows. */
export async function openFile(page, content, name = "small.csv") {
  await page.getByLabel(/Choose a file/).setInputFiles(content.path ?? csv(name, content));
  await page.getByRole("grid").waitFor();
}

/** A window of its own with a file in the review page. */
export async function openReview(stage, content, name = "wave.csv") {
  const window = await openWindow(stage);
  await window.page.goto(`${stage.address}/review`);
  await openFile(window.page, content, name);
  return window;
}

/** The name and the bytes of what is downloaded when something is pressed. */
export async function downloaded(page, press) {
  const [download] = await Promise.all([page.waitForEvent("download"), press()]);
  return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
}

/** What is downloaded when something is pressed: the keys that save, unless said. */
export const saved = async (page, press = () => page.keyboard.press("Control+s")) => (await downloaded(page, press)).bytes;

/** Gives the first finding's row a target, by keyboard. */
export async function editFirstTarget(page) {
  await page.getByRole("grid").focus();
  await page.keyboard.press("F8");
  await page.keyboard.press("Enter");
  await page.getByLabel("New value").fill(guid("b", 1));
  await page.keyboard.press("Enter");
  await page.getByText(/2 ready/).waitFor();
}
