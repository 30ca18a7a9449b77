import { asAppError, type AppError } from '#core/error.ts';
import { settingsFor, settingsOf, withSetting, type SettingId, type SettingValue } from '#core/engine-settings.ts';
import { engines, type TextEngineId } from '#core/engines.ts';
import type { ChatMessage, TextRequest, TextUsage } from '#core/text.ts';
import { handedOverFiles } from '../shell/file-handoff.ts';
import { hubCatalogue } from '../shell/hub-catalogue.ts';
import { chatHash, supportsTopK, parseChatLink, type ChatLink, type TextSetup } from '#links/chat-link.ts';
import {
  deleteConversation,
  storeConversation,
  storedConversations,
  type Conversation,
  type Turn,
} from '#records/conversations.ts';
import { testByAnswer } from '../models/forecast-record.ts';
import { offerActions, reportDone, reportFailure, reportStart } from '../shell/automation-status.ts';
import { TextModel, type TextSubject } from './text-model.svelte.ts';

/** How answers are made; the page shows each of these. */
export interface AnswerSettings {
  maxTokens: number;
  temperature: number;
  topP: number;
  topK: number;
  repeatPenalty: number;
  /** null: another answer every time. */
  seed: number | null;
  /** The answer ends before the first of these. */
  stop: readonly string[];
}

/** What came of an answer; `usage` is null where it broke off. */
interface Generated {
  readonly text: string;
  readonly usage: TextUsage | null;
}

/** @throws AppError link-invalid, told to a machine as well */
export function beginChat(query: URLSearchParams): Chat {
  try {
    return new Chat(parseChatLink(query, hubCatalogue));
  } catch (thrown) {
    throw reportFailure(thrown);
  }
}

/** Everything behind one visit of the Chat page: the model, the conversation on display and those kept. */
export class Chat {
  readonly model = new TextModel();
  link: ChatLink;
  conversation = $state.raw<Conversation>(blank());
  kept = $state.raw<readonly Conversation[]>([]);
  /** The answer that is being given; null between answers. */
  answering = $state<string | null>(null);
  error = $state.raw<AppError | null>(null);
  settings = $state<AnswerSettings>({
    maxTokens: 256,
    temperature: 0.7,
    topP: 0.95,
    topK: 40,
    repeatPenalty: 1.1,
    seed: null,
    stop: [],
  });
  /** JSON schema that every answer has to fit; null for free text. */
  jsonSchema = $state.raw<object | null>(null);
  /** The conversation as it was before it was deleted or turns of it were cut, until the next such change. */
  undoable = $state.raw<{ readonly what: 'deleted' | 'cut'; readonly before: Conversation } | null>(null);
  #subject: TextSubject | null = null;
  /** Stops the question that was asked last; null once it is answered. */
  #asked: AbortController | null = null;
  /** Resolves when that question is answered. */
  #answered: Promise<void> = Promise.resolve();
  readonly #withdrawActions: () => void;
  /** The conversation that the answer belongs to, which may have left the display meanwhile; null once deleted. */
  #answerTo: string | null = null;

  constructor(link: ChatLink) {
    this.link = $state.raw(link);
    for (const name of ['maxTokens', 'temperature', 'topP', 'topK', 'repeatPenalty', 'seed'] as const) {
      const value = link[name];
      if (value !== null) this.settings[name] = value;
    }
    this.settings.stop = link.stop;
    this.#withdrawActions = offerActions({ openModel: (files) => void this.openFiles(files) });
    reportStart('ready');
  }

  /** The engine that answers, or would once a model is opened. */
  get runtime(): TextEngineId {
    return this.model.opened?.facts.runtime ?? this.link.runtime ?? 'wllama';
  }

  /** What may be set on that engine. */
  get offered(): readonly SettingId[] {
    const { devices } = engines[this.runtime];
    const asked = this.link.device ?? this.model.opened?.facts.device;
    return settingsFor(this.runtime, devices.find((device) => device === asked) ?? devices[0]);
  }

  /** False while an answer is given; true as soon as it is asked to stop. */
  get canAsk(): boolean {
    return this.#asked === null || this.#asked.signal.aborted;
  }

  async load(): Promise<void> {
    this.kept = await storedConversations();
  }

