import { engines } from '#core/engines.ts';
import type { TextRequest, TextUsage } from '#core/text.ts';
import { parseChatLink, type ChatLink } from '#links/chat-link.ts';
import { conversationOfTab, setConversationOfTab, type Conversation, type Turn } from '#records/conversations.ts';
import { recordFromChat } from '../models/forecast-record.ts';
import { reportDone, reportFailure, reportStart } from '../shell/automation-status.ts';
import { hubCatalogue } from '../shell/hub-catalogue.ts';
import { collectText, generateAnswer } from './answer-generation.ts';
import { AnswerQueue } from './answer-queue.ts';
import { ChatSetup } from './chat-setup.svelte.ts';
import { nearlyFullShare } from './context.ts';
import { ConversationList, newConversationId } from './conversation-list.svelte.ts';
import { generationSettingsOf, textRequestOf, type GenerationSettings } from './generation-settings.ts';
import { joinedUsage, lastAnswer, promptOf, tokensInContext, withoutOlderHalf } from './prompt.ts';

/** @throws AppError link-invalid, which is also reported to automation clients */
export function beginChat(query: URLSearchParams): Chat {
  try {
    return new Chat(parseChatLink(query, hubCatalogue));
  } catch (thrown) {
    throw reportFailure(thrown);
  }
}

/** State of one visit of the Chat page: the model, the conversation shown and the stored ones. */
export class Chat extends ChatSetup {
  conversation = $state.raw<Conversation>(blank());
  readonly list = new ConversationList();
  /** The answer that is being generated; `null` between answers. */
  answering = $state<string | null>(null);
  settings: GenerationSettings;
  /** JSON schema that every answer must match; `null` for free text. */
  jsonSchema = $state.raw<object | null>(null);
  /** The conversation before it was deleted or cut, until the next such change. */
  undoable = $state.raw<{ readonly what: 'deleted' | 'cut'; readonly before: Conversation } | null>(null);
  /** A message that is not sent yet, with the tokens of the conversation including it, as counted by the engine. */
  draft = $state.raw<{ readonly content: string; readonly tokens: number } | null>(null);
  /** Whether messages were left out, or are sent again, since the engine counted the last answer. */
  #isCountStale = $state(false);
  readonly #queue = new AnswerQueue();
  /** The conversation that the answer belongs to, which may no longer be the one shown; `null` once deleted. */
  #answerTo: string | null = null;

  constructor(link: ChatLink) {
    super(link);
    this.settings = $state(generationSettingsOf(link));
    reportStart('ready');
  }

  get canAsk(): boolean {
    return this.#queue.canAsk;
  }

  /** Whether the answer at the end can be continued: it was cut off, and the context has space. */
  get canContinue(): boolean {
    const answer = lastAnswer(this.conversation.turns);
    const facts = this.model.opened?.facts;
    if (!answer || !facts || answer.usage?.ended === 'model' || this.isContextFull) return false;
    return !facts.hasChatTemplate || engines[facts.runtime].assistantPrefill === true;
  }

  /** Tokens in the context after the last answer, as counted by the engine; `null` if not counted. */
  get tokensInContext(): number | null {
    return this.#isCountStale ? null : tokensInContext(this.conversation.turns);
  }

  /** Whether no token fits the context after the last answer, or the last question did not fit. */
  get isContextFull(): boolean {
    if (this.error?.facts.reason === 'prompt-beyond-context') return true;
    const { contextLength } = this.model.opened?.facts ?? {};
    return contextLength !== undefined && (this.tokensInContext ?? 0) >= contextLength - 1;
  }

  get isContextNearlyFull(): boolean {
    const { contextLength } = this.model.opened?.facts ?? {};
    return contextLength !== undefined && (this.tokensInContext ?? 0) >= contextLength * nearlyFullShare;
  }

  /** Reads the stored conversations and shows the one that this tab showed before a reload. */
  async load(): Promise<void> {
    await this.list.load();
    if (this.link.prompt !== null || this.conversation.turns.length > 0) return;
    const id = conversationOfTab();
    this.conversation = this.list.all.find((conversation) => conversation.id === id) ?? this.conversation;
  }

  async send(content: string): Promise<void> {
    this.draft = null;
    await this.#ask((turns) => [...turns, { role: 'user', content }]);
  }

