import { AppError } from '#core/errors/error.ts';
import { formatExportName } from '#core/model/file-name.ts';
import { JsonReader } from '#core/encoding/json-reader.ts';
import type { TextUsage } from '#core/engine/text-session.ts';
import type { Conversation, Turn } from '#records/conversation-records.ts';

const fileKind = 'assay-conversations';
const fileVersion = 1;
const maxTitleLength = 60;

/** Returns the user's title, or the beginning of the first message; empty if there is neither. */
export function getConversationTitle({ title, turns }: Pick<Conversation, 'title' | 'turns'>): string {
  return title || (turns[0]?.content.trim().slice(0, maxTitleLength) ?? '');
}

export function formatConversationFileName(conversation: Conversation | null, extension: 'json' | 'md'): string {
  const subject = conversation ? getConversationTitle(conversation).slice(0, 30) || 'chat' : 'chats';
  return `${formatExportName([subject], new Date().toISOString())}.${extension}`;
}

export function toConversationFile(conversations: readonly Conversation[]): string {
  return `${JSON.stringify({ kind: fileKind, version: fileVersion, conversations }, null, 2)}\n`;
}

/** Formats a conversation as Markdown; `names` are the headings of its parts. */
export function toMarkdown(
  conversation: Conversation,
  names: Readonly<Record<Turn['role'] | 'system', string>>,
): string {
  const { system, turns } = conversation;
  const parts = [
    `# ${getConversationTitle(conversation).replaceAll(/\s+/g, ' ')}`,
    ...(system ? [`## ${names.system}`, system] : []),
    ...turns.flatMap(({ role, content, model }) => [`## ${names[role]}${model ? ` (${model})` : ''}`, content.trim()]),
  ];
  return `${parts.join('\n\n')}\n`;
}

/**
 * Reads a file of conversations, or a single conversation saved as JSON.
 * @throws AppError conversation-invalid, with the path of the first invalid field
 */
export function readConversationFile(json: string, file: string): Conversation[] {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    throw new AppError('conversation-invalid', { file, reason: 'file-not-json' });
  }
  const errorAt = (field: string) => new AppError('conversation-invalid', { file, reason: 'field-invalid', field });
  const reader = new JsonReader(value, errorAt);
  if (reader.fields['kind'] === undefined) return [readConversation(reader)];
  if (reader.fields['kind'] !== fileKind) throw reader.createFieldError('kind');
  if (reader.fields['version'] !== fileVersion) throw reader.createFieldError('version');
  const conversations = reader.readList('conversations').map(readConversation);
  const ids = conversations.map(({ id }) => id);
  const repeated = ids.findIndex((id, index) => ids.indexOf(id) !== index);
  if (repeated !== -1) throw reader.createFieldError(`conversations[${repeated}].id`);
  return conversations;
}

function readConversation(reader: JsonReader): Conversation {
  const turns = reader.readList('turns').map(readTurn);
  const title = reader.readOptional('title', (name) => reader.readText(name));
  const omitted = reader.readOptional('omitted', (name) => reader.readNumber(name, turns.length));
  return {
    id: reader.readText('id'),
    updatedAt: reader.readTime('updatedAt'),
    ...(title !== undefined && { title }),
    system: reader.readText('system'),
    turns,
    ...(omitted !== undefined && { omitted }),
  };
}

function readTurn(reader: JsonReader): Turn {
  const usage = reader.readOptional('usage', (name) => readUsage(reader.readObject(name)));
  const model = reader.readOptional('model', (name) => reader.readText(name));
  const role = reader.readChoice('role', ['user', 'assistant']);
  return { role, content: reader.readText('content'), ...(usage && { usage }), ...(model !== undefined && { model }) };
}

function readUsage(reader: JsonReader): TextUsage {
  const nullableNumber = (name: string) => (reader.fields[name] === null ? null : reader.readNumber(name));
  return {
    promptTokens: nullableNumber('promptTokens'),
    tokens: nullableNumber('tokens'),
    ttftMs: nullableNumber('ttftMs'),
    prefillTokensPerS: nullableNumber('prefillTokensPerS'),
    decodeTokensPerS: nullableNumber('decodeTokensPerS'),
    ended: reader.readChoice('ended', ['model', 'length', 'stopped']),
  };
}
