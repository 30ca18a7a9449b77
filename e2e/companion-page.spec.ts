import { browserFlags, findBrowser } from '../companion/browser/browser.ts';
import { createNativeSessions } from '../companion/cli/native/native-sessions.ts';
import { startTestGateway, type TestGateway } from '../companion/gateway/gateway.fixture.ts';
import { defaultBatching } from '../companion/gateway/sessions/batching/batch-settings.ts';
import { openPairing } from '../companion/gateway/pairing/pairing.fixture.ts';
import { checkAccessibilityInAllAppearances } from './fixtures/accessibility.ts';
import { expect, test } from './fixtures/test.ts';

const appUrl = process.env['ASSAY_URL'] ?? '';
const executablePath = process.env['ASSAY_BROWSER'] ?? findBrowser();

// The browser treats the page as one of the internet, so it asks for permission (Local Network Access).
test.use({
  launchOptions: {
    ...(executablePath && { executablePath }),
    args: [...browserFlags, `--ip-address-space-overrides=${appUrl && new URL(appUrl).host}=public`],
  },
});

let companion: TestGateway;
let sessions: ReturnType<typeof createNativeSessions>;
test.beforeEach(async () => {
  companion = await startTestGateway({ onConnection: (client) => sessions.serve(client) });
  sessions = createNativeSessions(companion.folder, defaultBatching);
});
test.afterEach(async () => {
  await companion.close();
  await sessions.close();
});

test('a page of another site connects only after a click, by a code, and again after a reload @accessible', async ({
  page,
  context,
}) => {
  await context.grantPermissions(['local-network-access'], { origin: new URL(appUrl).origin });
  let isContacted = false;
  page.on('websocket', () => (isContacted = true));
  await page.goto('#/companion');
  await expect(page.getByTestId('companion-state')).toHaveText('Not connected');
  await page.waitForFunction(() => globalThis.assay?.state === 'ready');
  await checkAccessibilityInAllAppearances(page);
  expect(isContacted).toBe(false);

  await page.getByLabel('Port').fill(String(companion.port));
  await page.getByRole('button', { name: 'Connect' }).click();
  await expect(page.getByRole('alert')).toContainText('Nothing answered on this port');

  const command = await openPairing(companion, new URL(appUrl).origin);
  await page.getByRole('button', { name: 'Connect' }).click();
  const code = page.getByLabel('Code');
  await expect(code).toBeFocused();
  await code.fill('0000-0000-0000');
  await code.press('Enter');
  await expect(page.getByRole('alert')).toContainText('4 attempts are left');
  await code.fill(await command.readCode());
  await code.press('Enter');
  await expect(page.getByTestId('companion-state')).toHaveText('Connected');
  await expect(page.getByTestId('engine-ort')).toContainText(/ready|not installed/);
  await expect(page.getByTestId('engine-litert')).toContainText(/ready|engines add litert/);
  await checkAccessibilityInAllAppearances(page);

  await page.reload();
  await expect(page.getByTestId('companion-state')).toHaveText('Connected');
  await page.getByRole('button', { name: 'Forget' }).click();
  await expect(page.getByTestId('companion-state')).toHaveText('Not connected');
});

test('a page whose permission was denied explains how to change it @accessible', async ({ page }) => {
  await page.goto('#/companion');
  await page.getByLabel('Port').fill(String(companion.port));
  // A headless browser treats its prompt as denied.
  await page.getByRole('button', { name: 'Connect' }).click();
  await expect(page.getByTestId('companion-state')).toHaveText('Blocked by the browser');
  await expect(page.getByText('Apps on device')).toBeVisible();
  expect(companion.log).toEqual([]);
  await checkAccessibilityInAllAppearances(page);
});
