// A running Crosswalk and a real Chromium, for a test file.
import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { root, startStack } from "../../scripts/stack.mjs";

export const CONTOSO = "3f9a0c1e-77d4-4b8a-9c2e-1d5e6f7a8b90";
export const FABRIKAM = "b7c4d2e8-5a16-4f3b-8d90-6e2f1a3c4d5b";

// The browser's own background traffic is no part of a test.
const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

function options(switches) {
  const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
  if (!existsSync(executablePath)) {
    throw new Error(`There is no browser at ${executablePath}. Run \`make test-browser\`, which installs one, or set CHROMIUM.`);
  }
  return { executablePath, args: [...FLAGS, ...switches], headless: true };
}

/** A headless Chromium, with further switches. */
export const launch = async (switches = []) => await chromium.launch(options(switches));

/** A headless Chromium. */
export const openBrowser = () => launch();

/**
 * A Chromium as a person has it, with a profile in `folder`: a private window, which
 * all others here are, neither connects nor looks up names ahead of time.
 */
export async function launchProfile(folder, switches = []) {
  const quiet = "--disable-background-networking";
  const { args, ...rest } = options(switches);
  return await chromium.launchPersistentContext(folder, {
    ...rest,
    args: args.filter((one) => one !== quiet),
    ignoreDefaultArgs: [quiet],
  });
}

/** Starts everything on free ports, with a state of its own. */
export async function openStage(vars = {}) {
  const state = mkdtempSync(join(tmpdir(), "crosswalk-browser-"));
  const stack = await startStack({ port: 0, m365Port: 0, state, vars });
  const browser = await openBrowser();
  return {
    ...stack,
    browser,
    async close() {
      await browser.close();
      await stack.stop();
      rmSync(state, { recursive: true, force: true });
    },
  };
}

/** A private window; whatever its pages complain about is collected in `complaints`. */
export async function openWindow(stage, options = {}) {
  const context = await stage.browser.newContext({
    viewport: { width: 1440, height: 900 },
    acceptDownloads: true,
    ...options,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  const complaints = [];
  page.on("pageerror", (error) => complaints.push(`error: ${error.message}`));
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(`console: ${message.text()}`);
  });
  return { context, page, complaints };
}

/** Keeps a picture in both themes under build/screenshots, for people to look at. */
export async function picture(page, name) {
  const folder = join(root, "build/screenshots");
  mkdirSync(folder, { recursive: true });
  for (const colorScheme of ["dark", "light"]) {
    await page.emulateMedia({ colorScheme });
    await page.waitForTimeout(250); // colours move over
    await page.screenshot({ path: join(folder, `${name}-${colorScheme}.png`) });
  }
}

/** Signs in with an account of the pretend Microsoft 365, as a person would. */
export async function signIn(page, stage, account) {
  await page.goto(stage.address);
  await page.getByRole("button", { name: "Sign in", exact: true }).first().click();
  await page.waitForURL(`${stage.m365}/**`);
  await page.getByRole("button", { name: account }).click();
  await page.waitForURL(`${stage.address}/**`);
}

/** The directory of a tenant as it stands now. */
export async function directoryOf(stage, tenant) {
  const { tenants } = await (await fetch(`${stage.m365}/control/tenants`)).json();
  return tenants.find((one) => one.tenantId === tenant);
}
