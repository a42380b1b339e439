// Tasks of more than 50 ms on the main thread, as the browser itself reports them, while
// the engine reads, checks, looks, sorts and matches.
import { writeFileSync } from "node:fs";
import { freshReview, openInReview } from "./page.mjs";

/** MailUsers that an export may have; each file row finds its own among the first. */
const MAIL_USERS = 50_000;

/** How many there were, by what went on; the longest of all in ms. */
export async function longTasks(browser, server, path, folder) {
  const page = await freshReview(browser, server);
  const samples = {};
  const during = async (name, act) => {
    await page.evaluate(() => (globalThis.bench.long.length = 0));
    await act();
    await page.waitForTimeout(500);
    samples[name] = await page.evaluate(() => globalThis.bench.long.map(({ duration }) => duration));
  };
  await during("open", () => openInReview(page, path));
  await during("filter", async () => {
    await page.locator("#head-1").click({ button: "right" });
    await page.getByRole("menuitem", { name: "Filter by this column…" }).click();
    await page.getByLabel("Text, in any case of letters").fill("9");
    await page.getByRole("button", { name: "Filter", exact: true }).click();
    await idle(page);
    await page.getByRole("button", { name: "Reset the view" }).click();
  });
  await during("sort", async () => {
    await page.getByRole("grid").focus();
    await page.keyboard.press("Control+Home");
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("Enter");
    await idle(page);
    await page.getByRole("button", { name: "Reset the view" }).click();
  });
  await during("find", async () => {
    await page.keyboard.press("Control+f");
    await page.keyboard.type("contoso");
    await page.getByText(/\d in [\d,]+ rows/).waitFor();
    await page.waitForTimeout(3_000);
    await page.keyboard.press("Escape");
  });
  await during("match", async () => {
    const users = `${folder}/mail-users.csv`;
    writeFileSync(users, mailUsers());
    await page.getByRole("grid").focus();
    await page.keyboard.press("Control+m");
    const panel = page.getByRole("complementary", { name: "Match" });
    await panel.getByLabel(/Choose MailUsers.csv/).setInputFiles(users);
    await panel.getByText(/[\d,]+ MailUsers/).first().waitFor();
    await panel.getByRole("button", { name: /^(Show|Preview|Run)/ }).first().click();
    await idle(page);
  });
  await page.context().close();
  return samples;
}

/** Until the engine has had nothing to say for a while. */
async function idle(page) {
  let said = -1;
  for (let still = 0; still < 4; ) {
    const now = await page.evaluate(() => globalThis.bench.said.length);
    still = now === said ? still + 1 : 0;
    said = now;
    await page.waitForTimeout(250);
  }
}

function mailUsers() {
  const hex = (n, width) => n.toString(16).padStart(width, "0");
  const lines = ["ExternalDirectoryObjectId,DisplayName,Alias,UserPrincipalName,PrimarySmtpAddress,ExternalEmailAddress,EmailAddresses"];
  for (let n = 0; n < MAIL_USERS; n += 1) {
    const alias = `anna.smith${n}`;
    lines.push(`${hex(n, 8)}-0000-4000-8000-${hex(n, 12)},Anna Smith ${n},${alias},${alias}@fabrikam.example,${alias}@fabrikam.example,SMTP:${alias}@contoso.example,SMTP:${alias}@fabrikam.example`);
  }
  return lines.join("\r\n");
}
