import { expect, test } from 'vitest';
import type { Conversation } from '#records/conversation-records.ts';
import { flushPromises } from '../fakes/calls.fixture.ts';
import { chat, answerOpening, step, storedConversations, listTurnTexts } from './chat.fixture.ts';

test('undo restores a deleted conversation and cut messages', async () => {
  const session = await answerOpening();
  for (const question of ['first', 'second']) {
    void chat.answers.send(question);
    await flushPromises();
    await step(session, `answer to ${question}`, 'model');
  }
  const whole = chat.conversations.current;
  expect(chat.conversations.lastRemoval).toBeNull();
  void chat.answers.edit(0, 'another');
  await flushPromises();
  await step(session, 'one more answer', 'model');
  expect(listTurnTexts(chat.conversations.current)).toEqual(['another', 'one more answer']);
  await chat.undo();
  expect(listTurnTexts(chat.conversations.current)).toEqual(listTurnTexts(whole));
  expect(listTurnTexts(storedConversations.get(whole.id)!)).toEqual(listTurnTexts(whole));

  await chat.delete(whole.id);
  expect([
    storedConversations.size,
    chat.conversations.current.turns.length,
    chat.conversations.lastRemoval?.kind,
  ]).toEqual([0, 0, 'deleted']);
  await chat.undo();
  expect(chat.conversations.current).toEqual(whole);
  expect(storedConversations.get(whole.id)).toEqual(whole);
  expect(chat.conversations.lastRemoval).toBeNull();
});

test('an answer is not stored if its question is undone while it is generated', async () => {
  const session = await answerOpening();
  void chat.answers.send('first');
  await flushPromises();
  await step(session, 'one', 'model');
  const whole = chat.conversations.current;
  void chat.answers.edit(0, 'another');
  await flushPromises();
  await step(session, 'begun');
  await chat.undo();
  await step(session, ', ended', 'stopped');
  expect(listTurnTexts(chat.conversations.current)).toEqual(['first', 'one']);
  expect(storedConversations.get(whole.id)).toEqual(whole);
});

test('conversations are searched by title and by text, and renamed', async () => {
  const session = await answerOpening();
  for (const question of ['about cats', 'about dogs']) {
    chat.startConversation();
    void chat.answers.send(question);
    await flushPromises();
    await step(session, 'Yes', 'model');
  }
  chat.conversations.list.search = 'CATS';
  expect(chat.conversations.list.searchResults.map(listTurnTexts)).toEqual([['about cats', 'Yes']]);
  await chat.conversations.rename('Wolves');
  chat.conversations.list.search = 'wolv';
  expect(chat.conversations.list.searchResults.map(listTurnTexts)).toEqual([['about dogs', 'Yes']]);
  await chat.conversations.rename(' ');
  expect(chat.conversations.list.searchResults).toEqual([]);
});

test('an imported conversation with the id of a different stored one gets a new id', async () => {
  const one: Conversation = { id: '1', updatedAt: 5, system: '', turns: [{ role: 'user', content: 'mine' }] };
  storedConversations.set('1', one);
  await chat.load();
  const file = (conversations: readonly object[]) =>
    new File([JSON.stringify({ kind: 'assay-conversations', version: 1, conversations })], 'chats.json');
  const other = { ...one, turns: [{ role: 'user', content: 'theirs' }] };
  await chat.conversations.list.importFile(file([one, { ...other, id: '2' }]));
  expect(chat.conversations.list.importResult).toEqual({ added: 1, alreadyStored: 1 });
  await chat.conversations.list.importFile(file([other]));
  expect([...storedConversations.values()].map(listTurnTexts)).toEqual([['mine'], ['theirs'], ['theirs']]);
  expect(storedConversations.get('1')).toEqual(one);

  await chat.conversations.list.importFile(
    file([
      { ...one, id: '3' },
      { ...one, id: '4', turns: [{ role: 'robot' }] },
    ]),
  );
  expect(chat.conversations.list.error).toMatchObject({
    code: 'conversation-invalid',
    facts: { file: 'chats.json', field: 'conversations[1].turns[0].role' },
  });
  expect(storedConversations.size).toBe(3);
});