  /** Sends the last question again. */
  async regenerate(): Promise<void> {
    await this.#ask((turns) => turns.slice(0, turns.findLastIndex(({ role }) => role === 'user') + 1));
  }

  /** Continues the answer at the end, if {@link canContinue}. */
  async continueAnswer(): Promise<void> {
    await this.#ask((turns) => turns);
  }

  /** Replaces a question; the turns after it are removed. */
  async edit(index: number, content: string): Promise<void> {
    this.undoable = { what: 'cut', before: this.conversation };
    await this.#ask((turns) => [...turns.slice(0, index), { role: 'user', content }]);
  }

  /**
   * Processes the conversation with a message that is still being typed, so that only the rest of it needs processing
   * when it is sent.
   */
  async prepare(content: string): Promise<void> {
    this.draft = null;
    const { opened } = this.model;
    if (!opened?.facts.hasChatTemplate || !engines[opened.facts.runtime].promptCache || !content.trim()) return;
    await this.#queue.prepare(async (signal) => {
      const turns: Turn[] = [...this.conversation.turns, { role: 'user', content }];
      const request = { prompt: promptOf({ ...this.conversation, turns }, true), maxTokens: 1 };
      try {
        const { usage } = await collectText(this.model.generate(request, signal));
        const { promptTokens, ended } = usage;
        if (promptTokens !== null && ended !== 'stopped') this.draft = { content, tokens: promptTokens };
      } catch {
        // Sending the message reports what is wrong with it.
      }
    });
  }

  /** Stops the answer at the next token; the text so far is retained. */
  override stop(): void {
    this.#queue.stop();
  }

  newConversation(): void {
    this.show({ ...blank(), system: this.conversation.system });
  }

  show(conversation: Conversation): void {
    this.stop();
    this.error = null;
    this.draft = null;
    this.#isCountStale = false;
    this.conversation = conversation;
    setConversationOfTab(conversation.id);
  }

  async rename(title: string): Promise<void> {
    const { title: _, ...unnamed } = this.conversation;
    this.conversation = title.trim() ? { ...unnamed, title: title.trim() } : unnamed;
    await this.list.store(this.conversation);
  }

  /** Whether there are older messages to leave out. */
  get canOmit(): boolean {
    return withoutOlderHalf(this.conversation) !== null;
  }

  /** Leaves the older half of the messages out of what is sent to the model; they remain in the conversation. */
  async omitOlderHalf(): Promise<void> {
    await this.#omit(withoutOlderHalf(this.conversation) ?? 0);
  }

  async sendAllAgain(): Promise<void> {
    await this.#omit(0);
  }

  async #omit(omitted: number): Promise<void> {
    this.error = null;
    this.#isCountStale = true;
    this.conversation = { ...this.conversation, omitted };
    await this.list.store(this.conversation);
  }

  async delete(id: string): Promise<void> {
    if (this.#answerTo === id) this.#answerTo = null;
    const before = this.list.all.find((conversation) => conversation.id === id);
    if (this.conversation.id === id) this.newConversation();
    await this.list.delete(id);
    this.undoable = before ? { what: 'deleted', before } : null;
  }

  /** Restores what was deleted or cut last; an answer that replaced it is discarded. */
  async undo(): Promise<void> {
    const { before } = this.undoable ?? {};
    if (!before) return;
    this.undoable = null;
    if (this.#answerTo === before.id) this.#answerTo = null;
    this.show(before);
    await this.list.store(before);
  }

  setSystem(system: string): void {
    this.conversation = { ...this.conversation, system };
  }

  /** Answers a prompt in the link at once. */
  protected override async onOpened(): Promise<void> {
    const { prompt } = this.link;
    if (prompt !== null) await this.#queue.answer((signal) => this.#complete(prompt, signal));
  }

  /** @param turnsAfter returns the turns of the conversation, ending with the question */
  async #ask(turnsAfter: (turns: readonly Turn[]) => readonly Turn[]): Promise<void> {
    const { id } = this.conversation;
    await this.#queue.answer(async (signal) => {
      if (this.conversation.id !== id) return; // another conversation was opened while the question waited
      const turns = turnsAfter(this.conversation.turns);
      if (turns.length > 0) await this.#answer(turns, signal);
    });
  }

  /** Generates the answer to the last question, or the rest of the answer at the end. */
  async #answer(turns: readonly Turn[], signal: AbortSignal): Promise<void> {
    const { opened } = this.model;
    const { omitted = 0 } = this.conversation;
    const sent: Conversation = {
      ...this.conversation,
      turns,
      ...(omitted > 0 && { omitted: Math.min(omitted, turns.length - 1) }),
      updatedAt: Date.now(),
    };
    this.conversation = sent;
    if (signal.aborted) return;
    this.#answerTo = sent.id;
    setConversationOfTab(sent.id);
    void this.list.store(sent);

    const partial = lastAnswer(turns);
    const precedingTurns = partial ? turns.slice(0, -1) : turns;
    const withAnswer = (content: string, usage: TextUsage | null): Conversation => {
      const answer: Turn = { role: 'assistant', content, ...(usage && { usage }), ...(opened && { model: opened.id }) };
      return { ...sent, turns: [...precedingTurns, answer], updatedAt: Date.now() };
    };
    this.conversation = { ...sent, turns: precedingTurns };
    let storedMs = performance.now();
    const storeThrottled = (content: string) => {
      if (this.#answerTo !== sent.id || performance.now() - storedMs < storeEveryMs) return;
      storedMs = performance.now();
      void this.list.storePartial(withAnswer(content, null));
    };
    const { text, usage } = await this.#generate(promptOf(sent, opened?.facts.hasChatTemplate ?? false), signal, {
      partial: partial?.content ?? '',
      onText: storeThrottled,
    });
    if (this.#answerTo !== sent.id) return;
    const totalUsage = usage && joinedUsage(partial?.usage, usage);
    const answered = text || usage ? withAnswer((partial?.content ?? '') + text, totalUsage) : sent;
    const isShown = this.conversation.id === sent.id;
    const { turns: after, updatedAt } = answered;
    const stored = { ...(isShown ? this.conversation : sent), turns: after, updatedAt };
    if (isShown) this.conversation = stored;
    if (isShown && usage) this.#isCountStale = false;
    await this.list.store(stored);
  }

  /** Answers the prompt of a link, with the model's chat template if it has one, unless the link has `raw`. */
  async #complete(prompt: string, signal: AbortSignal): Promise<void> {
    reportStart('running');
    const question: Turn[] = [{ role: 'user', content: prompt }];
    this.conversation = { ...this.conversation, turns: question };
    const { opened } = this.model;
    const hasTemplate = opened?.facts.hasChatTemplate ?? false;
    const usesTemplate = hasTemplate && !this.link.raw;
    const { text, usage } = await this.#generate(usesTemplate ? promptOf(this.conversation, true) : prompt, signal);
    if (!usage || !opened) return;
    const answer: Turn = { role: 'assistant', content: text, usage, model: opened.id };
    this.conversation = { ...this.conversation, turns: [...question, answer] };
    const { runtime, device, threads, build } = opened.facts;
    const promptFormat = usesTemplate ? 'chat-template' : hasTemplate ? 'raw' : 'raw-no-template';
    const inputs = [{ prompt, promptFormat, result: { text, ...usage } }];
    reportDone({ task: 'text-generation', model: opened.id, runtime, device, threads, build, inputs });
  }

  /** @param options the answer that is continued, and what is called with the whole answer as it grows */
  async #generate(
    prompt: TextRequest['prompt'],
    signal: AbortSignal,
    { partial = '', onText }: { partial?: string; onText?: (content: string) => void } = {},
  ): Promise<{ readonly text: string; readonly usage: TextUsage | null }> {
    this.error = null;
    this.answering = partial;
    const request = { ...textRequestOf($state.snapshot(this.settings), this.runtime, this.jsonSchema), prompt };
    const answer = await generateAnswer(this.model.generate(request, signal), (text) => {
      this.answering = partial + text;
      onText?.(this.answering);
    });
    this.answering = null;
    const { opened } = this.model;
    if (answer.usage && opened && this.subject) void recordFromChat(this.subject, opened, answer.usage);
    // Aborted if another model was opened or the page was left: the answer is no longer needed.
    if (answer.error && answer.error.code !== 'aborted') this.error = reportFailure(answer.error);
    return answer;
  }
}

/** How often a growing answer is stored, so that it is not lost if the tab is closed. */
const storeEveryMs = 1000;

function blank(): Conversation {
  return { id: newConversationId(), updatedAt: Date.now(), system: '', turns: [] };
}
