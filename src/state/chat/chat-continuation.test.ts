import { expect, test } from 'vitest';
import { AppError } from '#core/errors/error.ts';
import type { ChatMessage } from '#core/engine/text-session.ts';
import { flushPromises } from '../fakes/calls.fixture.ts';
import { FakeTextSession, createLastStep } from '../fakes/text-handle.fixture.ts';
import { chat, answerOpening, step, storedConversations, listTurnTexts } from './chat.fixture.ts';

test('an answer cut off by the token limit is continued in the same turn, with the tokens of both parts', async () => {
  const session = await answerOpening();
  void chat.answers.send('first');
  await flushPromises();
  session.steps
    .at(-1)
    ?.answer({ text: 'one', usage: { ...createLastStep('').usage!, promptTokens: 5, tokens: 2, ended: 'length' } });
  await flushPromises();
  expect(chat.isIncomplete && chat.continuesAnswers).toBe(true);
  void chat.answers.continue();
  await flushPromises();
  expect(session.steps.at(-1)?.request.prompt).toEqual([
    { role: 'user', content: 'first' },
    { role: 'assistant', content: 'one' },
  ]);
  expect([chat.answers.partialAnswer, listTurnTexts(chat.conversations.current)]).toEqual(['one', ['first']]);
  session.steps.at(-1)?.answer({ text: ' more', usage: { ...createLastStep('').usage!, promptTokens: 7, tokens: 3 } });
  await flushPromises();
  expect(listTurnTexts(chat.conversations.current)).toEqual(['first', 'one more']);
  expect(chat.conversations.current.turns[1]?.usage).toMatchObject({ promptTokens: 5, tokens: 5, ended: 'model' });
  expect(chat.isIncomplete && chat.continuesAnswers).toBe(false);
  expect(storedConversations.get(chat.conversations.current.id)).toEqual(chat.conversations.current);
});

test('a model without a chat template continues the message and the answer so far', async () => {
  const session = await answerOpening(new FakeTextSession({ hasChatTemplate: false }));
  void chat.answers.send('Once upon');
  await flushPromises();
  await step(session, ' a time', 'stopped');
  void chat.answers.continue();
  await flushPromises();
  expect(session.steps.at(-1)?.request.prompt).toBe('Once upon a time');
});

test('a continuation that fails leaves the answer as it was', async () => {
  const session = await answerOpening();
  void chat.answers.send('first');
  await flushPromises();
  await step(session, 'one', 'stopped');
  const whole = chat.conversations.current.turns;
  void chat.answers.continue();
  await flushPromises();
  session.steps.at(-1)?.fail(new AppError('out-of-memory'));
  await flushPromises();
  expect(chat.conversations.current.turns).toEqual(whole);
});

test('the older half of the messages can be omitted from the prompt, and returns when a question is edited', async () => {
  const session = await answerOpening();
  for (const question of ['first', 'second', 'third']) {
    void chat.answers.send(question);
    await flushPromises();
    await step(session, `answer to ${question}`, 'model');
  }
  expect(chat.context.tokens).toBe(2);
  await chat.omitOlderHalf();
  expect(chat.context.tokens).toBeNull(); // not counted without them
  expect(chat.conversations.current).toMatchObject({ omitted: 4, turns: { length: 6 } });
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
  expect(chat.conversations.canOmit).toBe(false);
});

test('a message is processed while it is typed, and sending it waits until this has stopped', async () => {
  const session = await answerOpening();
  void chat.answers.prepare('Hel');
  await flushPromises();
  expect(session.steps.at(-1)?.request).toEqual({ prompt: [{ role: 'user', content: 'Hel' }], maxTokens: 1 });
  session.steps
    .at(-1)
    ?.answer({ text: 'x', usage: { ...createLastStep('').usage!, promptTokens: 9, ended: 'length' } });
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
  expect(listTurnTexts(chat.conversations.current)).toEqual(['Hello', 'Good day']);
  expect(chat.answers.draft).toBeNull();
});
