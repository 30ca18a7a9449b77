import { openDB, type DBSchema } from 'idb';
import type { TextUsage } from '#core/text.ts';

/** One message of a conversation; an answer says what it took, and which model gave it. */
export interface Turn {
  readonly role: 'user' | 'assistant';
  readonly content: string;
  readonly usage?: TextUsage;
  readonly model?: string;
}

export interface Conversation {
  readonly id: string;
  readonly updatedAt: number;
  /** What the model is told before anything else; empty for none. */
  readonly system: string;
  readonly turns: readonly Turn[];
}

interface Schema extends DBSchema {
  conversations: { key: string; value: Conversation };
}

const database = () =>
  openDB<Schema>('assay-chat', 1, {
    upgrade: (db) => void db.createObjectStore('conversations', { keyPath: 'id' }),
  });

/** Every conversation kept on this device, the newest first. */
export async function storedConversations(): Promise<Conversation[]> {
  const all = await (await database()).getAll('conversations');
  return all.sort((one, other) => other.updatedAt - one.updatedAt);
}

export async function keepConversation(conversation: Conversation): Promise<void> {
  await (await database()).put('conversations', conversation);
}

export async function deleteConversation(id: string): Promise<void> {
  await (await database()).delete('conversations', id);
}
