/** The browser that is there: Debian's Chromium, or the one that CHROMIUM_PATH names. None is downloaded. */
import { accessSync, constants, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { BrowserContext, CDPSession, Page } from "playwright-core";

/** What the browser needs to run without a screen, and not to speak to anybody but the page. */
const FLAGS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

const path = process.env["CHROMIUM_PATH"] ?? "/usr/bin/chromium";

const isThere = (): boolean => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

/** Why tests that need a browser are skipped; false where one is found. */
export const skipReason: string | false = isThere()
  ? false
  : `no Chromium at ${path}; install it (apt-get install chromium) or set CHROMIUM_PATH`;

/** A page of a browser of its own. */
export interface OpenedPage extends AsyncDisposable {
  readonly page: Page;
  /** For what only the developer tools can do. */
  readonly tools: CDPSession;
}

/** Opens `url` in a new browser with an empty profile. */
export const openPage = async (url: string): Promise<OpenedPage> => {
  const { chromium } = await import("playwright-core");
  const profile = mkdtempSync(join(tmpdir(), "poolhouse-browser-"));
  let context: BrowserContext | undefined;
  const close = async () => {
    await context?.close();
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    context = await chromium.launchPersistentContext(profile, {
      executablePath: path,
      args: FLAGS,
      // The test's process is not the browser's to end.
      handleSIGHUP: false,
      handleSIGINT: false,
      handleSIGTERM: false,
    });
    const page = await context.newPage();
    await page.goto(url);
    return { page, tools: await context.newCDPSession(page), [Symbol.asyncDispose]: close };
  } catch (error) {
    await close();
    throw error;
  }
};
