import { tinyTextClassifier } from '#tasks/text-model/tiny-models.fixture.ts';
import reference from '#tasks/text-model/reference-values.json' with { type: 'json' };
import { checkAccessibilityInAllAppearances } from './fixtures/accessibility.ts';
import { expect, test } from './fixtures/test.ts';

test('texts of a file get the labels of transformers, and a long one is reported @accessible', async ({ page }) => {
  const { labels, classifications } = reference;
  await page.goto('#/run?task=text-classification');
  await page
    .getByTestId('model-file')
    .setInputFiles(
      Object.entries(tinyTextClassifier).map(([name, bytes]) => ({ name, mimeType: '', buffer: Buffer.from(bytes) })),
    );
  const texts = Buffer.from(classifications.map(({ text }) => text).join('\n'));
  await page.getByTestId('text-file').setInputFiles({ name: 'texts.txt', mimeType: '', buffer: texts });
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  for (const [index, { text, softmax }] of classifications.entries()) {
    const best = Math.max(...softmax);
    const row = page.getByRole('row').nth(index + 1);
    await expect(row).toContainText(text);
    await expect(row).toContainText(labels[softmax.indexOf(best)]!);
    await expect(row).toContainText(best.toFixed(3));
  }
  await expect(page.getByTestId('truncated')).toContainText('only its first 12 tokens were read');
  await checkAccessibilityInAllAppearances(page);
});
