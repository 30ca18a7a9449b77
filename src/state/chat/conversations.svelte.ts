import { setConversationOfTab, readConversationOfTab, type Conversation } from '#records/conversation-records.ts';
import { ConversationList, createConversationId } from './conversation-list.svelte.ts';
import { countOlderHalf } from './chat-prompt.ts';

/** The current conversation of the Chat page, and the stored ones. */
export class Conversations {
  readonly list = new ConversationList();
  current: Conversation;
  /** The last deletion of a conversation or of its last turns (`cut`), and the conversation before it, for undoing. */
  lastRemoval = $state.raw<{ readonly kind: 'deleted' | 'cut'; readonly before: Conversation } | null>(null);
  /** Whether messages were left out, or are sent again, since the engine counted the last answer. */
  isCountStale = $state(false);

  /** @param system the system prompt of the new conversation that is shown first */
  constructor(system: string) {
    this.current = $state.raw(createConversation(system));
  }

  /** Reads the stored conversations. */
  async load(): Promise<void> {
    await this.list.load();
  }

  /** Shows the conversation that this tab showed before a reload. */
  restore(): void {
    const id = readConversationOfTab();
    this.current = this.list.conversations.find((conversation) => conversation.id === id) ?? this.current;
  }

  show(conversation: Conversation): void {
    this.isCountStale = false;
    this.current = conversation;
    setConversationOfTab(conversation.id);
  }

  /** Shows a new conversation with the same system prompt. */
  showNew(): void {
    this.show(createConversation(this.current.system));
  }

  async rename(title: string): Promise<void> {
    const { title: _, ...unnamed } = this.current;
    await this.#replace(title.trim() ? { ...unnamed, title: title.trim() } : unnamed);
  }

  /** Changes the system prompt, and stores the conversation if it has a message. */
  async setSystem(system: string): Promise<void> {
    this.current = { ...this.current, system };
    if (this.current.turns.length > 0) await this.list.store(this.current);
  }

  /** Whether there are older messages to leave out. */
  get canOmit(): boolean {
    return countOlderHalf(this.current) !== null;
  }

  /** Omits the older half of the messages when sending; they remain in the conversation. */
  async omitOlderHalf(): Promise<void> {
    await this.#omit(countOlderHalf(this.current) ?? 0);
  }

  async sendAllAgain(): Promise<void> {
    await this.#omit(0);
  }

  async #omit(omitted: number): Promise<void> {
    this.isCountStale = true;
    await this.#replace({ ...this.current, omitted });
  }

  async #replace(conversation: Conversation): Promise<void> {
    this.current = conversation;
    await this.list.store(conversation);
  }
}

function createConversation(system: string): Conversation {
  return { id: createConversationId(), updatedAt: Date.now(), system, turns: [] };
}
