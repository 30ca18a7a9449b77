import { asAppError, type AppError } from '#core/error.ts';
import { settingsFor, settingsOf, withSetting, type SettingId, type SettingValue } from '#core/engine-settings.ts';
import { engines, type TextEngineId } from '#core/engines.ts';
import type { ChatMessage, TextRequest, TextUsage } from '#core/text.ts';
import { retainFiles } from '../shell/file-handoff.ts';
import { entryOf, replaceEntry } from '../shell/history-entry.ts';
import { hubCatalogue } from '../shell/hub-catalogue.ts';
import { chatHash, supportsTopK, parseChatLink, type ChatLink, type TextSetup } from '#links/chat-link.ts';
import {
  deleteConversation,
  storeConversation,
  storedConversations,
  type Conversation,
  type Turn,
} from '#records/conversations.ts';
import { closedFiles, findLinked, handedFiles, type ClosedModel } from '../picker/closed-model.ts';
import type { PickedModel } from '../picker/model-picker.svelte.ts';
import { recordFromChat } from '../models/forecast-record.ts';
import { registerActions, reportDone, reportFailure, reportStart } from '../shell/automation-status.ts';
import { TextModel, type TextSubject } from './text-model.svelte.ts';

/** Generation settings; the page shows each of them. */
export interface AnswerSettings {
  maxTokens: number;
  temperature: number;
  topP: number;
  topK: number;
  repeatPenalty: number;
  /** `null` for a random seed. */
  seed: number | null;
  /** Stop strings: the answer ends before the first of them. */
  stop: readonly string[];
}

/** A generated answer; `usage` is `null` if generation was interrupted. */
interface Generated {
  readonly text: string;
  readonly usage: TextUsage | null;
}

/** @throws AppError link-invalid, which is also reported to automation clients */
export function beginChat(query: URLSearchParams): Chat {
  try {
    return new Chat(parseChatLink(query, hubCatalogue));
  } catch (thrown) {
    throw reportFailure(thrown);
  }
}

/** State of one visit of the Chat page: the model, the conversation shown and the stored ones. */
export class Chat {
  readonly model = new TextModel();
  link: ChatLink;
  /** The model of the address, if only the user can open it again. */
  closed = $state.raw<ClosedModel | null>(null);
  conversation = $state.raw<Conversation>(blank());
  stored = $state.raw<readonly Conversation[]>([]);
  /** The answer that is being generated; `null` between answers. */
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
  /** JSON schema that every answer must match; `null` for free text. */
  jsonSchema = $state.raw<object | null>(null);
  /** The conversation before it was deleted or cut, until the next such change. */
  undoable = $state.raw<{ readonly what: 'deleted' | 'cut'; readonly before: Conversation } | null>(null);
  #subject = $state.raw<TextSubject | null>(null);
  /** Stops the latest question; `null` once it is answered. */
  #pendingQuestion: AbortController | null = null;
  /** Resolves when that question is answered. */
  #answered: Promise<void> = Promise.resolve();
  readonly #unregisterActions: () => void;
  #isLeft = false;
  /** The conversation that the answer belongs to, which may no longer be the one shown; `null` once deleted. */
  #answerTo: string | null = null;

  constructor(link: ChatLink) {
    this.link = $state.raw(link);
    for (const name of ['maxTokens', 'temperature', 'topP', 'topK', 'repeatPenalty', 'seed'] as const) {
      const value = link[name];
      if (value !== null) this.settings[name] = value;
    }
    this.settings.stop = link.stop;
    this.#unregisterActions = registerActions({ openModel: (files) => void this.openFiles(files) });
    reportStart('ready');
  }

  /** The engine of the open model, or the one that would open it. */
  get runtime(): TextEngineId {
    return this.model.opened?.facts.runtime ?? this.link.runtime ?? 'wllama';
  }

  /** The settings of that engine. */
  get offered(): readonly SettingId[] {
    const { devices } = engines[this.runtime];
    const requested = this.link.device ?? this.model.opened?.facts.device;
    return settingsFor(this.runtime, devices.find((device) => device === requested) ?? devices[0]);
  }

