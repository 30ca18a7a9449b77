import { readFile } from 'node:fs/promises';
import {
  getAnswers,
  getMessageField,
  toFilePayload,
  greedyChatHash,
  countingModel,
  openChat,
  getAnswerText,
  sendMessage,
} from './fixtures/chat-page.ts';
import { checkAccessibilityInAllAppearances } from './fixtures/accessibility.ts';
import { waitForOutcome } from './fixtures/outcome.ts';
import { expect, test, type Page } from './fixtures/test.ts';

/** Records the messages of the browser about content that the policy blocks. */
function recordPolicyViolations(page: Page): readonly string[] {
  const violations: string[] = [];
  page.on('console', (message) => {
    if (message.text().includes('Content Security Policy')) violations.push(message.text());
  });
  return violations;
}

test('an answer of a GGUF model is continued and regenerated, and its question edited @accessible', async ({
  page,
}) => {
  const violations = recordPolicyViolations(page);
  await openChat(page);
  await expect(page.getByRole('heading', { name: 'tiny.gguf' })).toBeVisible();
  await expect(page.getByTestId('engine')).toContainText('WebAssembly');
  await expect(page.getByTestId('engine')).toContainText('context of 2,048 tokens');
  await sendMessage(page, 'a');
  await expect(getAnswerText(page)).toHaveText('bcdefghi');
  const usage = page.getByTestId('usage');
  await expect(usage).toContainText(/time to first token [\d.]+ (ms|s)/);
  await expect(usage).toContainText(/decode [\d,.]+ tokens\/s/);
  await expect(usage).toContainText('8 tokens · token limit reached');
  // The beginning-of-text token, a space, the letter, and eight generated tokens.
  await expect(page.getByTestId('context-meter')).toContainText('11 of 2,048');

  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(getAnswerText(page)).toHaveText('bcdefghijklmnopq');
  await expect(usage).toContainText('16 tokens');
  await expect(page.getByTestId('context-meter')).toContainText('19 of 2,048');

  await page.getByRole('button', { name: 'Regenerate' }).click();
  await expect(getAnswerText(page)).toHaveText('bcdefghi');
  await page.getByRole('button', { name: 'Edit' }).click();
  await expect(page.getByRole('textbox', { name: 'Message' }).first()).toBeFocused();
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.type('5');
  await page.getByRole('button', { name: 'Save and resend' }).click();
  await expect(getAnswerText(page)).toHaveText('6789');
  await expect(page.getByRole('button', { name: 'Continue' })).toHaveCount(0);

  await page.getByRole('button', { name: 'New conversation' }).click();
  await page.getByLabel('System prompt').fill('xyz');
  await getMessageField(page).fill('a');
  // The beginning-of-text token, a space, and four letters: counted before the message is sent.
  await expect(page.getByTestId('context-meter')).toContainText('Context with this message: 6 of 2,048');
  await getMessageField(page).press('Enter');
  await expect(getAnswerText(page)).toHaveText('bcdefghi');
  await expect(page.getByTestId('context-meter')).toContainText('14 of 2,048');
  await page.getByText('Sampling and format').click();
  await checkAccessibilityInAllAppearances(page);
  expect(violations).toEqual([]);
});

test('an answer can be stopped by key and by button, and its text so far is retained', async ({ page }) => {
  await openChat(page, '#/chat?temperature=0&max=100000&context=131072');
  for (const [index, stop] of [
    () => page.keyboard.press('Escape'),
    () => page.getByRole('button', { name: 'Stop' }).press('Enter'),
  ].entries()) {
    await getMessageField(page).fill('a');
    await getMessageField(page).press('Enter');
    await expect(page.locator('[aria-busy=true]')).toContainText('bcdef');
    await stop();
    await expect(page.getByTestId('usage').nth(index)).toContainText('stopped');
    await expect(getAnswerText(page, index)).toHaveText(/^bcdef/);
    await expect(getMessageField(page)).toBeFocused();
  }
});

test('conversations survive a reload and can be opened, saved and deleted', async ({ page }) => {
  await openChat(page);
  await sendMessage(page, 'a');
  await page.getByRole('button', { name: 'New conversation' }).click();
  await expect(getAnswers(page)).toHaveCount(0);
  await sendMessage(page, '3');
  await expect(page.getByTestId('stored-conversation')).toHaveCount(2);
  await page.reload();
  await expect(page.getByTestId('stored-conversation')).toHaveCount(2);
  await page.getByRole('button', { name: 'Open “a”' }).click();
  await expect(getAnswerText(page)).toHaveText('bcdefghi');
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
  await expect(getAnswers(page)).toHaveCount(0);
});

