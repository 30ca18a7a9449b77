import { buildTinyStaticModel } from '#convert/tiny-static-model.fixture.ts';
import { createTinyPdf } from '#retrieval/documents/tiny-pdf.fixture.ts';
import { checkAccessibilityInAllAppearances } from './fixtures/accessibility.ts';
import { expect, test } from './fixtures/test.ts';

const createFile = (name: string, content: string | Uint8Array) => ({
  name,
  mimeType: '',
  buffer: Buffer.from(content),
});

test('passages of files answer a question, after a reload too, and the index can be deleted @accessible', async ({
  page,
}) => {
  const model = Object.entries(await buildTinyStaticModel()).map(([name, bytes]) => createFile(name, bytes));
  await page.goto('/#/files');
  await page
    .getByTestId('add-files')
    .setInputFiles([
      createFile(
        'lease.md',
        '# Lease\n\n## Deposit\n\nThe landlord returns the deposit.\n\n## Pets\n\nA dog needs consent.\n',
      ),
      createFile('timetable.pdf', createTinyPdf([['The bus drives on this road.'], []])),
      createFile('photo.png', Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0, 1)),
    ]);
  const documents = page.getByTestId('documents').getByRole('listitem');
  await expect(documents).toHaveText([/lease\.md.*found by words only/s, /timetable\.pdf.*found by words only/s]);
  const question = page.getByTestId('question');
  await question.fill('Is a dog allowed?');
  await page.getByRole('button', { name: 'Ask', exact: true }).click();
  const sources = page.getByTestId('sources').getByRole('listitem');
  await expect(sources).toHaveText(/lease\.md · Lease · Pets/);
  await page.getByTestId('embedding-file').setInputFiles(model);
  await expect(documents).toHaveText([/lease\.md.*2 passages(?!.*words only)/s, /timetable\.pdf.*1 page has no text/s]);
  await expect(page.getByRole('alert')).toContainText('photo.png could not be read');

  await question.fill('When does my landlord pay?');
  await page.getByRole('button', { name: 'Ask', exact: true }).click();
  await expect(sources.first()).toContainText('lease.md · Lease · Deposit');
  await expect(sources.first().locator('mark')).toHaveText(['landlord']);
  await checkAccessibilityInAllAppearances(page);

  await page.reload();
  await expect(documents).toHaveCount(2);
  await page.getByTestId('embedding-file').setInputFiles(model);
  await question.fill('Which bus drives there?');
  await page.getByRole('button', { name: 'Ask', exact: true }).click();
  await expect(sources.first()).toContainText('timetable.pdf · page 1');
  await question.fill('quantum physics');
  await page.getByRole('button', { name: 'Ask', exact: true }).click();
  await expect(page.getByTestId('not-in-files')).toBeVisible();

  page.once('dialog', (dialog) => void dialog.accept());
  await page.getByRole('button', { name: 'Delete the index' }).click();
  await expect(page.getByText('No files yet.')).toBeVisible();
  expect(
    await page.evaluate(async () => {
      const root = await navigator.storage.getDirectory();
      return root.getDirectoryHandle('documents').then(
        () => 'there',
        () => 'gone',
      );
    }),
  ).toBe('gone');
});
