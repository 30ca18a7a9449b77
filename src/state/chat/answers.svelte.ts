import { engines } from '#core/engine/engines.ts';
import type { AppError } from '#core/errors/error.ts';
import type { TextRequest, TextUsage } from '#core/engine/text-session.ts';
import { setConversationOfTab, type Conversation, type Turn } from '#records/conversation-records.ts';
import { recordForecastOfChat } from '../models/forecast-record.ts';
import { reportDone, reportFailure, reportStart } from '../shell/automation-status.ts';
import { collectText, generateAnswer } from './answer-generation.ts';
import { AnswerQueue } from './answer-queue.ts';
import type { ChatSetup } from './chat-setup.svelte.ts';
import { combineUsage, findLastAnswer, buildPrompt } from './chat-prompt.ts';
import type { Conversations } from './conversations.svelte.ts';

/** Answers the questions of the conversation shown with the open model. */
export class Answers {
  /** The answer that is being generated; `null` between answers. */
  partialAnswer = $state<string | null>(null);
  error = $state.raw<AppError | null>(null);
  /** A message that is not sent yet, and the engine's token count of the conversation including it. */
  draft = $state.raw<{ readonly content: string; readonly tokens: number } | null>(null);
  readonly #setup: ChatSetup;
  readonly #conversations: Conversations;
  readonly #settings: () => Omit<TextRequest, 'prompt'>;
  readonly #queue = new AnswerQueue();
  /** The conversation that the answer belongs to, which may no longer be the one shown; `null` once deleted. */
  #answeredConversationId: string | null = null;

  /** @param settings returns the generation settings of the next answer */
  constructor(setup: ChatSetup, conversations: Conversations, settings: () => Omit<TextRequest, 'prompt'>) {
    this.#setup = setup;
    this.#conversations = conversations;
    this.#settings = settings;
  }

  get canAsk(): boolean {
    return this.#queue.canAsk;
  }

  async send(content: string): Promise<void> {
    this.draft = null;
    await this.#ask((turns) => [...turns, { role: 'user', content }]);
  }

  /** Sends the last question again. */
  async regenerate(): Promise<void> {
    await this.#ask((turns) => turns.slice(0, turns.findLastIndex(({ role }) => role === 'user') + 1));
  }

  /** Generates the rest of the last answer. */
  async continue(): Promise<void> {
    await this.#ask((turns) => turns);
  }

  /** Replaces a question, removes the turns after it, and answers it. */
  async edit(index: number, content: string): Promise<void> {
    this.#conversations.lastRemoval = { kind: 'cut', before: this.#conversations.current };
    await this.#ask((turns) => [...turns.slice(0, index), { role: 'user', content }]);
  }

  /**
   * Processes the conversation with a message that is still being typed, so only the rest needs processing when it is
   * sent.
   */
  async prepare(content: string): Promise<void> {
    this.draft = null;
    const { model } = this.#setup;
    const { facts } = model.opened ?? {};
    if (!facts?.hasChatTemplate || !engines[facts.engine].promptCache || !content.trim()) return;
    await this.#queue.prepare(async (signal) => {
      const turns: Turn[] = [...this.#conversations.current.turns, { role: 'user', content }];
      const request = { prompt: buildPrompt({ ...this.#conversations.current, turns }, true), maxTokens: 1 };
      try {
        const { usage } = await collectText(model.generate(request, signal));
        const { promptTokens, ended } = usage;
        if (promptTokens !== null && ended !== 'stopped') this.draft = { content, tokens: promptTokens };
      } catch {
        // Errors are reported when the message is sent.
      }
    });
  }

  /** Stops the answer at the next token; the text so far is retained. */
  stop(): void {
    this.#queue.stop();
  }

  /** Call this when another conversation is shown. */
  reset(): void {
    this.stop();
    this.error = null;
    this.draft = null;
  }

  /** Prevents the answer in progress from being added to this conversation. */
  discard(id: string): void {
    if (this.#answeredConversationId === id) this.#answeredConversationId = null;
  }

  /**
   * Answers the prompt of a link, with the model's chat template if it has one, and reports the result to automation
   * clients.
   * @param isRaw whether to continue the prompt as plain text, without the template
   */
  async answerLink(prompt: string, isRaw: boolean): Promise<void> {
    await this.#queue.answer(async (signal) => {
      reportStart('running');
      const question: Turn[] = [{ role: 'user', content: prompt }];
      this.#conversations.current = { ...this.#conversations.current, turns: question };
      const { opened } = this.#setup.model;
      const hasTemplate = opened?.facts.hasChatTemplate ?? false;
      const usesTemplate = hasTemplate && !isRaw;
      const { text, usage } = await this.#generate(
        usesTemplate ? buildPrompt(this.#conversations.current, true) : prompt,
        signal,
      );
      if (!usage || !opened) return;
      const answer: Turn = { role: 'assistant', content: text, usage, model: opened.id };
      this.#conversations.current = { ...this.#conversations.current, turns: [...question, answer] };
      const { engine, device, threads, build } = opened.facts;
      const promptFormat = usesTemplate ? 'chat-template' : hasTemplate ? 'raw' : 'raw-no-template';
      const inputs = [{ prompt, promptFormat, result: { text, ...usage } }];
      reportDone({ task: 'text-generation', model: opened.id, engine, device, threads, build, inputs });
    });
  }

  /** @param selectTurns returns the turns to answer, the last of which is the question or a partial answer */
  async #ask(selectTurns: (turns: readonly Turn[]) => readonly Turn[]): Promise<void> {
    const { id } = this.#conversations.current;
    await this.#queue.answer(async (signal) => {
      if (this.#conversations.current.id !== id) return; // another conversation was opened while the question waited
      const turns = selectTurns(this.#conversations.current.turns);
      if (turns.length > 0) await this.#answer(turns, signal);
    });
  }