  /** `false` while an answer is generated; `true` as soon as it is stopped. */
  get canAsk(): boolean {
    return this.#pendingQuestion === null || this.#pendingQuestion.signal.aborted;
  }

  async load(): Promise<void> {
    this.stored = await storedConversations();
  }

  /** The user's files that were opened; empty for a stored model. */
  get files(): readonly File[] {
    return this.#subject?.kind === 'files' ? this.#subject.files : [];
  }

  /** Opens the model of the link: a stored one, a linked one if no click is needed, or files of another page. */
  async openLinked(): Promise<void> {
    const { model, linked, expectsFile } = this.link;
    if (model !== null) return this.#begin({ kind: 'model', id: model });
    const files = expectsFile || linked !== null ? handedFiles(linked) : [];
    if (files.length > 0) return this.openFiles(files, linked);
    if (linked === null) return void (this.closed = expectsFile ? closedFiles() : null);
    const found = await findLinked(linked);
    if (this.#isLeft || this.#subject) return;
    if ('kind' in found) this.closed = found;
    else await this.openFiles(found, linked);
  }

  /** Opens a user-supplied model instead of the open one; it may need a different engine. */
  async openFiles(files: readonly File[], linked: string | null = null): Promise<void> {
    const other = this.#subject ? { runtime: null, ...(this.link.model && { device: null }) } : {};
    retainFiles(files); // so that Back opens them again
    this.link = { ...this.link, model: null, linked, expectsFile: linked === null, ...other };
    await this.#begin({ kind: 'files', files });
  }

  /** Opens the model chosen in the picker instead of the open one. */
  async pick(picked: PickedModel): Promise<void> {
    if (picked.kind === 'files') return this.openFiles(picked.files, picked.linked);
    const other = { linked: null, expectsFile: false, runtime: null, device: null };
    this.link = { ...this.link, ...other, model: picked.id };
    await this.#begin({ kind: 'model', id: picked.id });
  }

  /** Reopens the model with other settings. */
  choose(setup: Partial<TextSetup>): void {
    this.link = { ...this.link, ...setup };
    this.#updateAddress();
    void this.#open();
  }

  /** Reopens the model with another engine setting; `null` leaves it to the engine. */
  set(id: SettingId, value: SettingValue | null): void {
    this.link = withSetting(this.link, id, value);
    this.choose({});
  }

  async send(content: string): Promise<void> {
    await this.#ask((turns) => [...turns, { role: 'user', content }]);
  }

  /** Sends the last question again. */
  async regenerate(): Promise<void> {
    await this.#ask((turns) => turns.slice(0, turns.findLastIndex(({ role }) => role === 'user') + 1));
  }

  /** Replaces a question; the turns after it are removed. */
  async edit(index: number, content: string): Promise<void> {
    this.undoable = { what: 'cut', before: this.conversation };
    await this.#ask((turns) => [...turns.slice(0, index), { role: 'user', content }]);
  }

  /** Stops the answer at the next token; the text so far is retained. */
  stop(): void {
    this.#pendingQuestion?.abort();
  }

  newConversation(): void {
    this.show({ ...blank(), system: this.conversation.system });
  }

  show(conversation: Conversation): void {
    this.stop();
    this.error = null;
    this.conversation = conversation;
  }

  async forget(id: string): Promise<void> {
    if (this.#answerTo === id) this.#answerTo = null;
    const before = this.stored.find((conversation) => conversation.id === id);
    if (this.conversation.id === id) this.newConversation();
    await deleteConversation(id);
    this.undoable = before ? { what: 'deleted', before } : null;
    await this.load();
  }

  /** Restores what was deleted or cut last; an answer that replaced it is discarded. */
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
    this.#isLeft = true;
    this.#unregisterActions();
    this.stop();
    this.model.close();
  }

  /** Answers a prompt in the link at once. */
  async #begin(subject: TextSubject): Promise<void> {
    this.#subject = subject;
    this.closed = null;
    this.#updateAddress();
    await this.#open();
    const { prompt } = this.link;
    if (prompt !== null && this.model.opened) await this.#answerNext((signal) => this.#complete(prompt, signal));
  }