test('imported conversations are listed, and shown as Markdown without active content @accessible', async ({
  page,
}) => {
  const violations = recordPolicyViolations(page);
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
    toFilePayload('chat.json', new TextEncoder().encode(JSON.stringify({ id, updatedAt: 1, system: '', turns })));
  await page.goto('#/chat');
  await page.getByTestId('import-conversations').setInputFiles(file(1));
  await expect(page.getByRole('alert')).toContainText('its field id is missing or invalid');
  await page.getByTestId('import-conversations').setInputFiles(file('1'));
  await expect(page.getByText('Imported: 1.')).toBeVisible();
  await expect(page.getByRole('alert')).toHaveCount(0);
  await page.getByRole('button', { name: 'Open “**What?**”' }).click();

  const answer = getAnswers(page);
  await expect(answer.getByRole('heading', { name: 'Title' })).toBeVisible();
  await expect(answer.getByRole('listitem').first()).toHaveText('bold');
  await expect(answer.getByRole('link')).toHaveText(['link', 'picture']);
  await expect(answer.getByRole('link').first()).toHaveAttribute('rel', 'noopener noreferrer');
  await expect(answer.getByRole('cell')).toHaveText(['1', '2']);
  await expect(answer.locator('img')).toHaveCount(0);
  await expect(answer.locator('pre .keyword')).toHaveText('const');
  await expect(answer.locator('pre')).toHaveText('const answer = 42;');
  await checkAccessibilityInAllAppearances(page);
  await answer.getByRole('button', { name: 'Plain text' }).click();
  await expect(getAnswerText(page)).toHaveText(content);

  await page.getByRole('button', { name: 'Rename' }).click();
  await page.getByRole('textbox', { name: 'Title' }).fill('Numbers');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Open “Numbers”' })).toBeVisible();
  expect([violations, requests]).toEqual([[], []]);
});

test('the model is open again after a visit of another page, and settings survive a reload @long', async ({ page }) => {
  await openChat(page, '#/chat?max=8&temperature=0');
  await page.getByText('Sampling and format').click();
  await page.getByTestId('maxTokens').fill('3');
  await page.getByTestId('maxTokens').press('Enter');
  await page.getByLabel('System prompt').fill('xyz');
  await page.getByRole('link', { name: 'Device', exact: true }).first().click();
  await expect(page.getByTestId('engine')).toHaveCount(0);
  await page.getByRole('link', { name: 'Chat', exact: true }).first().click();
  await expect(page.getByRole('heading', { name: 'tiny.gguf' })).toBeVisible();
  await sendMessage(page, 'a');
  await expect(page.getByTestId('usage')).toContainText('3 tokens · token limit reached');
  await page.reload();
  await expect(page.getByTestId('file-again')).toBeAttached();
  await page.getByText('Sampling and format').click();
  await expect(page.getByTestId('maxTokens')).toHaveValue('3');
  await expect(page.getByLabel('System prompt')).toHaveValue('xyz');
});

test('a non-model file and a damaged model are rejected, and the next file opens', async ({ page }) => {
  await page.goto(greedyChatHash);
  await page.getByTestId('model-file').setInputFiles(toFilePayload('notes.txt', new TextEncoder().encode('notes')));
  await expect(page.getByRole('alert')).toContainText('notes.txt');
  await page.getByTestId('model-file').setInputFiles(toFilePayload('cut.gguf', countingModel.buffer.subarray(0, 5000)));
  await expect(page.getByRole('alert')).toContainText('The gguf file is incomplete');
  await page.getByTestId('model-file').setInputFiles(countingModel);
  await expect(page.getByTestId('engine')).toContainText('wllama');
  await expect(page.getByRole('alert')).toHaveCount(0);
});

test('a chat link with a prompt is answered at once, and one with a malformed setting is rejected', async ({
  page,
}) => {
  await openChat(page, '#/chat?file=1&prompt=a&max=5&temperature=0&threads=1');
  expect((await waitForOutcome(page)).result).toMatchObject({
    task: 'text-generation',
    model: 'tiny.gguf',
    engine: 'wllama',
    device: 'wasm',
    threads: 1,
    inputs: [{ prompt: 'a', result: { text: 'bcdef', tokens: 5, promptTokens: 3, ended: 'length' } }],
  });
  await page.goto('#/chat?threads=many');
  await expect(page.getByRole('alert')).toContainText('threads is “many”');
  expect(await waitForOutcome(page)).toMatchObject({ state: 'failed', error: { code: 'link-invalid' } });
});
