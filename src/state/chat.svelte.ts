import { asAppError, type AppError } from '#core/error.ts';
import type { ChatMessage, TextRequest, TextUsage } from '#core/text.ts';
import type { ChatLink } from './chat-link.ts';
import {
  deleteConversation,
  keepConversation,
  keptConversations,
  type Conversation,
  type Turn,
} from './conversations.ts';
import { port } from './port.ts';
import { TextModel } from './text-model.svelte.ts';

/** How answers are made; the page shows each of these. */
export interface AnswerSettings {
  maxTokens: number;
  temperature: number;
  topP: number;
  topK: number;
  repeatPenalty: number;
  /** null: another answer every time. */
  seed: number | null;
}

/** Everything behind one visit of the Chat page: the model, the conversation on display and those kept. */
export class Chat {
  readonly model = new TextModel();
  readonly link: ChatLink;
  files = $state.raw<readonly File[]>([]);
  conversation = $state.raw<Conversation>(blank());
  kept = $state.raw<readonly Conversation[]>([]);
  /** The answer that is being given; null between answers. */
  answering = $state<string | null>(null);
  error = $state.raw<AppError | null>(null);
  settings = $state<AnswerSettings>({
    maxTokens: 512,
    temperature: 0.7,
    topP: 0.95,
    topK: 40,
    repeatPenalty: 1.1,
    seed: null,
  });
  #stop = new AbortController();

  constructor(link: ChatLink) {
    this.link = link;
    if (link.maxTokens !== null) this.settings.maxTokens = link.maxTokens;
    if (link.temperature !== null) this.settings.temperature = link.temperature;
    Object.assign(port, { state: 'ready', progress: null, result: null, link: location.href, error: null });
  }

  async load(): Promise<void> {
    this.kept = await keptConversations();
  }

  /** Opens a model that the user brought; it replaces the open one. A prompt in the link is answered at once. */
  async bring(files: readonly File[]): Promise<void> {
    const { runtime, device, threads, contextLength, prompt } = this.link;
    this.files = files;
    await this.model.open({ files, runtime, device, threads, contextLength });
    if (this.model.error) this.#fail(this.model.error);
    else if (prompt !== null && this.model.opened) await this.#complete(prompt);
  }

  async send(content: string): Promise<void> {
    await this.#answer([...this.conversation.turns, { role: 'user', content }]);
  }

  /** Asks the last question again. */
  async regenerate(): Promise<void> {
    const { turns } = this.conversation;
    const last = turns.findLastIndex(({ role }) => role === 'user');
    if (last >= 0) await this.#answer(turns.slice(0, last + 1));
  }

  /** Puts another question in the place of one; what came after it is dropped. */
  async edit(index: number, content: string): Promise<void> {
    await this.#answer([...this.conversation.turns.slice(0, index), { role: 'user', content }]);
  }

  /** Ends the answer at the next token and keeps what there is of it. */
  stop(): void {
    this.#stop.abort();
  }

  startAnew(): void {
    this.stop();
    this.conversation = { ...blank(), system: this.conversation.system };
  }

  show(conversation: Conversation): void {
    this.stop();
    this.conversation = conversation;
  }

  async forget(id: string): Promise<void> {
    await deleteConversation(id);
    if (this.conversation.id === id) this.startAnew();
    await this.load();
  }

  setSystem(system: string): void {
    this.conversation = { ...this.conversation, system };
  }

  close(): void {
    this.stop();
    this.model.close();
  }

  async #answer(turns: readonly Turn[]): Promise<void> {
    if (this.answering !== null) return;
    const { opened } = this.model;
    this.#update(turns);
    // Without a template of its own a model was not made for conversations: it goes on from the last text instead.
    const prompt = opened?.facts.hasChatTemplate ? this.#messages(turns) : (turns.at(-1)?.content ?? '');
    const done = await this.#generate(prompt);
    if (!done) return;
    this.#update([
      ...turns,
      { role: 'assistant', content: done.text, usage: done.usage, ...(opened && { model: opened.id }) },
    ]);
    await keepConversation(this.conversation);
    await this.load();
  }

  /** One answer to a plain prompt, for a machine that drives the page. */
  async #complete(prompt: string): Promise<void> {
    port.state = 'running';
    this.#update([{ role: 'user', content: prompt }]);
    const done = await this.#generate(prompt);
    const { opened } = this.model;
    if (!done || !opened) return;
    const { text, usage } = done;
    this.#update([
      { role: 'user', content: prompt },
      { role: 'assistant', content: text, usage, model: opened.id },
    ]);
    const { runtime, device, threads, build } = opened.facts;
    const inputs = [{ prompt, result: { text, ...usage } }];
    port.result = { task: 'text-generation', model: opened.id, runtime, device, threads, build, inputs };
    port.state = 'done';
  }

  async #generate(prompt: TextRequest['prompt']): Promise<{ text: string; usage: TextUsage } | null> {
    this.#stop = new AbortController();
    this.error = null;
    this.answering = '';
    let text = '';
    try {
      const answer = this.model.generate({ ...this.#request(), prompt }, this.#stop.signal);
      for (let step = await answer.next(); ; step = await answer.next()) {
        if (step.done) return { text, usage: step.value };
        text += step.value;
        this.answering = text;
      }
    } catch (thrown) {
      this.#fail(thrown);
      return null;
    } finally {
      this.answering = null;
    }
  }

  #request(): Omit<TextRequest, 'prompt'> {
    const { seed, ...settings } = $state.snapshot(this.settings);
    return { ...settings, ...(seed !== null && { seed }) };
  }

  #messages(turns: readonly Turn[]): ChatMessage[] {
    const { system } = this.conversation;
    const said = turns.map(({ role, content }) => ({ role, content }));
    return system ? [{ role: 'system', content: system }, ...said] : said;
  }

  #update(turns: readonly Turn[]): void {
    this.conversation = { ...this.conversation, turns, updatedAt: Date.now() };
  }

  #fail(thrown: unknown): void {
    this.error = asAppError(thrown);
    port.state = 'failed';
    port.error = { code: this.error.code, message: this.error.message };
  }
}

function blank(): Conversation {
  return { id: crypto.randomUUID(), updatedAt: Date.now(), system: '', turns: [] };
}
