import { expect, test } from 'vitest';
import { AppError } from '#core/errors/error.ts';
import { openNextPage, readLastStatus, flushPromises } from '../fakes/calls.fixture.ts';
import { FakeTextSession, openTextCalls } from '../fakes/text-handle.fixture.ts';
import { chat, visit, files, answerOpening, step, storedConversations, listTurnTexts } from './chat.fixture.ts';

test('an answer is streamed, added to the conversation and stored', async () => {
  const session = await answerOpening();
  void chat.answers.send('Hello');
  await flushPromises();
  expect(session.steps[0]?.request).toMatchObject({ prompt: [{ role: 'user', content: 'Hello' }], maxTokens: 256 });
  expect(listTurnTexts(chat.conversations.current)).toEqual(['Hello']);
  await step(session, 'Good ');
  expect(chat.answers.partialAnswer).toBe('Good ');
  await step(session, 'day', 'model');
  expect(chat.answers.partialAnswer).toBeNull();
  expect(chat.conversations.current.turns[1]).toMatchObject({
    content: 'Good day',
    model: 'model.gguf',
    usage: { tokens: 1 },
  });
  expect(chat.conversations.list.conversations).toEqual([chat.conversations.current]);
});

test('a model without a chat template continues only the last message', async () => {
  const session = await answerOpening(new FakeTextSession({ hasChatTemplate: false }));
  void chat.answers.send('Once upon');
  await flushPromises();
  expect(session.steps[0]?.request.prompt).toBe('Once upon');
});

test('a message sent while a stopped answer is ending is answered after it', async () => {
  const session = await answerOpening();
  void chat.answers.send('first');
  await flushPromises();
  await step(session, 'one');
  chat.answers.stop();
  expect(session.isStopped).toBe(true);
  expect(chat.answers.canAsk).toBe(true);
  void chat.answers.send('second');
  await flushPromises();
  await step(session, ' more', 'stopped');
  expect(listTurnTexts(chat.conversations.current)).toEqual(['first', 'one more', 'second']);
  expect(session.steps.at(-1)?.request.prompt).toHaveLength(3);
  await step(session, 'two', 'model');
  expect(listTurnTexts(chat.conversations.current)).toEqual(['first', 'one more', 'second', 'two']);
});

test('messages sent during an answer are ignored', async () => {
  const session = await answerOpening();
  void chat.answers.send('first');
  void chat.answers.send('second');
  await flushPromises();
  expect(chat.answers.canAsk).toBe(false);
  await chat.answers.send('third');
  await step(session, 'one', 'model');
  expect(listTurnTexts(chat.conversations.current)).toEqual(['first', 'one']);
});

test('Stop while a message waits for the previous answer to end adds the message without an answer', async () => {
  const session = await answerOpening();
  void chat.answers.send('first');
  await flushPromises();
  chat.answers.stop();
  void chat.answers.send('second');
  chat.answers.stop();
  await step(session, 'one', 'stopped');
  expect(listTurnTexts(chat.conversations.current)).toEqual(['first', 'one', 'second']);
  expect(session.steps).toHaveLength(1);
});

test('an answer that ends after another conversation was opened is stored in its own conversation', async () => {
  const session = await answerOpening();
  const { id } = chat.conversations.current;
  void chat.answers.send('first');
  await flushPromises();
  chat.startConversation();
  void chat.answers.send('new');
  await step(session, 'one', 'stopped');
  expect(listTurnTexts(storedConversations.get(id) ?? chat.conversations.current)).toEqual(['first', 'one']);
  expect(listTurnTexts(chat.conversations.current)).toEqual(['new']);
});

test('the answer to a deleted conversation is not stored', async () => {
  const session = await answerOpening();
  void chat.answers.send('first');
  await flushPromises();
  await chat.delete(chat.conversations.current.id);
  await step(session, 'one', 'stopped');
  expect(storedConversations.size).toBe(0);
  expect(chat.conversations.current.turns).toEqual([]);
});

