import {
  getAnswers,
  expectAboveField,
  getMessageField,
  countingModel,
  openChat,
  getAnswerText,
  sendMessage,
} from './fixtures/chat-page.ts';
import { expect, test, type Page } from './fixtures/test.ts';

/** Reads the text of the last message in the last stored conversation. */
const readStoredText = (page: Page) =>
  page.evaluate(
    () =>
      new Promise<string>((resolve) => {
        const opening = indexedDB.open('assay-chat');
        opening.onsuccess = () => {
          const reading = opening.result.transaction('conversations').objectStore('conversations').getAll();
          reading.onsuccess = () => {
            opening.result.close();
            const conversations = reading.result as { turns: { content: string }[] }[];
            resolve(conversations.at(-1)?.turns.at(-1)?.content ?? '');
          };
        };
      }),
  );

// Opening the model takes long on a software GPU.
test('changing the device to WebGPU reopens the model there', async ({ page }) => {
  await openChat(page);
  await expect(page.getByTestId('engine')).toContainText('WebAssembly');
  await page.getByTestId('device').selectOption({ label: 'WebGPU' });
  await expect(page.getByTestId('engine')).toContainText('WebGPU');
  await sendMessage(page, 'a');
  await expect(getAnswerText(page)).toHaveText('bcdefghi');
});

test('an answer in progress stays in its conversation when a new one is started', async ({ page }) => {
  await openChat(page, '#/chat?temperature=0&max=100000&context=131072');
  await getMessageField(page).fill('a');
  await getMessageField(page).press('Enter');
  await expect(page.locator('[aria-busy=true]')).toContainText('bcdef');
  await page.getByRole('button', { name: 'New conversation' }).click();
  await expect(page.getByTestId('stored-conversation')).toHaveCount(1);
  await expect(getAnswers(page)).toHaveCount(0);
  await page.getByRole('button', { name: 'Open “a”' }).click();
  await expect(getAnswerText(page)).toHaveText(/^bcdef/);

  // The page is reloaded in the middle of an answer.
  await getMessageField(page).fill('k');
  await getMessageField(page).press('Enter');
  await expect.poll(() => readStoredText(page)).toMatch(/^lmnop/);
  await page.reload();
  await expect(getAnswerText(page, 1)).toHaveText(/^lmnop/);
  await expect(page.getByTestId('usage').last()).toContainText('was cut off');
});

test('changing threads or context reopens the model', async ({ page }) => {
  await openChat(page);
  await page.getByTestId('threads').selectOption('2');
  await expect(page.getByTestId('engine')).toContainText('2 threads');
  await expect(page).toHaveURL(/threads=2/);
  await page.getByTestId('threads').selectOption('1');
  await expect(page.getByTestId('engine')).toContainText('1 thread');
  await page.getByTestId('context').fill('512');
  await page.getByTestId('context').press('Enter');
  await expect(page.getByTestId('engine')).toContainText('context of 512 tokens');
  await expect(page).toHaveURL(/context=512/);
  await page.getByTestId('context').fill('4096');
  await page.getByTestId('context').press('Enter');
  await expect(page.getByText('The model was trained with a context of 2,048 tokens')).toBeVisible();
  await sendMessage(page, 'a');
  await expect(getAnswerText(page)).toHaveText('bcdefghi');
});

test('an answer follows a JSON schema, and a malformed schema is rejected with the reason', async ({ page }) => {
  await openChat(page, '#/chat?temperature=0&max=40'); // long enough for the answer, which has 14 tokens
  await page.getByText('Sampling and format').click();
  const schema = page.getByTestId('json-schema');
  await schema.fill('{"type": ');
  await expect(page.getByRole('alert')).toContainText('this is not valid JSON');
  await schema.fill('["cab"]');
  await expect(page.getByRole('alert')).toContainText('a schema must be a JSON object');
  await schema.fill('{"type": "string", "enum": ["cab"]}');
  await expect(page.getByRole('alert')).toHaveCount(0);
  await sendMessage(page, 'x');
  await expect(getAnswerText(page)).toHaveText('"cab"');
});

test('a message longer than the context is rejected, and the next conversation works', async ({ page }) => {
  await openChat(page, '#/chat?temperature=0&max=8&context=256');
  await getMessageField(page).fill('a'.repeat(400));
  await getMessageField(page).press('Enter');
  await expect(page.getByRole('alert')).toContainText('it does not fit the context');
  await expectAboveField(page, 'context-note');
  await page.getByTestId('context-note').getByRole('button', { name: 'New conversation' }).click();
  await sendMessage(page, 'a');
  await expect(getAnswerText(page)).toHaveText('bcdefghi');
});

test('a worker crash during an answer is reported, and the worker is replaced', async ({ page }) => {
  await openChat(page, '#/chat?temperature=0&max=100000&context=131072');
  await getMessageField(page).fill('a');
  await getMessageField(page).press('Enter');
  await expect(page.locator('[aria-busy=true]')).toContainText('bcdef');
  const worker = page.workers().find((candidate) => candidate.url().includes('text.worker'));
  expect(worker).toBeDefined();
  await worker?.evaluate(() => void setTimeout(() => (globalThis as unknown as { close(): void }).close()));
  await expect(page.getByRole('alert')).toContainText('stopped unexpectedly');
  await expect(getAnswerText(page)).toHaveText(/^bcdef/);
  await expect(page.getByTestId('usage')).toContainText('was cut off');
  await sendMessage(page, '5');
  await expect(getAnswerText(page, 1)).toHaveText('6789');
});

test('the Chat page opens the model inspected on the Models page', async ({ page }) => {
  await page.goto('#/models');
  await page.getByTestId('model-file').setInputFiles(countingModel);
  await page.getByTestId('run').click();
  await expect(page.getByTestId('engine')).toContainText('wllama');
  await expect(page.getByRole('heading', { name: 'tiny.gguf' })).toBeVisible();
  await sendMessage(page, 'a'); // the answer is random: the link from the Models page does not set a temperature
  await expect(page.getByTestId('usage')).toBeVisible();
});

test('the buttons of the last answer are above the message field', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 640 });
  await openChat(page);
  for (const message of ['a', 'b', 'c']) await sendMessage(page, message);
  await expectAboveField(page, 'assistant');
});
