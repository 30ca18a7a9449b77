import type { DBSchema } from 'idb';
import type { TextUsage } from '#core/text.ts';
import { RecordDatabase } from './database.ts';

/** One message of a conversation; an answer includes its usage and the model that generated it. */
export interface Turn {
  readonly role: 'user' | 'assistant';
  readonly content: string;
  readonly usage?: TextUsage;
  readonly model?: string;
}

export interface Conversation {
  readonly id: string;
  /** Epoch milliseconds. */
  readonly updatedAt: number;
  /** The system prompt; empty for none. */
  readonly system: string;
  readonly turns: readonly Turn[];
}

interface Schema extends DBSchema {
  conversations: { key: string; value: Conversation };
}

const database = new RecordDatabase<Schema>('assay-chat', [
  (created) => void created.createObjectStore('conversations', { keyPath: 'id' }),
]);

/** All conversations stored on this device, newest first. */
export async function storedConversations(): Promise<Conversation[]> {
  const all = await (await database.open()).getAll('conversations');
  return all.sort((one, other) => other.updatedAt - one.updatedAt);
}

export async function storeConversation(conversation: Conversation): Promise<void> {
  await (await database.open()).put('conversations', conversation);
}

export async function deleteConversation(id: string): Promise<void> {
  await (await database.open()).delete('conversations', id);
}
