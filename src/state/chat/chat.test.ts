import { beforeEach, expect, test, vi } from 'vitest';
import { AppError } from '#core/errors/error.ts';
import type { ChatMessage } from '#core/engine/text-session.ts';
import { parseChatLink } from '#links/chat-link.ts';
import type { Conversation } from '#records/conversation-records.ts';
import {
  FakeTextSession,
  lastStep,
  openNextPage,
  lastStatus,
  flushPromises,
  openTextCalls,
} from '../fake-handles.fixture.ts';
import { Chat } from './chat.svelte.ts';

vi.mock('#bridge/text-handle.ts', () => import('../fake-handles.fixture.ts'));
vi.mock('../models/forecast-record.ts', () => ({ recordFromChat() {} }));
vi.mock('#records/conversation-records.ts', () => ({
  listConversations: async () => [...stored.values()],
  storeConversations: async (all: readonly Conversation[]) => all.forEach((one) => stored.set(one.id, one)),
  deleteConversation: async (id: string) => void stored.delete(id),
  conversationOfTab: () => shownInTab,
  setConversationOfTab: (id: string) => (shownInTab = id),
}));

const stored = new Map<string, Conversation>();
const texts = new Map<string, string>();
vi.stubGlobal('localStorage', {
  getItem: (key: string) => texts.get(key) ?? null,
  setItem: (key: string, value: string) => texts.set(key, value),
});
let shownInTab: string | null = null;
const files = [new File([], 'model.gguf')];
let chat: Chat;

beforeEach(() => {
  stored.clear();
  texts.clear();
  shownInTab = null;
  chat = chatOf('');
});

const chatOf = (query: string) => new Chat(parseChatLink(new URLSearchParams(query), []));

async function openedModel(session = new FakeTextSession()): Promise<FakeTextSession> {
  void chat.setup.openFiles(files);
  openTextCalls.at(-1)?.answer(session);
  await flushPromises();
  return session;
}

async function step(session: FakeTextSession, text: string, ended?: 'model' | 'stopped'): Promise<void> {
  session.steps.at(-1)?.answer(ended ? lastStep(text, ended) : { text, usage: null });
  await flushPromises();
}

const textsOf = ({ turns }: Conversation) => turns.map(({ content }) => content);

test('an answer is streamed, added to the conversation and stored', async () => {
  const session = await openedModel();
  void chat.answers.send('Hello');
  await flushPromises();
  expect(session.steps[0]?.request).toMatchObject({ prompt: [{ role: 'user', content: 'Hello' }], maxTokens: 256 });
  expect(textsOf(chat.shown.current)).toEqual(['Hello']);
  await step(session, 'Good ');
  expect(chat.answers.answering).toBe('Good ');
  await step(session, 'day', 'model');
  expect(chat.answers.answering).toBeNull();
  expect(chat.shown.current.turns[1]).toMatchObject({ content: 'Good day', model: 'model.gguf', usage: { tokens: 1 } });
  expect(chat.shown.list.all).toEqual([chat.shown.current]);
});

test('a model without a chat template continues only the last message', async () => {
  const session = await openedModel(new FakeTextSession({ hasChatTemplate: false }));
  void chat.answers.send('Once upon');
  await flushPromises();
  expect(session.steps[0]?.request.prompt).toBe('Once upon');
});

test('a message sent while a stopped answer is ending is answered after it', async () => {
  const session = await openedModel();
  void chat.answers.send('first');
  await flushPromises();
  await step(session, 'one');
  chat.answers.stop();
  expect(session.isStopped).toBe(true);
  expect(chat.answers.canAsk).toBe(true);
  void chat.answers.send('second');
  await flushPromises();
  await step(session, ' more', 'stopped');
  expect(textsOf(chat.shown.current)).toEqual(['first', 'one more', 'second']);
  expect(session.steps.at(-1)?.request.prompt).toHaveLength(3);
  await step(session, 'two', 'model');
  expect(textsOf(chat.shown.current)).toEqual(['first', 'one more', 'second', 'two']);
});

test('messages sent during an answer are ignored', async () => {
  const session = await openedModel();
  void chat.answers.send('first');
  void chat.answers.send('second');
  await flushPromises();
  expect(chat.answers.canAsk).toBe(false);
  await chat.answers.send('third');
  await step(session, 'one', 'model');
  expect(textsOf(chat.shown.current)).toEqual(['first', 'one']);
});