  /** Opens what the link names, if anything: a model that this browser keeps, or files that another page hands over. */
  async openLinked(): Promise<void> {
    const { model, expectsFile } = this.link;
    const files = expectsFile ? handedOverFiles() : [];
    if (model !== null) await this.#begin({ kind: 'model', id: model });
    else if (files.length > 0) await this.#begin({ kind: 'files', files });
  }

  /** Opens a model that the user brought; it replaces the open one, whose engine need not be one for it. */
  async openFiles(files: readonly File[]): Promise<void> {
    if (this.#subject) this.#follow({ model: null, runtime: null, ...(this.link.model && { device: null }) });
    await this.#begin({ kind: 'files', files });
  }

  /** Opens the model with other settings. */
  choose(setup: Partial<TextSetup>): void {
    this.#follow(setup);
    void this.#open();
  }

  /** Opens the model with another setting of its engine; null leaves it to the engine. */
  set(id: SettingId, value: SettingValue | null): void {
    this.link = withSetting(this.link, id, value);
    this.choose({});
  }

  async send(content: string): Promise<void> {
    await this.#ask((turns) => [...turns, { role: 'user', content }]);
  }

  /** Asks the last question again. */
  async regenerate(): Promise<void> {
    await this.#ask((turns) => turns.slice(0, turns.findLastIndex(({ role }) => role === 'user') + 1));
  }

  /** Puts another question in the place of one; what came after it is dropped. */
  async edit(index: number, content: string): Promise<void> {
    this.undoable = { what: 'cut', before: this.conversation };
    await this.#ask((turns) => [...turns.slice(0, index), { role: 'user', content }]);
  }

  /** Ends the answer at the next token and keeps what there is of it. */
  stop(): void {
    this.#asked?.abort();
  }

  startAnew(): void {
    this.show({ ...blank(), system: this.conversation.system });
  }

  show(conversation: Conversation): void {
    this.stop();
    this.error = null;
    this.conversation = conversation;
  }

  async forget(id: string): Promise<void> {
    if (this.#answerTo === id) this.#answerTo = null;
    const before = this.kept.find((conversation) => conversation.id === id);
    if (this.conversation.id === id) this.startAnew();
    await deleteConversation(id);
    this.undoable = before ? { what: 'deleted', before } : null;
    await this.load();
  }

  /** Brings back what was deleted or cut last; an answer that came in its place is dropped. */
  async undo(): Promise<void> {
    const { before } = this.undoable ?? {};
    if (!before) return;
    this.undoable = null;
    if (this.#answerTo === before.id) this.#answerTo = null;
    this.show(before);
    await storeConversation(before);
    await this.load();
  }

  setSystem(system: string): void {
    this.conversation = { ...this.conversation, system };
  }

  close(): void {
    this.#withdrawActions();
    this.stop();
    this.model.close();
  }

  /** A prompt in the link is answered at once. */
  async #begin(subject: TextSubject): Promise<void> {
    this.#subject = subject;
    await this.#open();
    const { prompt } = this.link;
    if (prompt !== null && this.model.opened) await this.#inTurn((signal) => this.#complete(prompt, signal));
  }

  /** The link, and the address with it, keeps to what was chosen. */
  #follow(chosen: Partial<ChatLink>): void {
    this.link = { ...this.link, ...chosen };
    history.replaceState(null, '', chatHash(this.link));
  }

  async #open(): Promise<void> {
    if (!this.#subject) return;
    this.stop();
    this.error = null;
    const { runtime, device, threads } = this.link;
    const settings = settingsOf(this.link);
    const error = await this.model.open({ subject: this.#subject, runtime, device, threads, ...settings });
    if (error) reportFailure(error);
  }

  /** One question at a time: it waits until an answer that was stopped has ended, and is not asked during another. */
  async #inTurn(answer: (signal: AbortSignal) => Promise<void>): Promise<void> {
    if (!this.canAsk) return;
    const asked = (this.#asked = new AbortController());
    const answered = this.#answered
      .then(() => answer(asked.signal))
      .finally(() => {
        if (this.#asked === asked) this.#asked = null;
      });
    this.#answered = answered.catch(() => {}); // whoever asked is told; the next question is asked all the same
    await answered;
  }

  /** @param turnsAfter the turns of the conversation with the question at their end */
  async #ask(turnsAfter: (turns: readonly Turn[]) => readonly Turn[]): Promise<void> {
    const { id } = this.conversation;
    await this.#inTurn(async (signal) => {
      if (this.conversation.id !== id) return; // another one was opened while the question waited
      const turns = turnsAfter(this.conversation.turns);
      if (turns.length > 0) await this.#answer(turns, signal);
    });
  }

  async #answer(turns: readonly Turn[], signal: AbortSignal): Promise<void> {
    const { opened } = this.model;
    const asked: Conversation = { ...this.conversation, turns, updatedAt: Date.now() };
    this.conversation = asked;
    if (signal.aborted) return;
    this.#answerTo = asked.id;
    // Without a template of its own a model was not made for conversations: it continues the last text instead.
    const prompt = opened?.facts.hasChatTemplate ? messagesOf(asked) : (turns.at(-1)?.content ?? '');
    const { text, usage } = await this.#generate(prompt, signal);
    if (this.#answerTo !== asked.id || (!text && !usage)) return;
    const turn: Turn = {
      role: 'assistant',
      content: text,
      ...(usage && { usage }),
      ...(opened && { model: opened.id }),
    };
    const isShown = this.conversation.id === asked.id;
    const answered = { ...(isShown ? this.conversation : asked), turns: [...turns, turn], updatedAt: Date.now() };
    if (isShown) this.conversation = answered;
    await storeConversation(answered);
    await this.load();
  }

  /** One answer to the prompt of a link: by the model's chat template where it has one, unless the link says `raw`. */
  async #complete(prompt: string, signal: AbortSignal): Promise<void> {
    reportStart('running');
    const asked: Turn[] = [{ role: 'user', content: prompt }];
    this.conversation = { ...this.conversation, turns: asked };
    const { opened } = this.model;
    const hasTemplate = opened?.facts.hasChatTemplate ?? false;
    const usesTemplate = hasTemplate && !this.link.raw;
    const { text, usage } = await this.#generate(usesTemplate ? messagesOf(this.conversation) : prompt, signal);
    if (!usage || !opened) return;
    const answer: Turn = { role: 'assistant', content: text, usage, model: opened.id };
    this.conversation = { ...this.conversation, turns: [...asked, answer] };
    const { runtime, device, threads, build } = opened.facts;
    const promptFormat = usesTemplate ? 'chat-template' : hasTemplate ? 'raw' : 'raw-no-template';
    const inputs = [{ prompt, promptFormat, result: { text, ...usage } }];
    reportDone({ task: 'text-generation', model: opened.id, runtime, device, threads, build, inputs });
  }

