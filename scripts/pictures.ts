import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Browser } from 'playwright-core';
import { AppPage } from '../companion/browser/app-page.ts';
import { ensureBrowser, launchBrowser, webgpuFlag } from '../companion/browser/browser.ts';
import { pictures, type Picture } from './pictures/pictures.ts';
import { root } from './project-root.ts';

// `node scripts/pictures.ts [NAME…]` takes the pictures of the README again, in the served app with its companion, with
// the models of ASSAY_TEST_DATA and ASSAY_TEST_MODELS.
const folder = join(root, 'docs', 'pictures');
const size = { width: 1280, height: 800 };
const names = process.argv.slice(2);
const unknown = names.find((name) => !pictures.some((picture) => picture.name === name));
if (unknown !== undefined) {
  throw new Error(`there is no picture "${unknown}": choose from ${pictures.map(({ name }) => name).join(', ')}`);
}

const server = spawn(process.execPath, [join(root, 'scripts', 'assay.ts'), 'serve'], {
  env: { ...process.env, PORT: '0' },
  stdio: ['ignore', 'pipe', 'inherit'],
});
try {
  const { url, pairingLink } = await readLinks();
  await mkdir(folder, { recursive: true });
  const browser = await launchBrowser(await ensureBrowser(console.log), [webgpuFlag]);
  try {
    for (const picture of pictures) {
      if (names.length === 0 || names.includes(picture.name)) await take(browser, picture, url, pairingLink);
    }
  } finally {
    await browser.close();
  }
} finally {
  server.kill('SIGTERM');
  await once(server, 'exit');
}

/** The URL that the server prints, and the link that pairs a page with the companion once. */
async function readLinks(): Promise<{ readonly url: string; readonly pairingLink: string }> {
  let url: string | undefined;
  for await (const line of createInterface(server.stdout)) {
    url ??= /^Assay runs at (\S+?)\/? /.exec(line)?.[1];
    const pairingLink = /http\S+pair=\S+/.exec(line)?.[0];
    if (url !== undefined && pairingLink !== undefined) return { url, pairingLink };
  }
  throw new Error('the server ended before it printed its links');
}

/** The pairing link works once, so only the picture that needs it opens it. */
async function take(browser: Browser, picture: Picture, url: string, pairingLink: string): Promise<void> {
  const { name, colorScheme, needsCompanion = false, show } = picture;
  const context = await browser.newContext({ viewport: size, colorScheme, reducedMotion: 'reduce' });
  try {
    const page = await context.newPage();
    const app = new AppPage(page, console.log);
    await app.visit(needsCompanion ? pairingLink : url);
    await show({ page, app });
    const path = join(folder, `${name}.png`);
    await page.screenshot({ path });
    console.log(path);
  } finally {
    await context.close();
  }
}