test('Stop while a message waits for the previous answer to end adds the message without an answer', async () => {
  const session = await openedModel();
  void chat.answers.send('first');
  await flushPromises();
  chat.answers.stop();
  void chat.answers.send('second');
  chat.answers.stop();
  await step(session, 'one', 'stopped');
  expect(textsOf(chat.shown.current)).toEqual(['first', 'one', 'second']);
  expect(session.steps).toHaveLength(1);
});

test('an answer that ends after another conversation was opened is stored in its own conversation', async () => {
  const session = await openedModel();
  const { id } = chat.shown.current;
  void chat.answers.send('first');
  await flushPromises();
  chat.newConversation();
  void chat.answers.send('new');
  await step(session, 'one', 'stopped');
  expect(textsOf(stored.get(id) ?? chat.shown.current)).toEqual(['first', 'one']);
  expect(textsOf(chat.shown.current)).toEqual(['new']);
});

test('the answer to a deleted conversation is not stored', async () => {
  const session = await openedModel();
  void chat.answers.send('first');
  await flushPromises();
  await chat.delete(chat.shown.current.id);
  await step(session, 'one', 'stopped');
  expect(stored.size).toBe(0);
  expect(chat.shown.current.turns).toEqual([]);
});

test('a dead worker is replaced before the next answer', async () => {
  const dead = await openedModel();
  dead.alive = false;
  void chat.answers.send('Hello');
  await flushPromises();
  const session = new FakeTextSession();
  openTextCalls[1]?.answer(session);
  await flushPromises();
  await step(session, 'Good day', 'model');
  expect(textsOf(chat.shown.current)).toEqual(['Hello', 'Good day']);
});

test('leaving while a dead worker is replaced reports nothing to the next page', async () => {
  const dead = await openedModel();
  dead.alive = false;
  void chat.answers.send('Hello');
  await flushPromises();
  chat.close();
  const next = openNextPage();
  await flushPromises();
  expect(chat.answers.answering).toBeNull();
  expect(lastStatus()).toEqual(next);
});

test('Stop while a dead worker is replaced ends the answer at once, and the model continues to open', async () => {
  const dead = await openedModel();
  dead.alive = false;
  void chat.answers.send('Hello');
  await flushPromises();
  chat.answers.stop();
  await flushPromises();
  expect(chat.answers).toMatchObject({ answering: null, error: null });
  const session = new FakeTextSession();
  openTextCalls[1]?.answer(session);
  await flushPromises();
  expect(chat.setup.model.opened).toBe(session.opened);
  expect(session.steps).toHaveLength(0);
});

test('opening a model during an answer ends it and retains the text so far', async () => {
  const session = await openedModel();
  void chat.answers.send('first');
  await flushPromises();
  await step(session, 'one');
  chat.setup.changeSetup({ threads: 2 });
  await flushPromises();
  expect(chat.answers.error).toBeNull();
  expect(chat.shown.current.turns[1]).toEqual({ role: 'assistant', content: 'one', model: 'model.gguf' });
  expect(openTextCalls[1]?.request.options).toMatchObject({ threads: 2 });
});

test('a failed answer is shown and reported, and can be regenerated', async () => {
  const session = await openedModel();
  void chat.answers.send('first');
  await flushPromises();
  session.steps[0]?.fail(new AppError('out-of-memory'));
  await flushPromises();
  expect(chat.answers).toMatchObject({ answering: null, error: { code: 'out-of-memory' } });
  expect(lastStatus()).toMatchObject({ state: 'failed', error: { code: 'out-of-memory' } });
  void chat.answers.regenerate();
  await flushPromises();
  await step(session, 'one', 'model');
  expect(chat.answers.error).toBeNull();
  expect(textsOf(chat.shown.current)).toEqual(['first', 'one']);
});

test('the prompt of a link is answered once the model is open, and reported with its usage', async () => {
  chat = chatOf('file=1&prompt=Hello');
  const session = await openedModel();
  expect(lastStatus().state).toBe('running');
  await step(session, 'Good day', 'model');
  expect(lastStatus()).toMatchObject({
    state: 'done',
    result: {
      model: 'model.gguf',
      inputs: [{ prompt: 'Hello', promptFormat: 'chat-template', result: { text: 'Good day', tokens: 1 } }],
    },
  });
});

test('opening another model while the prompt of a link is answered answers it with that model', async () => {
  chat = chatOf('file=1&prompt=Hello');
  await openedModel();
  const session = await openedModel();
  await step(session, 'Good day', 'model');
  expect(lastStatus()).toMatchObject({ state: 'done', result: { inputs: [{ result: { text: 'Good day' } }] } });
});

