import { beforeEach, vi } from 'vitest';
import { parseChatLink } from '#links/chat-link.ts';
import type { Conversation } from '#records/conversation-records.ts';
import { flushPromises } from '../fakes/calls.fixture.ts';
import { FakeTextSession, createLastStep, openTextCalls } from '../fakes/text-handle.fixture.ts';
import { Chat } from './chat.svelte.ts';

vi.mock('#bridge/text-handle.ts', () => import('../fakes/text-handle.fixture.ts'));
vi.mock('../device/first-measurement.ts', () => ({
  needsMeasurement: () => firstMeasurement.isNeeded,
  measureForLanguageModel: (signal: AbortSignal) => {
    firstMeasurement.isNeeded = false;
    return new Promise<void>((resolve) => {
      firstMeasurement.finish = resolve;
      signal.addEventListener('abort', () => resolve());
    });
  },
}));
vi.mock('../models/forecast-record.ts', () => ({ recordForecastOfChat() {} }));
vi.mock('#records/conversation-records.ts', () => ({
  listConversations: async () => [...storedConversations.values()],
  storeConversations: async (all: readonly Conversation[]) =>
    all.forEach((entry) => storedConversations.set(entry.id, entry)),
  deleteConversation: async (id: string) => void storedConversations.delete(id),
  readConversationOfTab: () => shownInTab,
  setConversationOfTab: (id: string) => (shownInTab = id),
}));

/** The measurement of the device before its first model. A test sets whether it is needed, and finishes it. */
export const firstMeasurement = { isNeeded: false, finish: () => {} };
export const storedConversations = new Map<string, Conversation>();
export const localStorageEntries = new Map<string, string>();
vi.stubGlobal('localStorage', {
  getItem: (key: string) => localStorageEntries.get(key) ?? null,
  setItem: (key: string, value: string) => localStorageEntries.set(key, value),
});
let shownInTab: string | null = null;
export const files = [new File([], 'model.gguf')];
export let chat: Chat;

beforeEach(() => {
  storedConversations.clear();
  localStorageEntries.clear();
  shownInTab = null;
  visit('');
});

export const openChatAt = (query: string) => new Chat(parseChatLink(new URLSearchParams(query), []));

/** Opens the page at a link. */
export function visit(query: string): void {
  chat = openChatAt(query);
}

export async function answerOpening(session = new FakeTextSession()): Promise<FakeTextSession> {
  void chat.setup.openFiles(files);
  openTextCalls.at(-1)?.answer(session);
  await flushPromises();
  return session;
}

export async function step(session: FakeTextSession, text: string, ended?: 'model' | 'stopped'): Promise<void> {
  session.steps.at(-1)?.answer(ended ? createLastStep(text, ended) : { text, usage: null });
  await flushPromises();
}

export const listTurnTexts = ({ turns }: Conversation) => turns.map(({ content }) => content);
