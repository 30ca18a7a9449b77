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
  const whole = chat.shown.current;
  expect(chat.shown.undoable).toBeNull();
  void chat.answers.edit(0, 'another');
  await flushPromises();
  await step(session, 'one more answer', 'model');
  expect(listTurnTexts(chat.shown.current)).toEqual(['another', 'one more answer']);
  await chat.undo();
  expect(listTurnTexts(chat.shown.current)).toEqual(listTurnTexts(whole));
  expect(listTurnTexts(storedConversations.get(whole.id)!)).toEqual(listTurnTexts(whole));

  await chat.delete(whole.id);
  expect([storedConversations.size, chat.shown.current.turns.length, chat.shown.undoable?.what]).toEqual([
    0,
    0,
    'deleted',
  ]);
  await chat.undo();
  expect(chat.shown.current).toEqual(whole);
  expect(storedConversations.get(whole.id)).toEqual(whole);
  expect(chat.shown.undoable).toBeNull();
});

test('an answer is not stored if its question is undone while it is generated', async () => {
  const session = await answerOpening();
  void chat.answers.send('first');
  await flushPromises();
  await step(session, 'one', 'model');
  const whole = chat.shown.current;
  void chat.answers.edit(0, 'another');
  await flushPromises();
  await step(session, 'begun');
  await chat.undo();
  await step(session, ', ended', 'stopped');
  expect(listTurnTexts(chat.shown.current)).toEqual(['first', 'one']);
  expect(storedConversations.get(whole.id)).toEqual(whole);
});

test('conversations are searched by title and by text, and renamed', async () => {
  const session = await answerOpening();
  for (const question of ['about cats', 'about dogs']) {
    chat.newConversation();
    void chat.answers.send(question);
    await flushPromises();
    await step(session, 'Yes', 'model');
  }
  chat.shown.list.search = 'CATS';
  expect(chat.shown.list.found.map(listTurnTexts)).toEqual([['about cats', 'Yes']]);
  await chat.shown.rename('Wolves');
  chat.shown.list.search = 'wolv';
  expect(chat.shown.list.found.map(listTurnTexts)).toEqual([['about dogs', 'Yes']]);
  await chat.shown.rename(' ');
  expect(chat.shown.list.found).toEqual([]);
});

test('an imported conversation with the id of a different stored one gets a new id', async () => {
  const one: Conversation = { id: '1', updatedAt: 5, system: '', turns: [{ role: 'user', content: 'mine' }] };
  storedConversations.set('1', one);
  await chat.load();
  const file = (conversations: readonly object[]) =>
    new File([JSON.stringify({ kind: 'assay-conversations', version: 1, conversations })], 'chats.json');
  const other = { ...one, turns: [{ role: 'user', content: 'theirs' }] };
  await chat.shown.list.importFile(file([one, { ...other, id: '2' }]));
  expect(chat.shown.list.imported).toEqual({ added: 1, alreadyStored: 1 });
  await chat.shown.list.importFile(file([other]));
  expect([...storedConversations.values()].map(listTurnTexts)).toEqual([['mine'], ['theirs'], ['theirs']]);
  expect(storedConversations.get('1')).toEqual(one);

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
  expect(storedConversations.size).toBe(3);
});