test('a dead worker is replaced before the next answer', async () => {
  const dead = await answerOpening();
  dead.isAlive = false;
  void chat.answers.send('Hello');
  await flushPromises();
  const session = new FakeTextSession();
  openTextCalls[1]?.answer(session);
  await flushPromises();
  await step(session, 'Good day', 'model');
  expect(listTurnTexts(chat.conversations.current)).toEqual(['Hello', 'Good day']);
});

test('leaving while a dead worker is replaced reports nothing to the next page', async () => {
  const dead = await answerOpening();
  dead.isAlive = false;
  void chat.answers.send('Hello');
  await flushPromises();
  chat.close();
  const next = openNextPage();
  await flushPromises();
  expect(chat.answers.partialAnswer).toBeNull();
  expect(readLastStatus()).toEqual(next);
});

test('Stop while a dead worker is replaced ends the answer at once, and the model continues to open', async () => {
  const dead = await answerOpening();
  dead.isAlive = false;
  void chat.answers.send('Hello');
  await flushPromises();
  chat.answers.stop();
  await flushPromises();
  expect(chat.answers).toMatchObject({ partialAnswer: null, error: null });
  const session = new FakeTextSession();
  openTextCalls[1]?.answer(session);
  await flushPromises();
  expect(chat.setup.model.opened).toBe(session.opened);
  expect(session.steps).toHaveLength(0);
});

test('opening a model during an answer ends it and retains the text so far', async () => {
  const session = await answerOpening();
  void chat.answers.send('first');
  await flushPromises();
  await step(session, 'one');
  chat.setup.changeSetup({ threads: 2 });
  await flushPromises();
  expect(chat.answers.error).toBeNull();
  expect(chat.conversations.current.turns[1]).toEqual({ role: 'assistant', content: 'one', model: 'model.gguf' });
  expect(openTextCalls[1]?.request.options).toMatchObject({ threads: 2 });
});

test('a failed answer is shown and reported, and can be regenerated', async () => {
  const session = await answerOpening();
  void chat.answers.send('first');
  await flushPromises();
  session.steps[0]?.fail(new AppError('out-of-memory'));
  await flushPromises();
  expect(chat.answers).toMatchObject({ partialAnswer: null, error: { code: 'out-of-memory' } });
  expect(readLastStatus()).toMatchObject({ state: 'failed', error: { code: 'out-of-memory' } });
  void chat.answers.regenerate();
  await flushPromises();
  await step(session, 'one', 'model');
  expect(chat.answers.error).toBeNull();
  expect(listTurnTexts(chat.conversations.current)).toEqual(['first', 'one']);
});

test('the prompt of a link is answered once the model is open, and reported with its usage', async () => {
  visit('file=1&prompt=Hello');
  const session = await answerOpening();
  expect(readLastStatus().state).toBe('running');
  await step(session, 'Good day', 'model');
  expect(readLastStatus()).toMatchObject({
    state: 'done',
    result: {
      model: 'model.gguf',
      inputs: [{ prompt: 'Hello', promptFormat: 'chat-template', result: { text: 'Good day', tokens: 1 } }],
    },
  });
});

test('the prompt of a link is answered as JSON of the schema in the link', async () => {
  visit('file=1&prompt=Hello&schema={"enum":["cab"]}');
  const session = await answerOpening();
  expect(session.steps[0]?.request).toMatchObject({ jsonSchema: { enum: ['cab'] } });
});

test('opening another model while the prompt of a link is answered answers it with that model', async () => {
  visit('file=1&prompt=Hello');
  await answerOpening();
  const session = await answerOpening();
  await step(session, 'Good day', 'model');
  expect(readLastStatus()).toMatchObject({ state: 'done', result: { inputs: [{ result: { text: 'Good day' } }] } });
});

test('a failure to open a model is reported, but not after the page was left', async () => {
  void chat.setup.openFiles(files);
  openTextCalls[0]?.fail(new AppError('model-corrupt'));
  await flushPromises();
  expect(readLastStatus()).toMatchObject({ state: 'failed', error: { code: 'model-corrupt' } });
  void chat.setup.openFiles(files);
  chat.close();
  const next = openNextPage();
  openTextCalls[1]?.fail(new AppError('model-corrupt'));
  await flushPromises();
  expect(readLastStatus()).toEqual(next);
});
