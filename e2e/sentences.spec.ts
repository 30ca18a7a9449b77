import { buildTinyStaticModel } from '#convert/tiny-static-model.fixture.ts';
import { checkAccessibilityInAllAppearances } from './fixtures/accessibility.ts';
import { expect, test } from './fixtures/test.ts';

test('texts of a file are ranked by their similarity to a query, and get the nearest label @accessible', async ({
  page,
}) => {
  const model = Object.entries(await buildTinyStaticModel());
  await page.goto('#/run?task=sentence-embedding');
  await page
    .getByTestId('model-file')
    .setInputFiles(model.map(([name, bytes]) => ({ name, mimeType: '', buffer: Buffer.from(bytes) })));
  const lines = 'the landlord keeps the deposit\n\nthe dog barks\nbake the bread\n';
  await page.getByTestId('text-file').setInputFiles({ name: 'texts.txt', mimeType: '', buffer: Buffer.from(lines) });
  await page.getByTestId('query').fill('my cat purrs');
  await page.getByRole('button', { name: 'Compare', exact: true }).click();
  // The expected ranking was determined by hand: only "dog barks" shares a topic with the query.
  const first = page.getByRole('row').nth(1);
  await expect(first).toContainText('the dog barks');
  await expect(first).toContainText('1.000');
  await expect(page.getByRole('row')).toHaveCount(4);
  await page.getByTestId('mode').selectOption('label');
  await page.getByTestId('labels').fill('animal, lease, oven');
  await page.getByRole('button', { name: 'Compare', exact: true }).click();
  // The expected labels were determined by hand: each label shares its topic with one of the texts.
  const rows = page.getByRole('row');
  await expect(rows.filter({ hasText: 'the dog barks' })).toContainText('animal1.000');
  await expect(rows.filter({ hasText: 'the landlord keeps' })).toContainText('lease');
  await expect(rows.filter({ hasText: 'bake the bread' })).toContainText('oven');
  await checkAccessibilityInAllAppearances(page);
});
