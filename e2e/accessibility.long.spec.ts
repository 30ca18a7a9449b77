import { expect, test } from './fixtures/test.ts';
import { checkAccessibilityInAllAppearances } from './fixtures/accessibility.ts';
import { sampleHash } from './fixtures/run-page.ts';

for (const hash of [
  '#/',
  '#/device',
  '#/device?browser=Chrome+156&os=Linux&gpu=none&cores=2&oneThreadGflops=24.1',
  '#/results',
  '#/no-such-page',
  sampleHash,
  '#/run?task=digits',
  '#/run?task=image-classification',
  '#/run?task=segmentation',
  '#/run?task=ocr',
  '#/models?model=digits',
  '#/graph',
  '#/graph?model=digits',
  '#/graph?model=digits&overlay=flops',
  '#/bench',
  '#/chat',
]) {
  test(`the page ${hash} is accessible and fits wide and narrow screens in light and dark colours`, async ({
    page,
  }) => {
    await page.goto(hash);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await checkAccessibilityInAllAppearances(page);
  });
}
