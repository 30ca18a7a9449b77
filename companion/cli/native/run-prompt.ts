import type { TextEngineId } from '#core/engine/engines.ts';
import { pickEngineSettings } from '#core/engine/engine-settings.ts';
import type { OpenedText } from '#core/engine/text-session.ts';
import type { ChatLink } from '#links/chat-link.ts';
import { resolveGenerationSettings, buildTextRequest } from '#links/generation-settings.ts';
import { textGeneration } from '#tasks/scored-tasks.ts';
import { UsageError } from '../command.ts';
import type { ModelArgument } from '../options/model-argument.ts';
import { openNativeModel } from './native-model.ts';
import type { CompanionTarget } from './companion-target.ts';

/**
 * Answers the prompt of a link with a native engine, as the Chat page does in a browser.
 * @throws UsageError | AppError
 */
export async function runPromptNative(
  link: ChatLink,
  { model, target }: { readonly model: ModelArgument; readonly target: CompanionTarget },
  signal: AbortSignal,
) {
  const { prompt, threads, raw } = link;
  if (prompt === null) throw new UsageError('--prompt is required');
  const opening = {
    task: textGeneration,
    model,
    target,
    threads,
    dimensions: {},
    settings: pickEngineSettings(link),
    signal,
  } as const;
  await using native = await openNativeModel(opening);
  const openedText = native.opened as OpenedText; // the task is text generation
  const { engine, device, build, hasChatTemplate } = openedText.facts;
  const usesTemplate = hasChatTemplate && !raw;
  const request = buildTextRequest(resolveGenerationSettings(link, {}), engine satisfies TextEngineId);
  const result = await native.generate!(
    {
      ...request,
      prompt: usesTemplate ? [{ role: 'user', content: prompt }] : prompt,
    },
    signal,
  );
  const promptFormat = usesTemplate ? 'chat-template' : hasChatTemplate ? 'raw' : 'raw-no-template';
  const inputs = [{ prompt, promptFormat, result }] as const;
  return {
    task: textGeneration,
    model: openedText.id,
    engine,
    device,
    threads: openedText.facts.threads,
    build,
    inputs,
  };
}
