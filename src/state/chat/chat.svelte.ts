import { engines } from '#core/engine/engines.ts';
import { parseChatLink, type ChatLink } from '#links/chat-link.ts';
import type { Conversation } from '#records/conversation-records.ts';
import { resolveGenerationSettings, buildTextRequest, type GenerationSettings } from '#links/generation-settings.ts';
import { reportFailure, reportStart } from '../shell/automation-status.ts';
import { hubCatalogue } from '../shell/hub-catalogue.ts';
import { Answers } from './answers.svelte.ts';
import { loadChatPreferences, storeChatPreferences } from './chat-preferences.ts';
import { ChatSetup } from './chat-setup.svelte.ts';
import { computeContextUse, type ContextUse } from './context-use.ts';
import { findLastAnswer } from './chat-prompt.ts';
import { Conversations } from './conversations.svelte.ts';

/** @throws AppError link-invalid, which is also reported to automation clients */
export function beginChat(query: URLSearchParams): Chat {
  try {
    return new Chat(parseChatLink(query, hubCatalogue));
  } catch (thrown) {
    throw reportFailure(thrown);
  }
}

/** State of one visit of the Chat page: the model, the conversation shown, and its answers. */
export class Chat {
  readonly setup: ChatSetup;
  readonly conversations: Conversations;
  readonly answers: Answers;
  settings: GenerationSettings;

  constructor(link: ChatLink) {
    // The answer to the prompt of a link depends only on the link.
    const { system = '', ...chosen } = link.prompt === null ? loadChatPreferences() : {};
    this.settings = $state.raw(resolveGenerationSettings(link, chosen));
    this.conversations = new Conversations(system);
    this.setup = new ChatSetup(link, { onOpening: () => this.#onOpening(), onOpened: () => this.#onOpened() });
    this.answers = new Answers(this.setup, this.conversations, () =>
      buildTextRequest(this.settings, this.setup.engine),
    );
    reportStart('ready');
  }

  get context(): ContextUse {
    const { current, isCountStale } = this.conversations;
    return computeContextUse(current.turns, this.setup.model.opened?.facts ?? null, isCountStale, this.answers.error);
  }

  /** Whether the last answer was cut off and the context has space to continue it. */
  get isIncomplete(): boolean {
    const answer = findLastAnswer(this.conversations.current.turns);
    return (
      answer !== null && answer.usage?.ended !== 'model' && this.setup.model.opened !== null && !this.context.isFull
    );
  }

  /** Whether the engine can continue an answer with this model. */
  get continuesAnswers(): boolean {
    const { facts } = this.setup.model.opened ?? {};
    return facts !== undefined && (!facts.hasChatTemplate || engines[facts.engine].assistantPrefill === true);
  }

  /** Reads the stored conversations and shows the one that this tab showed before a reload. */
  async load(): Promise<void> {
    await this.conversations.load();
    if (this.setup.link.prompt === null && this.conversations.current.turns.length === 0) this.conversations.restore();
  }

  /** Changes generation settings, also for later visits: the address no longer sets them. */
  changeSettings(changed: Partial<GenerationSettings>): void {
    this.settings = { ...this.settings, ...changed };
    storeChatPreferences(changed);
    this.setup.removeFromLink(Object.keys(changed));
  }

  setSystem(system: string): void {
    storeChatPreferences({ system });
    void this.conversations.setSystem(system);
  }

  startConversation(): void {
    this.answers.reset();
    this.conversations.showNew();
  }

  show(conversation: Conversation): void {
    this.answers.reset();
    this.conversations.show(conversation);
  }

  async omitOlderHalf(): Promise<void> {
    this.answers.error = null;
    await this.conversations.omitOlderHalf();
  }

  async delete(id: string): Promise<void> {
    this.answers.discard(id);
    const { list, current } = this.conversations;
    const before = list.conversations.find((conversation) => conversation.id === id);
    if (current.id === id) this.startConversation();
    await list.delete(id);
    this.conversations.lastRemoval = before ? { kind: 'deleted', before } : null;
  }

  /** Undoes the last deletion or cut; an answer that replaced it is discarded. */
  async undo(): Promise<void> {
    const { before } = this.conversations.lastRemoval ?? {};
    if (!before) return;
    this.conversations.lastRemoval = null;
    this.answers.discard(before.id);
    this.show(before);
    await this.conversations.list.store(before);
  }

  close(): void {
    this.answers.stop();
    this.setup.close();
  }

  #onOpening(): void {
    this.answers.stop();
    this.answers.error = null;
  }

  async #onOpened(): Promise<void> {
    const { prompt, raw } = this.setup.link;
    if (prompt !== null) await this.answers.answerLink(prompt, raw);
  }
}
