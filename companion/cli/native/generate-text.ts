import { readFileSync } from 'node:fs';
import { listSettingsOfKind } from '#core/engine/engine-settings.ts';
import { parseChatLink, type ChatLink } from '#links/chat-link.ts';
import { checkLink } from '../options/check-link.ts';
import { UsageError, type Context } from '../command.ts';
import { driveModel } from '../../browser/drive-model.ts';
import { checkNativeOptions, rejectOptions } from '../options/check-options.ts';
import { readModelArgument, toModelQuery, type ModelArgument } from '../options/model-argument.ts';
import { listGpuFlags } from '../options/model-options.ts';
import { readTarget } from './companion-target.ts';
import { readResult } from '../page/page-result.ts';

interface TextArguments {
  readonly model?: readonly string[] | undefined;
  readonly hub?: string | undefined;
  readonly prompt?: string | undefined;
  readonly 'max-tokens'?: string | undefined;
  readonly greedy?: boolean | undefined;
  readonly temperature?: string | undefined;
  readonly 'top-p'?: string | undefined;
  readonly 'top-k'?: string | undefined;
  readonly repeat?: string | undefined;
  readonly seed?: string | undefined;
  readonly stop?: readonly string[] | undefined;
  readonly raw?: boolean | undefined;
  readonly 'json-schema'?: string | undefined;
  readonly engine?: string | undefined;
  readonly device?: string | undefined;
  readonly target?: string | undefined;
  readonly threads?: string | undefined;
}

/** Options whose names are the same in links. */
const linkOptions = [
  'engine',
  'device',
  'threads',
  'temperature',
  'top-p',
  'top-k',
  'repeat',
  'seed',
] as const satisfies readonly (keyof TextArguments)[];

/** The fields of the Chat page's result that this command uses. */
interface GeneratedText {
  readonly inputs: readonly {
    readonly promptFormat: keyof typeof promptFormats;
    readonly result: { readonly text: string };
  }[];
}

const promptFormats = {
  'chat-template': "Prompt formatted by the model's chat template; --raw continues it as plain text",
  raw: 'Prompt continued as plain text (--raw)',
  'raw-no-template': 'The model has no chat template: prompt continued as plain text',
};
const emptyAnswer = 'Warning: the answer is empty, because the model generated no text';

/**
 * Generates text from a prompt, on the Chat page or, with `--target`, on a native engine or server.
 * @param settings the engine settings as link parameters
 * @returns `{task, model, engine, device, threads, build, inputs: [{prompt, promptFormat, result}]}`
 * @throws UsageError | AppError
 */
export async function generateText(
  args: TextArguments,
  settings: readonly (readonly [name: string, value: string])[],
  context: Context,
): Promise<GeneratedText> {
  if (!args.model) throw new UsageError('--model is required');
  if (args.prompt === undefined) throw new UsageError('--prompt is required');
  const model = await readModelArgument(args.model, args.target);
  if (model.kind === 'model') throw new UsageError(`${model.id} does not generate text`);
  const query = new URLSearchParams({ prompt: args.prompt });
  const schema = readSchema(args);
  if (schema) query.set('schema', JSON.stringify(schema));
  if (args['max-tokens'] !== undefined) query.set('max', args['max-tokens']);
  if (args.greedy && args.temperature !== undefined)
    throw new UsageError('--greedy and --temperature cannot be combined');
  if (args.greedy) query.set('temperature', '0');
  if (args.raw) query.set('raw', '1');
  for (const name of linkOptions) {
    const value = args[name];
    if (value !== undefined) query.set(name, value);
  }
  for (const [name, value] of settings) query.set(name, value);
  for (const text of args.stop ?? []) query.append('stop', text);
  const link = checkLink(
    () => parseChatLink(new URLSearchParams([...Object.entries(toModelQuery(model)), ...query]), []),
    {
      max: 'max-tokens',
    },
  );
  const result = await (args.target === undefined
    ? generateInApp(args, model, query, context)
    : generateOnTarget(args, args.target, model, link, context));
  const [answer] = result.inputs;
  if (answer) context.log(promptFormats[answer.promptFormat]);
  if (answer?.result.text.trim() === '') context.log(emptyAnswer);
  return result;
}

async function generateInApp(
  args: TextArguments,
  model: ModelArgument,
  query: URLSearchParams,
  context: Context,
): Promise<GeneratedText> {
  const status = await driveModel(model, {
    formatLink: (subject) => `#/chat?${new URLSearchParams(subject)}&${query}`,
    hub: args.hub,
    flags: listGpuFlags(args, model),
    ...context,
  });
  return readResult(status).result as GeneratedText;
}

/** Generates on a native engine or server, without a browser. */
async function generateOnTarget(
  args: TextArguments,
  targetName: string,
  model: ModelArgument,
  link: ChatLink,
  { signal }: Context,
): Promise<GeneratedText> {
  rejectOptions(args, ['engine', 'device', 'hub'], 'cannot be combined with --target');
  const target = readTarget(targetName);
  checkNativeOptions(target, model, args as Readonly<Record<string, unknown>>, listSettingsOfKind('text'));
  const { runPromptNative } = await import('./run-prompt.ts');
  return runPromptNative(link, { model, target }, signal);
}

/** @throws UsageError */
function readSchema({ 'json-schema': path }: TextArguments): object | null {
  if (path === undefined) return null;
  try {
    const schema: unknown = JSON.parse(readFileSync(path, 'utf8'));
    if (typeof schema === 'object' && schema !== null && !Array.isArray(schema)) return schema;
    throw new Error('it is not an object');
  } catch (thrown) {
    throw new UsageError(`--json-schema is "${path}": ${thrown instanceof Error ? thrown.message : String(thrown)}`);
  }
}

/** Formats only the generated text. */
export function formatGenerated({ inputs }: GeneratedText): string {
  return inputs.map(({ result }) => result.text).join('\n');
}