test('a failure to open a model is reported, but not after the page was left', async () => {
  void chat.setup.openFiles(files);
  openTextCalls[0]?.fail(new AppError('model-corrupt'));
  await flushPromises();
  expect(lastStatus()).toMatchObject({ state: 'failed', error: { code: 'model-corrupt' } });
  void chat.setup.openFiles(files);
  chat.close();
  const next = openNextPage();
  openTextCalls[1]?.fail(new AppError('model-corrupt'));
  await flushPromises();
  expect(lastStatus()).toEqual(next);
});

test('undo restores a deleted conversation and cut messages', async () => {
  const session = await openedModel();
  for (const question of ['first', 'second']) {
    void chat.answers.send(question);
    await flushPromises();
    await step(session, `answer to ${question}`, 'model');
  }
  const whole = chat.shown.current;
  expect(chat.shown.undoable).toBeNull();
  void chat.answers.edit(0, 'another');
  await flushPromises();
  await step(session, 'one more answer', 'model');
  expect(textsOf(chat.shown.current)).toEqual(['another', 'one more answer']);
  await chat.undo();
  expect(textsOf(chat.shown.current)).toEqual(textsOf(whole));
  expect(textsOf(stored.get(whole.id)!)).toEqual(textsOf(whole));

  await chat.delete(whole.id);
  expect([stored.size, chat.shown.current.turns.length, chat.shown.undoable?.what]).toEqual([0, 0, 'deleted']);
  await chat.undo();
  expect(chat.shown.current).toEqual(whole);
  expect(stored.get(whole.id)).toEqual(whole);
  expect(chat.shown.undoable).toBeNull();
});

test('an answer is not stored if its question is undone while it is generated', async () => {
  const session = await openedModel();
  void chat.answers.send('first');
  await flushPromises();
  await step(session, 'one', 'model');
  const whole = chat.shown.current;
  void chat.answers.edit(0, 'another');
  await flushPromises();
  await step(session, 'begun');
  await chat.undo();
  await step(session, ', ended', 'stopped');
  expect(textsOf(chat.shown.current)).toEqual(['first', 'one']);
  expect(stored.get(whole.id)).toEqual(whole);
});

test('the address names a picked model; for files, the history entry has their names, to ask for them again', async () => {
  const replaceState = vi.spyOn(history, 'replaceState').mockImplementation(() => {});
  void chat.setup.pick({ kind: 'model', id: 'o/n:a.gguf' });
  expect(replaceState).toHaveBeenLastCalledWith({}, '', '#/chat?model=o%2Fn%3Aa.gguf');
  void chat.setup.pick({ kind: 'files', files, linked: 'model.gguf' });
  expect(replaceState).toHaveBeenLastCalledWith({ files: ['model.gguf'] }, '', '#/chat?linked=model.gguf');
  void chat.setup.openFiles([new File([], 'other.gguf')]);
  expect(replaceState).toHaveBeenLastCalledWith({ files: ['other.gguf'] }, '', '#/chat?file=1');
  // As after a reload: the page is new, and its history entry is not.
  vi.stubGlobal('history', { ...history, state: { files: ['gone.gguf'] } });
  const reloaded = chatOf('file=1&threads=2');
  await reloaded.setup.openFromLink();
  expect(reloaded.setup.toReopen).toEqual({ kind: 'files', names: ['gone.gguf'] });
  void reloaded.setup.openFiles(files);
  expect(reloaded.setup).toMatchObject({ toReopen: null, link: { threads: 2 } });
});

test('a visit without a model in its address opens that of the previous visit again', async () => {
  chat = chatOf('file=1&threads=2&max=9');
  const session = await openedModel();
  chat.close();
  const count = openTextCalls.length;
  chat = chatOf('');
  void chat.setup.openFromLink();
  expect(openTextCalls.length).toBe(count + 1);
  expect(openTextCalls.at(-1)?.request).toMatchObject({ subject: { kind: 'files', files }, options: { threads: 2 } });
  openTextCalls.at(-1)?.answer(session);
  await flushPromises();
  expect(chat.setup).toMatchObject({ files, link: { expectsFile: true, maxTokens: null } });
  const other = chatOf('threads=1');
  void other.setup.openFromLink();
  expect(openTextCalls.length).toBe(count + 1);
});

