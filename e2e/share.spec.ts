import { expect, test, type Page } from './fixtures/test.ts';
import { sampleReport, sampleTextReport } from '#core/report.fixture.ts';
import { encodeReportLink } from '#share/report-link.ts';
import { expectNoViolations } from './fixtures/no-violations.ts';

const file = {
  kind: 'files',
  id: 'mobilenet-v2-finetuned.onnx',
  sizeBytes: 14_012_345,
  sha256: 'ab'.repeat(32),
} as const;
const copied = (page: Page) => page.evaluate(() => navigator.clipboard.readText());

/** The link on the page: the browser's compression differs from Node's. */
const ownLink = async (page: Page) => (await page.getByTestId('result-link').getAttribute('href')) ?? '';

/** Sets the public address for shared links, instead of this test's loopback address. */
async function setPublicAddress(page: Page): Promise<void> {
  await page.addInitScript(() => localStorage.setItem('assay.public-address', 'https://assay.example/'));
}

for (const [width, height] of [
  [1280, 800],
  [390, 844],
] as const) {
  for (const [what, report] of [
    ['a result of a file', sampleReport({ subject: file })],
    ['a text result', sampleTextReport()],
  ] as const) {
    test(`the share button of ${what} and the facts of the measurement are above the fold at ${width}x${height}`, async ({
      page,
    }) => {
      await page.setViewportSize({ width, height });
      await page.goto(await encodeReportLink(report));
      await expect(page.getByTestId('share')).toBeVisible();
      for (const shown of await page.locator('[data-testid=share], [data-testid=repeat]').all()) {
        const box = await shown.boundingBox();
        expect((box?.y ?? Infinity) + (box?.height ?? 0)).toBeLessThanOrEqual(height);
      }
      const { id, sha256 } = report.subject;
      const heading = page.getByRole('heading', { level: 1 });
      await expect(heading).toContainText(id);
      await expect(heading).toContainText('on Chromium 156, Linux, 2 logical cores');
      const verdict = page.getByTestId('verdict');
      for (const fact of [id, sha256, 'Chromium 156, Linux, 2 logical cores', 'WebAssembly', 'valid'])
        await expect(verdict).toContainText(fact);
      await expectNoViolations(page);
    });
  }
}

test('a page on a loopback address asks once for the public one, and copies links that lead there', async ({
  page,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.goto(await encodeReportLink(sampleReport()));
  const hash = await ownLink(page);
  await page.getByTestId('share').click();
  await page.getByRole('button', { name: 'Copy without the address' }).click();
  expect(await copied(page)).toBe(hash);
  await page.getByTestId('public-address').fill('http://127.0.0.1:8080/');
  await page.getByRole('button', { name: 'Use this address' }).click();
  await expect(page.getByText('Enter an http or https address that other devices can open')).toBeVisible();
  await expectNoViolations(page);
  await page.getByTestId('public-address').fill('assay.example/app/');
  await page.getByRole('button', { name: 'Use this address' }).click();
  await expect(page.getByText('Link copied')).toBeVisible();
  expect(await copied(page)).toBe(`https://assay.example/app/${hash}`);
  await expect(page.getByTestId('result-link')).toHaveText(`https://assay.example/app/${hash}`);

  await page.reload();
  await page.getByTestId('share').click();
  await expect(page.getByText('Link copied')).toBeVisible();
  await page.getByRole('button', { name: 'Change' }).click();
  await page.getByTestId('share').click();
  await expect(page.getByTestId('public-address')).toBeVisible();
});

test('the system share sheet opens with the link if there is one', async ({ page }) => {
  await setPublicAddress(page);
  await page.addInitScript(() => {
    navigator.share = async (data) => {
      document.documentElement.dataset['shared'] = data?.url ?? '';
    };
  });
  await page.goto(await encodeReportLink(sampleReport()));
  const hash = await ownLink(page);
  await page.getByTestId('share').click();
  await expect(page.locator('html')).toHaveAttribute('data-shared', `https://assay.example/${hash}`);
  await expect(page.getByRole('button', { name: 'Copy link' })).toBeVisible();
});

test('leaving a page during a measurement asks for confirmation, and stays if it is declined', async ({ page }) => {
  test.slow();
  await page.goto('#/bench?workload=conv&threads=1&effort=standard');
  await page.getByTestId('run').click();
  await expect(page.getByTestId('progress')).toBeVisible();
  const asked: string[] = [];
  let answer: 'accept' | 'dismiss' = 'dismiss';
  page.on('dialog', (dialog) => {
    asked.push(`${dialog.type()}: ${dialog.message()}`);
    void dialog[answer]();
  });
  const models = page.getByRole('navigation').getByRole('link', { name: 'Models' });
  await models.click();
  await expect.poll(() => asked).toEqual(['confirm: A benchmark is running. Leave this page and stop it?']);
  await expect(page.getByTestId('progress')).toBeVisible();
  await expect(page).toHaveURL(/#\/bench\?workload=conv/);
  answer = 'accept';
  await models.click();
  await expect(page.getByRole('heading', { level: 1, name: 'Models' })).toBeVisible();
  await page.getByRole('navigation').getByRole('link', { name: 'Results' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Results' })).toBeVisible();
  expect(asked).toHaveLength(2);
});

test('closing the tab during a measurement asks for confirmation', async ({ page }) => {
  await page.goto('#/bench?workload=conv&threads=1&effort=standard');
  await page.getByTestId('run').click();
  await expect(page.getByTestId('progress')).toBeVisible();
  const dialog = page.waitForEvent('dialog');
  await page.close({ runBeforeUnload: true });
  expect((await dialog).type()).toBe('beforeunload');
  await (await dialog).accept();
});
