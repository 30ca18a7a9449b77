import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { AppPage } from '../companion/browser/app-page.ts';
import { ensureBrowser, launchBrowser, webgpuFlag } from '../companion/browser/browser.ts';
import { screenshots } from './screenshots/screenshots.ts';
import { root } from './project-root.ts';

// `node scripts/screenshots.ts [NAME…]` updates the screenshots of the README: it takes them in the served app with its
// companion, with the models of ASSAY_TEST_DATA and ASSAY_TEST_MODELS.
const folder = join(root, 'docs', 'pictures');
const size = { width: 1280, height: 800 };
/** Differs from the default port, which a running `npm start` uses. */
const port = '7329';
const names = process.argv.slice(2);
const unknown = names.find((name) => !screenshots.some((screenshot) => screenshot.name === name));
if (unknown !== undefined) {
  throw new Error(`there is no screenshot "${unknown}": choose from ${screenshots.map(({ name }) => name).join(', ')}`);
}

const server = spawn(process.execPath, [join(root, 'scripts', 'assay.ts'), 'serve'], {
  env: { ...process.env, PORT: port },
  stdio: ['ignore', 'pipe', 'inherit'],
});
try {
  const { url, pairingLink } = await readLinks();
  await mkdir(folder, { recursive: true });
  const browser = await launchBrowser(await ensureBrowser(console.log), [webgpuFlag]);
  try {
    const page = await browser.newPage({ viewport: size, reducedMotion: 'reduce' });
    const app = new AppPage(page, console.log);
    await app.visit(`${url}/#/device?auto=1`); // a device profile, so that pages show forecasts
    await app.waitForOutcome();
    for (const screenshot of screenshots) {
      if (names.length > 0 && !names.includes(screenshot.name)) continue;
      await page.emulateMedia({ colorScheme: screenshot.colorScheme });
      if (screenshot.needsCompanion) await app.visit(pairingLink);
      await screenshot.show({ page, app });
      await page.waitForTimeout(500); // Heuristic, not measured: transitions end and canvases are drawn.
      await page.screenshot({ path: join(folder, `${screenshot.name}.png`) });
      console.log(screenshot.name);
    }
  } finally {
    await browser.close();
  }
} finally {
  server.kill('SIGTERM');
  await once(server, 'exit');
}

/** Reads the URL that the server prints, and the link that pairs a page with the companion once. */
async function readLinks(): Promise<{ readonly url: string; readonly pairingLink: string }> {
  let url: string | undefined;
  for await (const line of createInterface(server.stdout)) {
    url ??= /^Assay runs at (\S+?)\/? /.exec(line)?.[1];
    const pairingLink = /http\S+pair=\S+/.exec(line)?.[0];
    if (url !== undefined && pairingLink !== undefined) return { url, pairingLink };
  }
  throw new Error('the server ended before it printed its links');
}
