import { readFileSync } from 'node:fs';
import { languageTags } from '#words/language-tags.ts';
import { expect, test, type Page } from './fixtures/test.ts';
import { checkAccessibility } from './fixtures/accessibility.ts';
import { expectNoOverflowOrCutOffLabels } from './fixtures/layout.ts';

const [linkLine = ''] = readFileSync('src/share/report-link/links-v1.jsonl', 'utf8').split('\n');
const { hash: resultLink } = JSON.parse(linkLine) as { hash: string };

/** Links to every page in its initial state or with content from the link. */
const pages = [
  '#/',
  '#/run',
  '#/run?task=digits',
  '#/evaluate',
  '#/optimise',
  '#/chat',
  '#/bench',
  '#/results',
  '#/models?model=digits',
  '#/device?browser=Chrome+156&os=Linux&gpu=none&cores=2&oneThreadGflops=24.1',
  '#/files',
  '#/graph?model=digits',
  '#/profile',
  '#/tune',
  '#/targets',
  '#/teach',
  '#/companion',
  '#/deployments',
  '#/verify',
  '#/help',
  '#/about',
  '#/method',
  resultLink,
  `#/compare/${resultLink.slice('#/r/'.length)}/${resultLink.slice('#/r/'.length)}`,
  '#/r/broken',
  '#/no-such-page',
];

/** A Chinese character. */
const chineseCharacter = /\p{Script=Han}/u;

async function open(page: Page, hash: string, tag: string) {
  await page.goto(hash);
  await expect(page.locator('html')).toHaveAttribute('lang', tag);
  await expect(page.locator('footer')).toBeVisible();
}

test.describe('a browser in Swahili', () => {
  test.use({ locale: 'sw-KE' });

  test('the page is in the language of the browser until another one is chosen, which survives a reload', async ({
    page,
  }) => {
    const heading = page.getByRole('heading', { level: 1 });
    await open(page, '#/device?browser=Chrome+156', 'sw');
    await expect(heading).not.toHaveText('Device check');
    const swahili = await heading.innerText();

    const choice = page.locator('footer select');
    await choice.selectOption({ label: '简体中文' });
    await expect(page.locator('html')).toHaveAttribute('lang', 'zh-Hans');
    await expect(heading).toHaveText(chineseCharacter);
    await expect(page).toHaveTitle(chineseCharacter);
    await expect(choice).toBeFocused();
    await page.reload();
    await expect(heading).toHaveText(chineseCharacter);

    await choice.selectOption('system');
    await expect(heading).toHaveText(swahili);
  });
});

test.describe('a browser in Chinese', () => {
  test.use({ locale: 'zh-CN' });

  test('a result link opens in the language of its reader and fits 360 px', async ({ page }) => {
    await page.setViewportSize({ width: 360, height: 740 });
    await open(page, resultLink, 'zh-Hans');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(chineseCharacter);
    await expectNoOverflowOrCutOffLabels(page);
    await checkAccessibility(page);
  });
});

for (const tag of languageTags) {
  test.describe(`${tag} @long`, () => {
    test.use({ locale: tag });

    test(`every page in ${tag} fits 360 px`, async ({ page }) => {
      test.setTimeout(600_000);
      await page.setViewportSize({ width: 360, height: 740 });
      for (const hash of pages) {
        await open(page, hash, tag);
        await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
        await expectNoOverflowOrCutOffLabels(page);
      }
    });
  });
}
