import { asAppError, type AppError } from '#core/errors/error.ts';
import {
  deleteConversation,
  storeConversations,
  listConversations,
  type Conversation,
} from '#records/conversation-records.ts';
import { wrapStorageError } from '../results/wrap-storage-error.ts';
import { readConversationFile, getConversationTitle } from './conversation-file.ts';

/** The conversations stored on this device. */
export class ConversationList {
  /** Newest first. */
  conversations = $state.raw<readonly Conversation[]>([]);
  /** Only conversations that contain this text are shown. */
  search = $state('');
  /** Why conversations could not be read, stored or imported. */
  error = $state.raw<AppError | null>(null);
  /** The outcome of the last import. */
  importResult = $state.raw<{ readonly added: number; readonly alreadyStored: number } | null>(null);

  get searchResults(): readonly Conversation[] {
    const query = this.search.trim().toLowerCase();
    return query
      ? this.conversations.filter((conversation) => toSearchText(conversation).includes(query))
      : this.conversations;
  }

  async load(): Promise<void> {
    await this.#guard(async () => {
      this.conversations = await listConversations();
    });
  }

  /** Stores a conversation while its answer grows. The list is not updated. */
  async storePartial(conversation: Conversation): Promise<void> {
    await this.#guard(() => storeConversations([conversation]));
  }

  async store(conversation: Conversation): Promise<void> {
    await this.#guard(async () => {
      await storeConversations([conversation]);
      this.conversations = await listConversations();
    });
  }

  async delete(id: string): Promise<void> {
    await this.#guard(async () => {
      await deleteConversation(id);
      this.conversations = await listConversations();
    });
  }

  /** Adds the conversations of a file. If one differs from a stored one with the same id, it gets a new id. */
  async importFile(file: File): Promise<void> {
    this.importResult = null;
    await this.#guard(async () => {
      const readConversations = readConversationFile(await file.text(), file.name);
      const stored = new Map((await listConversations()).map((conversation) => [conversation.id, conversation]));
      const added = readConversations.filter(
        (candidate) => JSON.stringify(stored.get(candidate.id)) !== JSON.stringify(candidate),
      );
      await storeConversations(
        added.map((addition) => (stored.has(addition.id) ? { ...addition, id: createConversationId() } : addition)),
      );
      this.importResult = { added: added.length, alreadyStored: readConversations.length - added.length };
      this.conversations = await listConversations();
    });
  }

  async #guard(operation: () => Promise<void>): Promise<void> {
    try {
      await wrapStorageError(operation());
      this.error = null;
    } catch (thrown) {
      this.error = asAppError(thrown);
    }
  }
}

function toSearchText(conversation: Conversation): string {
  const { system, turns } = conversation;
  return [getConversationTitle(conversation), system, ...turns.map(({ content }) => content)].join('\n').toLowerCase();
}

export function createConversationId(): string {
  return crypto.getRandomValues(new Uint32Array(4)).join('-'); // `randomUUID` exists on secure origins only
}
