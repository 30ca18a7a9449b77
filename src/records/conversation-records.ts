import type { DBSchema } from 'idb';
import type { TextUsage } from '#core/engine/text-session.ts';
import { RecordDatabase } from './database.ts';

/** One message of a conversation. An answer without usage was interrupted. */
export interface Turn {
  readonly role: 'user' | 'assistant';
  readonly content: string;
  readonly usage?: TextUsage;
  /** The model that generated the answer. */
  readonly model?: string;
}

export interface Conversation {
  readonly id: string;
  /** Epoch milliseconds. */
  readonly updatedAt: number;
  /** The user's title; if absent, the beginning of the first message is shown. */
  readonly title?: string;
  /** The system prompt; empty for none. */
  readonly system: string;
  readonly turns: readonly Turn[];
  /** The number of first turns that are no longer sent to the model. */
  readonly omitted?: number;
}

interface Schema extends DBSchema {
  conversations: { key: string; value: Conversation };
}

const database = new RecordDatabase<Schema>('assay-chat', [
  (created) => void created.createObjectStore('conversations', { keyPath: 'id' }),
]);

/** Lists the conversations stored on this device, newest first. */
export async function listConversations(): Promise<Conversation[]> {
  const conversations = await (await database.open()).getAll('conversations');
  return conversations.sort((a, b) => b.updatedAt - a.updatedAt);
}

/** Stores all conversations, or none if it fails. */
export async function storeConversations(conversations: readonly Conversation[]): Promise<void> {
  const transaction = (await database.open()).transaction('conversations', 'readwrite');
  await Promise.all([...conversations.map((conversation) => transaction.store.put(conversation)), transaction.done]);
}

export async function deleteConversation(id: string): Promise<void> {
  await (await database.open()).delete('conversations', id);
}

const tabKey = 'assay.conversation';

/** Reads the id of this tab's last conversation, which survives a reload; `null` if there is none. */
export function readConversationOfTab(): string | null {
  try {
    return sessionStorage.getItem(tabKey);
  } catch {
    return null;
  }
}

export function setConversationOfTab(id: string): void {
  try {
    sessionStorage.setItem(tabKey, id);
  } catch {
    // Site data is blocked: a reload starts a new conversation.
  }
}
