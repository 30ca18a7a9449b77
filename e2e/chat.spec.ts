import { readFile } from 'node:fs/promises';
import { expect, test, type Page } from './fixtures/test.ts';
import { countingLlama } from '../src/runtimes/wllama/counting-llama.fixture.ts';
import { expectNoViolationsIn } from './fixtures/no-violations.ts';

/** Continues a letter with the next letter and a digit with the next digit up to 9, which ends the text: every answer is known. */
const model = fileOf('tiny.gguf', countingLlama().files.get('tiny.gguf') as Uint8Array);
const greedy = '#/chat?temperature=0&max=8';

function fileOf(name: string, bytes: Uint8Array) {
  return { name, mimeType: 'application/octet-stream', buffer: Buffer.from(bytes) };
}

async function open(page: Page, hash = greedy, file = model): Promise<void> {
  await page.goto(hash);
  await page.getByTestId('model-file').setInputFiles(file);
  await expect(page.getByTestId('engine')).toContainText('wllama');
}

const field = (page: Page) => page.getByRole('textbox', { name: 'Message' });
const answers = (page: Page) => page.getByTestId('assistant');

/** Sends a message and waits until the answer has ended. */
async function say(page: Page, message: string): Promise<void> {
  const before = await answers(page).count();
  await field(page).fill(message);
  await field(page).press('Enter');
  await expect(answers(page)).toHaveCount(before + 1);
}

/** Messages of the browser about blocked content. */
function policyViolations(page: Page): readonly string[] {
  const violations: string[] = [];
  page.on('console', (message) => {
    if (message.text().includes('Content Security Policy')) violations.push(message.text());
  });
  return violations;
}

/** The text of the last message stored. */
const storedText = (page: Page) =>
  page.evaluate(
    () =>
      new Promise<string>((resolve) => {
        const opening = indexedDB.open('assay-chat');
        opening.onsuccess = () => {
          const reading = opening.result.transaction('conversations').objectStore('conversations').getAll();
          reading.onsuccess = () => {
            opening.result.close();
            const all = reading.result as { turns: { content: string }[] }[];
            resolve(all.at(-1)?.turns.at(-1)?.content ?? '');
          };
        };
      }),
  );

/** Expects that the message field does not cover the last element with this id. */
async function expectAboveField(page: Page, testId: string): Promise<void> {
  const last = page.getByTestId(testId).last();
  const bottom = () => last.evaluate((element) => element.getBoundingClientRect().bottom);
  const top = () => page.locator('form:has(#message)').evaluate((form) => form.getBoundingClientRect().top);
  await expect.poll(async () => (await bottom()) <= (await top())).toBe(true);
}

const said = (page: Page, index = 0) => answers(page).nth(index).locator('.said');

test('a GGUF file answers; the answer is continued and regenerated, and the question edited', async ({ page }) => {
  const violations = policyViolations(page);
  await open(page);
  await expect(page.getByRole('heading', { name: 'tiny.gguf' })).toBeVisible();
  await expect(page.getByTestId('engine')).toContainText('WebAssembly');
  await expect(page.getByTestId('engine')).toContainText('context of 2,048 tokens');
  await say(page, 'a');
  await expect(said(page)).toHaveText('bcdefghi');
  const usage = page.getByTestId('usage');
  await expect(usage).toContainText(/time to first token [\d.]+ (ms|s)/);
  await expect(usage).toContainText(/decode [\d,.]+ tokens\/s/);
  await expect(usage).toContainText('8 tokens · token limit reached');
  // The beginning-of-text token, a space, the letter, and eight generated tokens.
  await expect(page.getByTestId('context-meter')).toContainText('11 of 2,048');

  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(said(page)).toHaveText('bcdefghijklmnopq');
  await expect(usage).toContainText('16 tokens');
  await expect(page.getByTestId('context-meter')).toContainText('19 of 2,048');

  await page.getByRole('button', { name: 'Regenerate' }).click();
  await expect(said(page)).toHaveText('bcdefghi');
  await page.getByRole('button', { name: 'Edit' }).click();
  await expect(page.getByRole('textbox', { name: 'Message' }).first()).toBeFocused();
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.type('5');
  await page.getByRole('button', { name: 'Save and resend' }).click();
  await expect(said(page)).toHaveText('6789');
  await expect(page.getByRole('button', { name: 'Continue' })).toHaveCount(0);

  await page.getByRole('button', { name: 'New conversation' }).click();
  await page.getByLabel('System prompt').fill('xyz');
  await field(page).fill('a');
  // The beginning-of-text token, a space, and four letters: counted before the message is sent.
  await expect(page.getByTestId('context-meter')).toContainText('Context with this message: 6 of 2,048');
  await field(page).press('Enter');
  await expect(said(page)).toHaveText('bcdefghi');
  await expect(page.getByTestId('context-meter')).toContainText('14 of 2,048');
  expect(violations).toEqual([]);
});