  /** Generates the answer to the last question, or the rest of the last answer. */
  async #answer(turns: readonly Turn[], signal: AbortSignal): Promise<void> {
    const conversations = this.#conversations;
    const { opened } = this.#setup.model;
    const { omitted = 0 } = conversations.current;
    const sent: Conversation = {
      ...conversations.current,
      turns,
      ...(omitted > 0 && { omitted: Math.min(omitted, turns.length - 1) }),
      updatedAt: Date.now(),
    };
    conversations.current = sent;
    if (signal.aborted) return;
    this.#answeredConversationId = sent.id;
    setConversationOfTab(sent.id);
    void conversations.list.store(sent);

    const partial = findLastAnswer(turns);
    const precedingTurns = partial ? turns.slice(0, -1) : turns;
    const withAnswer = (content: string, usage: TextUsage | null): Conversation => {
      const answer: Turn = { role: 'assistant', content, ...(usage && { usage }), ...(opened && { model: opened.id }) };
      return { ...sent, turns: [...precedingTurns, answer], updatedAt: Date.now() };
    };
    conversations.current = { ...sent, turns: precedingTurns };
    let storedMs = performance.now();
    const storeThrottled = (content: string) => {
      if (this.#answeredConversationId !== sent.id || performance.now() - storedMs < storeEveryMs) return;
      storedMs = performance.now();
      void conversations.list.storePartial(withAnswer(content, null));
    };
    const { text, usage } = await this.#generate(buildPrompt(sent, opened?.facts.hasChatTemplate ?? false), signal, {
      partial: partial?.content ?? '',
      onText: storeThrottled,
    });
    if (this.#answeredConversationId !== sent.id) return;
    const totalUsage = usage && combineUsage(partial?.usage, usage);
    const answered = text || usage ? withAnswer((partial?.content ?? '') + text, totalUsage) : sent;
    const isShown = conversations.current.id === sent.id;
    const { turns: after, updatedAt } = answered;
    const stored = { ...(isShown ? conversations.current : sent), turns: after, updatedAt };
    if (isShown) conversations.current = stored;
    if (isShown && usage) conversations.isCountStale = false;
    await conversations.list.store(stored);
  }

  /**
   * @param options `partial`: the answer to continue; `onText`: called with the whole answer so far at every step
   */
  async #generate(
    prompt: TextRequest['prompt'],
    signal: AbortSignal,
    { partial = '', onText }: { partial?: string; onText?: (content: string) => void } = {},
  ): Promise<{ readonly text: string; readonly usage: TextUsage | null }> {
    const { model, subject } = this.#setup;
    this.error = null;
    this.partialAnswer = partial;
    const answer = await generateAnswer(model.generate({ ...this.#settings(), prompt }, signal), (text) => {
      this.partialAnswer = partial + text;
      onText?.(this.partialAnswer);
    });
    this.partialAnswer = null;
    const { opened } = model;
    if (answer.usage && opened && subject) void recordForecastOfChat(subject, opened, answer.usage);
    // Aborted if another model was opened or the page was left: the answer is no longer needed.
    if (answer.error && answer.error.code !== 'aborted') this.error = reportFailure(answer.error);
    return answer;
  }
}

/** How often an answer in progress is stored, so it is not lost if the tab is closed. */
const storeEveryMs = 1000;