test('changed settings and the system prompt apply to the next visits, and not to the prompt of a link', () => {
  chat = chatOf('max=8&temperature=0&stop=x');
  expect(chat.settings).toMatchObject({ maxTokens: 8, temperature: 0, stop: ['x'] });
  chat.changeSettings({ maxTokens: 20 });
  chat.changeSettings({ stop: ['end'], seed: 7, jsonSchema: { type: 'object' } });
  chat.setSystem('Be brief.');
  expect(chat.setup.link).toMatchObject({ maxTokens: null, temperature: 0, stop: [] }); // a reload must not undo them
  const next = chatOf('');
  const chosen = { maxTokens: 20, temperature: 0.7, stop: ['end'], seed: 7, jsonSchema: { type: 'object' } };
  expect(next.settings).toMatchObject(chosen);
  expect(next.shown.current.system).toBe('Be brief.');
  expect(chatOf('max=3').settings).toMatchObject({ ...chosen, maxTokens: 3 });
  const automated = chatOf('prompt=Hello');
  expect(automated.settings).toMatchObject({ maxTokens: 256, stop: [], seed: null, jsonSchema: null });
  expect(automated.shown.current.system).toBe('');

  for (const key of texts.keys()) texts.set(key, '{"maxTokens": -1, "topK": "7", "seed": 3, "jsonSchema": []}');
  expect(chatOf('').settings).toMatchObject({ maxTokens: 256, topK: 40, seed: 3, jsonSchema: null });
  for (const key of texts.keys()) texts.set(key, '{');
  expect(chatOf('').settings).toMatchObject({ maxTokens: 256, seed: null });
});

test('an answer cut by the token limit is continued in the same turn, with the tokens of both parts', async () => {
  const session = await openedModel();
  void chat.answers.send('first');
  await flushPromises();
  session.steps
    .at(-1)
    ?.answer({ text: 'one', usage: { ...lastStep('').usage!, promptTokens: 5, tokens: 2, ended: 'length' } });
  await flushPromises();
  expect(chat.isIncomplete && chat.continuesAnswers).toBe(true);
  void chat.answers.continue();
  await flushPromises();
  expect(session.steps.at(-1)?.request.prompt).toEqual([
    { role: 'user', content: 'first' },
    { role: 'assistant', content: 'one' },
  ]);
  expect([chat.answers.answering, textsOf(chat.shown.current)]).toEqual(['one', ['first']]);
  session.steps.at(-1)?.answer({ text: ' more', usage: { ...lastStep('').usage!, promptTokens: 7, tokens: 3 } });
  await flushPromises();
  expect(textsOf(chat.shown.current)).toEqual(['first', 'one more']);
  expect(chat.shown.current.turns[1]?.usage).toMatchObject({ promptTokens: 5, tokens: 5, ended: 'model' });
  expect(chat.isIncomplete && chat.continuesAnswers).toBe(false);
  expect(stored.get(chat.shown.current.id)).toEqual(chat.shown.current);
});

test('a model without a chat template continues the message and the answer so far', async () => {
  const session = await openedModel(new FakeTextSession({ hasChatTemplate: false }));
  void chat.answers.send('Once upon');
  await flushPromises();
  await step(session, ' a time', 'stopped');
  void chat.answers.continue();
  await flushPromises();
  expect(session.steps.at(-1)?.request.prompt).toBe('Once upon a time');
});

test('a continuation that fails leaves the answer as it was', async () => {
  const session = await openedModel();
  void chat.answers.send('first');
  await flushPromises();
  await step(session, 'one', 'stopped');
  const whole = chat.shown.current.turns;
  void chat.answers.continue();
  await flushPromises();
  session.steps.at(-1)?.fail(new AppError('out-of-memory'));
  await flushPromises();
  expect(chat.shown.current.turns).toEqual(whole);
});

test('after a tab was killed, the question and the answer so far are shown, and the answer can be continued', async () => {
  vi.spyOn(performance, 'now').mockReturnValue(0);
  const session = await openedModel();
  void chat.answers.send('first');
  await flushPromises();
  expect(textsOf([...stored.values()][0]!)).toEqual(['first']);
  await step(session, 'one');
  vi.mocked(performance.now).mockReturnValue(1500);
  await step(session, ' more');
  vi.restoreAllMocks();

  chat = chatOf('');
  await chat.load();
  expect(textsOf(chat.shown.current)).toEqual(['first', 'one more']);
  expect(chat.shown.current.turns[1]?.usage).toBeUndefined();
  expect(chat.isIncomplete && chat.continuesAnswers).toBe(false); // no model is open
  await openedModel();
  expect(chat.isIncomplete && chat.continuesAnswers).toBe(true);
});

