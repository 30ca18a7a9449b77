import { AppError } from '#core/error.ts';
import { exportName } from '#core/file-name.ts';
import type { TextUsage } from '#core/text.ts';
import type { Conversation, Turn } from '#records/conversations.ts';

const fileKind = 'assay-conversations';
const fileVersion = 1;
const maxTitleLength = 60;

/** The user's title, or the beginning of the first message; empty if there is neither. */
export function titleOf({ title, turns }: Pick<Conversation, 'title' | 'turns'>): string {
  return title || (turns[0]?.content.trim().slice(0, maxTitleLength) ?? '');
}

export function conversationFileName(conversation: Conversation | null, extension: 'json' | 'md'): string {
  const subject = conversation ? titleOf(conversation).slice(0, 30) || 'chat' : 'chats';
  return `${exportName([subject], new Date().toISOString())}.${extension}`;
}

export function toConversationFile(conversations: readonly Conversation[]): string {
  return `${JSON.stringify({ kind: fileKind, version: fileVersion, conversations }, null, 2)}\n`;
}

/** A conversation as Markdown; `names` are the headings of its parts. */
export function toMarkdown(
  conversation: Conversation,
  names: Readonly<Record<Turn['role'] | 'system', string>>,
): string {
  const { system, turns } = conversation;
  const parts = [
    `# ${titleOf(conversation).replaceAll(/\s+/g, ' ')}`,
    ...(system ? [`## ${names.system}`, system] : []),
    ...turns.flatMap(({ role, content, model }) => [`## ${names[role]}${model ? ` (${model})` : ''}`, content.trim()]),
  ];
  return `${parts.join('\n\n')}\n`;
}

/**
 * Reads a file of conversations, or a single one saved as JSON.
 * @throws AppError conversation-invalid, with the path of the first invalid field
 */
export function readConversationFile(json: string, file: string): Conversation[] {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    throw new AppError('conversation-invalid', { file, reason: 'file-not-json' });
  }
  const checked = new Checked(value, '', file);
  if (checked.fields['kind'] === undefined) return [readConversation(checked)];
  if (checked.fields['kind'] !== fileKind) throw checked.invalid('kind');
  if (checked.fields['version'] !== fileVersion) throw checked.invalid('version');
  const conversations = checked.list('conversations').map(readConversation);
  const ids = conversations.map(({ id }) => id);
  const repeated = ids.findIndex((id, index) => ids.indexOf(id) !== index);
  if (repeated !== -1) throw checked.invalid(`conversations[${repeated}].id`);
  return conversations;
}

function readConversation(from: Checked): Conversation {
  const turns = from.list('turns').map(readTurn);
  const title = from.optional('title', (name) => from.text(name));
  const omitted = from.optional('omitted', (name) => from.number(name, turns.length));
  return {
    id: from.text('id'),
    updatedAt: from.number('updatedAt', maxTime),
    ...(title !== undefined && { title }),
    system: from.text('system'),
    turns,
    ...(omitted !== undefined && { omitted }),
  };
}

function readTurn(from: Checked): Turn {
  const usage = from.optional('usage', (name) => readUsage(from.object(name)));
  const model = from.optional('model', (name) => from.text(name));
  const role = from.oneOf('role', ['user', 'assistant']);
  return { role, content: from.text('content'), ...(usage && { usage }), ...(model !== undefined && { model }) };
}

function readUsage(from: Checked): TextUsage {
  const figure = (name: string) => (from.fields[name] === null ? null : from.number(name));
  return {
    promptTokens: figure('promptTokens'),
    tokens: figure('tokens'),
    ttftMs: figure('ttftMs'),
    prefillTokensPerS: figure('prefillTokensPerS'),
    decodeTokensPerS: figure('decodeTokensPerS'),
    ended: from.oneOf('ended', ['model', 'length', 'stopped']),
  };
}

/** The last time that a `Date` can represent, in epoch milliseconds. */
const maxTime = 8_640_000_000_000_000;

/** An object of a file; reading a field validates it. Unknown fields are ignored. */
class Checked {
  readonly fields: Readonly<Record<string, unknown>>;
  readonly #path: string;
  readonly #file: string;

  constructor(value: unknown, path: string, file: string) {
    this.#path = path;
    this.#file = file;
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw this.invalid('');
    this.fields = value as Readonly<Record<string, unknown>>;
  }

  invalid(name: string): AppError {
    const field = [this.#path, name].filter(Boolean).join('.');
    return new AppError('conversation-invalid', { file: this.#file, reason: 'field-invalid', field });
  }

  text(name: string): string {
    const value = this.fields[name];
    if (typeof value !== 'string') throw this.invalid(name);
    return value;
  }

  number(name: string, max = Number.MAX_VALUE): number {
    const value = this.fields[name];
    if (typeof value !== 'number' || !(value >= 0 && value <= max)) throw this.invalid(name);
    return value;
  }

  oneOf<T extends string>(name: string, values: readonly T[]): T {
    const value = values.find((one) => one === this.fields[name]);
    if (value === undefined) throw this.invalid(name);
    return value;
  }

  object(name: string): Checked {
    return new Checked(this.fields[name], [this.#path, name].filter(Boolean).join('.'), this.#file);
  }

  list(name: string): Checked[] {
    const value = this.fields[name];
    if (!Array.isArray(value)) throw this.invalid(name);
    const path = [this.#path, name].filter(Boolean).join('.');
    return value.map((one, index) => new Checked(one, `${path}[${index}]`, this.#file));
  }

  optional<T>(name: string, read: (name: string) => T): T | undefined {
    return this.fields[name] === undefined ? undefined : read(name);
  }
}
