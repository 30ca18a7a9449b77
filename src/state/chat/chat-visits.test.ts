import { expect, test, vi } from 'vitest';
import { flushPromises } from '../fakes/calls.fixture.ts';
import { openTextCalls } from '../fakes/text-handle.fixture.ts';
import {
  chat,
  openChatAt,
  visit,
  files,
  firstMeasurement,
  answerOpening,
  step,
  storedConversations,
  localStorageEntries,
  listTurnTexts,
} from './chat.fixture.ts';

test('the URL contains a picked model, and the history entry contains the names of chosen files', async () => {
  const replaceState = vi.spyOn(history, 'replaceState').mockImplementation(() => {});
  void chat.setup.pick({ kind: 'model', id: 'o/n:a.gguf' });
  expect(replaceState).toHaveBeenLastCalledWith({}, '', '#/chat?model=o%2Fn%3Aa.gguf');
  void chat.setup.pick({ kind: 'files', files, linkedId: 'model.gguf' });
  expect(replaceState).toHaveBeenLastCalledWith({ files: ['model.gguf'] }, '', '#/chat?linked=model.gguf');
  void chat.setup.openFiles([new File([], 'other.gguf')]);
  expect(replaceState).toHaveBeenLastCalledWith({ files: ['other.gguf'] }, '', '#/chat?file=1');
  // A reload creates a new page with the same history entry.
  vi.stubGlobal('history', { ...history, state: { files: ['gone.gguf'] } });
  const reloaded = openChatAt('file=1&threads=2');
  await reloaded.setup.openFromLink();
  expect(reloaded.setup.modelToReopen).toEqual({ kind: 'files', names: ['gone.gguf'] });
  void reloaded.setup.openFiles(files);
  expect(reloaded.setup).toMatchObject({ modelToReopen: null, link: { threads: 2 } });
});

test('a visit without a model in its URL opens the model of the previous visit', async () => {
  visit('file=1&threads=2&max=9');
  const session = await answerOpening();
  chat.close();
  const count = openTextCalls.length;
  visit('');
  void chat.setup.openFromLink();
  expect(openTextCalls.length).toBe(count + 1);
  expect(openTextCalls.at(-1)?.request).toMatchObject({ subject: { kind: 'files', files }, options: { threads: 2 } });
  openTextCalls.at(-1)?.answer(session);
  await flushPromises();
  expect(chat.setup).toMatchObject({ files, link: { expectsFile: true, maxTokens: null } });
  const other = openChatAt('threads=1');
  void other.setup.openFromLink();
  expect(openTextCalls.length).toBe(count + 1);
});

test('changed settings and the system prompt apply to later visits, but not to the prompt of a link', () => {
  visit('max=8&temperature=0&stop=x');
  expect(chat.settings).toMatchObject({ maxTokens: 8, temperature: 0, stop: ['x'] });
  chat.changeSettings({ maxTokens: 20 });
  chat.changeSettings({ stop: ['end'], seed: 7, jsonSchema: { type: 'object' } });
  chat.setSystem('Be brief.');
  expect(chat.setup.link).toMatchObject({ maxTokens: null, temperature: 0, stop: [] }); // a reload must not undo them
  const next = openChatAt('');
  const options = { maxTokens: 20, temperature: 0.7, stop: ['end'], seed: 7, jsonSchema: { type: 'object' } };
  expect(next.settings).toMatchObject(options);
  expect(next.conversations.current.system).toBe('Be brief.');
  expect(openChatAt('max=3').settings).toMatchObject({ ...options, maxTokens: 3 });
  const automated = openChatAt('prompt=Hello');
  expect(automated.settings).toMatchObject({ maxTokens: 256, stop: [], seed: null, jsonSchema: null });
  expect(automated.conversations.current.system).toBe('');

  for (const key of localStorageEntries.keys())
    localStorageEntries.set(key, '{"maxTokens": -1, "topK": "7", "seed": 3, "jsonSchema": []}');
  expect(openChatAt('').settings).toMatchObject({ maxTokens: 256, topK: 40, seed: 3, jsonSchema: null });
  for (const key of localStorageEntries.keys()) localStorageEntries.set(key, '{');
  expect(openChatAt('').settings).toMatchObject({ maxTokens: 256, seed: null });
});

test('a partial answer survives the end of its tab and can be continued', async () => {
  vi.spyOn(performance, 'now').mockReturnValue(0);
  const session = await answerOpening();
  void chat.answers.send('first');
  await flushPromises();
  expect(listTurnTexts([...storedConversations.values()][0]!)).toEqual(['first']);
  await step(session, 'one');
  vi.mocked(performance.now).mockReturnValue(1500);
  await step(session, ' more');
  vi.restoreAllMocks();

  visit('');
  await chat.load();
  expect(listTurnTexts(chat.conversations.current)).toEqual(['first', 'one more']);
  expect(chat.conversations.current.turns[1]?.usage).toBeUndefined();
  expect(chat.isIncomplete && chat.continuesAnswers).toBe(false); // no model is open
  await answerOpening();
  expect(chat.isIncomplete && chat.continuesAnswers).toBe(true);
});

test('a device is measured before its first model, unless this is skipped or not needed', async () => {
  firstMeasurement.isNeeded = true;
  const count = openTextCalls.length;
  void chat.setup.openFiles(files);
  expect(chat.setup.isMeasuring).toBe(true);
  void chat.setup.openFiles([new File([], 'other.gguf')]); // opens at once
  await flushPromises();
  expect(chat.setup.isMeasuring).toBe(false);
  expect(openTextCalls.slice(count).map(({ request }) => request)).toMatchObject([
    { subject: { files: [{ name: 'other.gguf' }] } },
  ]);

  for (const end of [() => firstMeasurement.finish(), () => chat.setup.skipMeasurement()]) {
    visit('');
    firstMeasurement.isNeeded = true;
    void chat.setup.openFiles(files);
    const before = openTextCalls.length;
    end();
    await flushPromises();
    expect([chat.setup.isMeasuring, openTextCalls.length]).toEqual([false, before + 1]);
  }

  for (const query of ['threads=1', 'prompt=hello']) {
    visit(query);
    firstMeasurement.isNeeded = true;
    void chat.setup.openFiles(files);
    expect(chat.setup.isMeasuring).toBe(false);
  }
  firstMeasurement.isNeeded = false;
});