  #updateAddress(): void {
    replaceEntry(entryOf(this.files), chatHash(this.link));
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

  /** One question at a time: waits until a stopped answer has ended; ignored while another answer is generated. */
  async #answerNext(answer: (signal: AbortSignal) => Promise<void>): Promise<void> {
    if (!this.canAsk) return;
    const pending = (this.#pendingQuestion = new AbortController());
    const answered = this.#answered
      .then(() => answer(pending.signal))
      .finally(() => {
        if (this.#pendingQuestion === pending) this.#pendingQuestion = null;
      });
    this.#answered = answered.catch(() => {}); // the caller gets the error; the next question is sent anyway
    await answered;
  }

  /** @param turnsAfter returns the turns of the conversation, ending with the question */
  async #ask(turnsAfter: (turns: readonly Turn[]) => readonly Turn[]): Promise<void> {
    const { id } = this.conversation;
    await this.#answerNext(async (signal) => {
      if (this.conversation.id !== id) return; // another conversation was opened while the question waited
      const turns = turnsAfter(this.conversation.turns);
      if (turns.length > 0) await this.#answer(turns, signal);
    });
  }

  async #answer(turns: readonly Turn[], signal: AbortSignal): Promise<void> {
    const { opened } = this.model;
    const before: Conversation = { ...this.conversation, turns, updatedAt: Date.now() };
    this.conversation = before;
    if (signal.aborted) return;
    this.#answerTo = before.id;
    // A model without a chat template is not a chat model: it continues the last message instead.
    const prompt = opened?.facts.hasChatTemplate ? messagesOf(before) : (turns.at(-1)?.content ?? '');
    const { text, usage } = await this.#generate(prompt, signal);
    if (this.#answerTo !== before.id || (!text && !usage)) return;
    const turn: Turn = {
      role: 'assistant',
      content: text,
      ...(usage && { usage }),
      ...(opened && { model: opened.id }),
    };
    const isShown = this.conversation.id === before.id;
    const answered = { ...(isShown ? this.conversation : before), turns: [...turns, turn], updatedAt: Date.now() };
    if (isShown) this.conversation = answered;
    await storeConversation(answered);
    await this.load();
  }

  /** Answers the prompt of a link, with the model's chat template if it has one, unless the link has `raw`. */
  async #complete(prompt: string, signal: AbortSignal): Promise<void> {
    reportStart('running');
    const question: Turn[] = [{ role: 'user', content: prompt }];
    this.conversation = { ...this.conversation, turns: question };
    const { opened } = this.model;
    const hasTemplate = opened?.facts.hasChatTemplate ?? false;
    const usesTemplate = hasTemplate && !this.link.raw;
    const { text, usage } = await this.#generate(usesTemplate ? messagesOf(this.conversation) : prompt, signal);
    if (!usage || !opened) return;
    const answer: Turn = { role: 'assistant', content: text, usage, model: opened.id };
    this.conversation = { ...this.conversation, turns: [...question, answer] };
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
          if (this.model.opened && this.#subject) void recordFromChat(this.#subject, this.model.opened, step.value);
          return { text, usage: step.value };
        }
        text += step.value;
        this.answering = text;
      }
    } catch (thrown) {
      // Aborted if another model was opened or the page was left: the answer is no longer needed.
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
  const messages = turns.map(({ role, content }) => ({ role, content }));
  return system ? [{ role: 'system', content: system }, ...messages] : messages;
}

function blank(): Conversation {
  // `randomUUID` exists on secure origins only.
  return { id: crypto.getRandomValues(new Uint32Array(4)).join('-'), updatedAt: Date.now(), system: '', turns: [] };
}