test('an answer can be stopped by key and by button, and its text so far is retained', async ({ page }) => {
  await open(page, '#/chat?temperature=0&max=100000&context=131072');
  for (const [index, stop] of [
    () => page.keyboard.press('Escape'),
    () => page.getByRole('button', { name: 'Stop' }).press('Enter'),
  ].entries()) {
    await field(page).fill('a');
    await field(page).press('Enter');
    await expect(page.locator('[aria-busy=true]')).toContainText('bcdef');
    await stop();
    await expect(page.getByTestId('usage').nth(index)).toContainText('stopped');
    await expect(said(page, index)).toHaveText(/^bcdef/);
    await expect(field(page)).toBeFocused();
  }
});

test('conversations survive a reload and can be opened, saved and deleted', async ({ page }) => {
  await open(page);
  await say(page, 'a');
  await page.getByRole('button', { name: 'New conversation' }).click();
  await expect(answers(page)).toHaveCount(0);
  await say(page, '3');
  await expect(page.getByTestId('stored-conversation')).toHaveCount(2);
  await page.reload();
  await expect(page.getByTestId('stored-conversation')).toHaveCount(2);
  await page.getByRole('button', { name: 'Open “a”' }).click();
  await expect(said(page)).toHaveText('bcdefghi');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Save as JSON' }).click(),
  ]);
  const saved: unknown = JSON.parse(await readFile(await download.path(), 'utf8'));
  expect(saved).toMatchObject({
    turns: [
      { role: 'user', content: 'a' },
      { role: 'assistant', content: 'bcdefghi', model: 'tiny.gguf', usage: { tokens: 8, ended: 'length' } },
    ],
  });
  await page.getByRole('button', { name: 'Delete “a”' }).click();
  await expect(page.getByTestId('stored-conversation')).toHaveCount(1);
  await expect(answers(page)).toHaveCount(0);
});

test('an answer in progress stays in its conversation when a new one is started', async ({ page }) => {
  await open(page, '#/chat?temperature=0&max=100000&context=131072');
  await field(page).fill('a');
  await field(page).press('Enter');
  await expect(page.locator('[aria-busy=true]')).toContainText('bcdef');
  await page.getByRole('button', { name: 'New conversation' }).click();
  await expect(page.getByTestId('stored-conversation')).toHaveCount(1);
  await expect(answers(page)).toHaveCount(0);
  await page.getByRole('button', { name: 'Open “a”' }).click();
  await expect(said(page)).toHaveText(/^bcdef/);

  // A reload in the middle of an answer.
  await field(page).fill('k');
  await field(page).press('Enter');
  await expect.poll(() => storedText(page)).toMatch(/^lmnop/);
  await page.reload();
  await expect(said(page, 1)).toHaveText(/^lmnop/);
  await expect(page.getByTestId('usage').last()).toContainText('was cut off');
});