  async #generate(prompt: TextRequest['prompt'], signal: AbortSignal): Promise<Generated> {
    this.error = null;
    this.answering = '';
    let text = '';
    try {
      const answer = this.model.generate({ ...this.#request(), prompt }, signal);
      for (let step = await answer.next(); ; step = await answer.next()) {
        if (step.done) {
          if (this.model.opened && this.#subject) void testByAnswer(this.#subject, this.model.opened, step.value);
          return { text, usage: step.value };
        }
        text += step.value;
        this.answering = text;
      }
    } catch (thrown) {
      // Another model took its place, or the page was left: nobody waits for this answer any more.
      if (asAppError(thrown).code !== 'aborted') this.error = reportFailure(thrown);
      return { text, usage: null };
    } finally {
      this.answering = null;
    }
  }

  #request(): Omit<TextRequest, 'prompt'> {
    const { seed, topK, stop, ...settings } = $state.snapshot(this.settings);
    return {
      ...settings,
      ...(supportsTopK[this.runtime] && { topK }),
      ...(seed !== null && { seed }),
      ...(stop.length > 0 && { stop }),
      ...(this.jsonSchema && { jsonSchema: this.jsonSchema }),
    };
  }
}

function messagesOf({ system, turns }: Conversation): ChatMessage[] {
  const said = turns.map(({ role, content }) => ({ role, content }));
  return system ? [{ role: 'system', content: system }, ...said] : said;
}

function blank(): Conversation {
  // `randomUUID` exists on secure origins only.
  return { id: crypto.getRandomValues(new Uint32Array(4)).join('-'), updatedAt: Date.now(), system: '', turns: [] };
}
