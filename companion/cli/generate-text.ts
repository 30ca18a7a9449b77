import { webgpuFlag } from '../browser/browser.ts';
import { parseChatLink } from '#links/chat-link.ts';
import { checkLink } from './check-link.ts';
import { UsageError, type Context } from './command.ts';
import { driveModel } from '../browser/drive-model.ts';
import { readModelArgument, subjectOf } from './model-argument.ts';
import { outcomeOf } from './outcome.ts';

interface TextArguments {
  readonly model?: readonly string[] | undefined;
  readonly hub?: string | undefined;
  readonly prompt?: string | undefined;
  readonly 'max-tokens'?: string | undefined;
  readonly greedy?: boolean | undefined;
  readonly runtime?: string | undefined;
  readonly device?: string | undefined;
  readonly threads?: string | undefined;
}

/**
 * Generates text from a prompt on the Chat page, with a model from files or a hub.
 * @param settings of the engine, as links spell them
 * @returns `{task, model, runtime, device, threads, build, inputs: [{prompt, result}]}`
 * @throws UsageError | AppError
 */
export async function generateText(
  given: TextArguments,
  settings: readonly (readonly [name: string, value: string])[],
  context: Context,
): Promise<unknown> {
  if (!given.model) throw new UsageError('name the --model');
  if (given.prompt === undefined) throw new UsageError('give a --prompt');
  const model = readModelArgument(given.model);
  if (model.kind === 'model') throw new UsageError(`${model.id} does not generate text`);
  const query = new URLSearchParams({ prompt: given.prompt });
  if (given['max-tokens'] !== undefined) query.set('max', given['max-tokens']);
  if (given.greedy) query.set('temperature', '0');
  for (const name of ['runtime', 'device', 'threads'] as const) {
    const value = given[name];
    if (value !== undefined) query.set(name, value);
  }
  for (const [name, value] of settings) query.set(name, value);
  checkLink(() => parseChatLink(new URLSearchParams({ ...subjectOf(model), ...Object.fromEntries(query) }), []));
  const status = await driveModel(model, {
    linkTo: (subject) => `#/chat?${new URLSearchParams(subject)}&${query}`,
    hub: given.hub,
    flags: given.device === 'webgpu' || given.runtime === 'webllm' ? [webgpuFlag] : [],
    ...context,
  });
  return outcomeOf(status).result;
}