test('imported conversations are listed, and shown as Markdown without active content', async ({ page }) => {
  const violations = policyViolations(page);
  const requests: string[] = [];
  page.on('request', (request) => request.url().includes('example.org') && requests.push(request.url()));
  const content = [
    '# Title',
    '- **bold**\n- [link](https://example.org/) [no](javascript:alert(1))',
    '|a|b|\n|-|-|\n|1|2|',
    '<img src=x onerror="document.title=1"> ![picture](https://example.org/x.png)',
    '```js\nconst answer = 42;\n```',
  ].join('\n\n');
  const turns = [
    { role: 'user', content: '**What?**' },
    { role: 'assistant', content },
  ];
  const file = (id: unknown) =>
    fileOf('chat.json', new TextEncoder().encode(JSON.stringify({ id, updatedAt: 1, system: '', turns })));
  await page.goto('#/chat');
  await page.getByTestId('import-conversations').setInputFiles(file(1));
  await expect(page.getByRole('alert')).toContainText('its field id is missing or invalid');
  await page.getByTestId('import-conversations').setInputFiles(file('1'));
  await expect(page.getByText('Imported: 1.')).toBeVisible();
  await expect(page.getByRole('alert')).toHaveCount(0);
  await page.getByRole('button', { name: 'Open “**What?**”' }).click();

  const answer = answers(page);
  await expect(answer.getByRole('heading', { name: 'Title' })).toBeVisible();
  await expect(answer.getByRole('listitem').first()).toHaveText('bold');
  await expect(answer.getByRole('link')).toHaveText(['link', 'picture']);
  await expect(answer.getByRole('link').first()).toHaveAttribute('rel', 'noopener noreferrer');
  await expect(answer.getByRole('cell')).toHaveText(['1', '2']);
  await expect(answer.locator('img')).toHaveCount(0);
  await expect(answer.locator('pre .keyword')).toHaveText('const');
  await expect(answer.locator('pre')).toHaveText('const answer = 42;');
  await expectNoViolationsIn(page);
  await answer.getByRole('button', { name: 'Plain text' }).click();
  await expect(said(page)).toHaveText(content);

  await page.getByRole('button', { name: 'Rename' }).click();
  await page.getByRole('textbox', { name: 'Title' }).fill('Numbers');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Open “Numbers”' })).toBeVisible();
  expect([violations, requests]).toEqual([[], []]);
});

test('changing threads or context reopens the model', async ({ page }) => {
  await open(page);
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
  await say(page, 'a');
  await expect(said(page)).toHaveText('bcdefghi');
});

test('an answer follows a JSON schema, and a malformed schema is rejected with the reason', async ({ page }) => {
  await open(page);
  await page.getByText('Sampling and format').click();
  const schema = page.getByTestId('json-schema');
  await schema.fill('{"type": ');
  await expect(page.getByRole('alert')).toContainText('this is not valid JSON');
  await schema.fill('["cab"]');
  await expect(page.getByRole('alert')).toContainText('a schema is a JSON object');
  await schema.fill('{"type": "string", "enum": ["cab"]}');
  await expect(page.getByRole('alert')).toHaveCount(0);
  await say(page, 'x');
  await expect(said(page)).toHaveText('"cab"');
});

test('the model is open again after a visit of another page, and settings survive a reload', async ({ page }) => {
  await open(page, '#/chat?max=8');
  await page.getByText('Sampling and format').click();
  await page.getByTestId('maxTokens').fill('3');
  await page.getByTestId('maxTokens').press('Enter');
  await page.getByLabel('System prompt').fill('xyz');
  await page.getByRole('link', { name: 'Device', exact: true }).first().click();
  await expect(page.getByTestId('engine')).toHaveCount(0);
  await page.getByRole('link', { name: 'Chat', exact: true }).first().click();
  await expect(page.getByRole('heading', { name: 'tiny.gguf' })).toBeVisible();
  await say(page, 'a');
  await expect(page.getByTestId('usage')).toContainText('3 tokens · token limit reached');
  await page.reload();
  await expect(page.getByTestId('file-again')).toBeAttached();
  await page.getByText('Sampling and format').click();
  await expect(page.getByTestId('maxTokens')).toHaveValue('3');
  await expect(page.getByLabel('System prompt')).toHaveValue('xyz');
});