test('the older half of the messages can be left out of the prompt, and sent again', async () => {
  const session = await openedModel();
  for (const question of ['first', 'second', 'third']) {
    void chat.answers.send(question);
    await flushPromises();
    await step(session, `answer to ${question}`, 'model');
  }
  expect(chat.context.tokens).toBe(2);
  await chat.omitOlderHalf();
  expect(chat.context.tokens).toBeNull(); // not counted without them
  expect(chat.shown.current).toMatchObject({ omitted: 4, turns: { length: 6 } });
  void chat.answers.send('fourth');
  await flushPromises();
  const contents = () => (session.steps.at(-1)!.request.prompt as readonly ChatMessage[]).map(({ content }) => content);
  expect(contents()).toEqual(['third', 'answer to third', 'fourth']);
  await step(session, 'Yes', 'model');
  expect(chat.context.tokens).toBe(2);
  void chat.answers.edit(0, 'anew');
  await flushPromises();
  expect(contents()).toEqual(['anew']);
  await step(session, 'Yes', 'model');
  expect(chat.shown.canOmit).toBe(false);
});

test('a typed message is processed ahead, and sending it waits until that has stopped', async () => {
  const session = await openedModel();
  void chat.answers.prepare('Hel');
  await flushPromises();
  expect(session.steps.at(-1)?.request).toEqual({ prompt: [{ role: 'user', content: 'Hel' }], maxTokens: 1 });
  session.steps.at(-1)?.answer({ text: 'x', usage: { ...lastStep('').usage!, promptTokens: 9, ended: 'length' } });
  await flushPromises();
  expect(chat.answers.draft).toEqual({ content: 'Hel', tokens: 9 });

  void chat.answers.prepare('Hello');
  await flushPromises();
  void chat.answers.send('Hello');
  await flushPromises();
  expect(session.isStopped).toBe(true);
  await step(session, '', 'stopped');
  expect(session.steps.at(-1)?.request).toMatchObject({ maxTokens: 256 });
  await step(session, 'Good day', 'model');
  expect(textsOf(chat.shown.current)).toEqual(['Hello', 'Good day']);
  expect(chat.answers.draft).toBeNull();
});

test('conversations are searched by title and by text, and renamed', async () => {
  const session = await openedModel();
  for (const question of ['about cats', 'about dogs']) {
    chat.newConversation();
    void chat.answers.send(question);
    await flushPromises();
    await step(session, 'Yes', 'model');
  }
  chat.shown.list.search = 'CATS';
  expect(chat.shown.list.found.map(textsOf)).toEqual([['about cats', 'Yes']]);
  await chat.shown.rename('Wolves');
  chat.shown.list.search = 'wolv';
  expect(chat.shown.list.found.map(textsOf)).toEqual([['about dogs', 'Yes']]);
  await chat.shown.rename(' ');
  expect(chat.shown.list.found).toEqual([]);
});

test('an import adds conversations, and a different one with a stored id gets a new id', async () => {
  const one: Conversation = { id: '1', updatedAt: 5, system: '', turns: [{ role: 'user', content: 'mine' }] };
  stored.set('1', one);
  await chat.load();
  const file = (conversations: readonly object[]) =>
    new File([JSON.stringify({ kind: 'assay-conversations', version: 1, conversations })], 'chats.json');
  const other = { ...one, turns: [{ role: 'user', content: 'theirs' }] };
  await chat.shown.list.importFile(file([one, { ...other, id: '2' }]));
  expect(chat.shown.list.imported).toEqual({ added: 1, alreadyStored: 1 });
  await chat.shown.list.importFile(file([other]));
  expect([...stored.values()].map(textsOf)).toEqual([['mine'], ['theirs'], ['theirs']]);
  expect(stored.get('1')).toEqual(one);

  await chat.shown.list.importFile(
    file([
      { ...one, id: '3' },
      { ...one, id: '4', turns: [{ role: 'robot' }] },
    ]),
  );
  expect(chat.shown.list.error).toMatchObject({
    code: 'conversation-invalid',
    facts: { file: 'chats.json', field: 'conversations[1].turns[0].role' },
  });
  expect(stored.size).toBe(3);
});