test('a non-model file and a damaged model are rejected, and the next file opens', async ({ page }) => {
  await page.goto(greedy);
  await page.getByTestId('model-file').setInputFiles(fileOf('notes.txt', new TextEncoder().encode('notes')));
  await expect(page.getByRole('alert')).toContainText('notes.txt');
  await page.getByTestId('model-file').setInputFiles(fileOf('cut.gguf', model.buffer.subarray(0, 5000)));
  await expect(page.getByRole('alert')).toContainText('The gguf file is incomplete');
  await page.getByTestId('model-file').setInputFiles(model);
  await expect(page.getByTestId('engine')).toContainText('wllama');
  await expect(page.getByRole('alert')).toHaveCount(0);
});

test('a message longer than the context is rejected, and the next conversation works', async ({ page }) => {
  await open(page, '#/chat?temperature=0&max=8&context=256');
  await field(page).fill('a'.repeat(400));
  await field(page).press('Enter');
  await expect(page.getByRole('alert')).toContainText('it does not fit the context');
  await expectAboveField(page, 'context-note');
  await page.getByTestId('context-note').getByRole('button', { name: 'New conversation' }).click();
  await say(page, 'a');
  await expect(said(page)).toHaveText('bcdefghi');
});

test('a worker crash during an answer is reported, and the worker is replaced', async ({ page }) => {
  await open(page, '#/chat?temperature=0&max=100000&context=131072');
  await field(page).fill('a');
  await field(page).press('Enter');
  await expect(page.locator('[aria-busy=true]')).toContainText('bcdef');
  const worker = page.workers().find((one) => one.url().includes('text.worker'));
  expect(worker).toBeDefined();
  await worker?.evaluate(() => void setTimeout(() => (globalThis as unknown as { close(): void }).close()));
  await expect(page.getByRole('alert')).toContainText('stopped unexpectedly');
  await expect(said(page)).toHaveText(/^bcdef/);
  await expect(page.getByTestId('usage')).toContainText('was cut off');
  await say(page, '5');
  await expect(said(page, 1)).toHaveText('6789');
});

test('a chat link with a prompt is answered at once, with a machine-readable result', async ({ page }) => {
  await open(page, '#/chat?file=1&prompt=a&max=5&temperature=0&threads=1');
  await page.waitForFunction(() => (globalThis as unknown as { assay: { state: string } }).assay.state === 'done');
  expect(
    await page.evaluate(() => (globalThis as unknown as { assay: { result: unknown } }).assay.result),
  ).toMatchObject({
    task: 'text-generation',
    model: 'tiny.gguf',
    runtime: 'wllama',
    device: 'wasm',
    threads: 1,
    inputs: [{ prompt: 'a', result: { text: 'bcdef', tokens: 5, promptTokens: 3, ended: 'length' } }],
  });
});

test('a chat link with a malformed setting is rejected', async ({ page }) => {
  await page.goto('#/chat?threads=many');
  await expect(page.getByRole('alert')).toContainText('threads is “many”');
  expect(await page.evaluate(() => (globalThis as unknown as { assay: object }).assay)).toMatchObject({
    state: 'failed',
    error: { code: 'link-invalid' },
  });
});

test('the Chat page is accessible and fits narrow screens', async ({ page }) => {
  await page.goto(greedy);
  await expect(page.getByTestId('model-file')).toBeAttached();
  await expectNoViolationsIn(page);
  await open(page);
  await page.getByText('Sampling and format').click();
  await say(page, 'a');
  await expectNoViolationsIn(page);
});

test('the buttons of the last answer are above the message field', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 640 });
  await open(page);
  for (const message of ['a', 'b', 'c']) await say(page, message);
  await expectAboveField(page, 'assistant');
});

test('the Chat page opens the model inspected on the Models page', async ({ page }) => {
  await page.goto('#/models');
  await page.getByTestId('model-file').setInputFiles(model);
  await page.getByTestId('run').click();
  await expect(page.getByTestId('engine')).toContainText('wllama');
  await expect(page.getByRole('heading', { name: 'tiny.gguf' })).toBeVisible();
  await say(page, 'a'); // the answer is random: the link from the Models page does not set a temperature
  await expect(page.getByTestId('usage')).toBeVisible();
});
