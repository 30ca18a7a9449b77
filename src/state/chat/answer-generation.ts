import { asAppError, type AppError } from '#core/errors/error.ts';
import type { TextUsage } from '#core/engine/text-session.ts';

interface GeneratedText {
  readonly text: string;
  readonly usage: TextUsage;
}

/** A generated answer; `usage` is `null` if generation was interrupted, and `error` is the reason. */
type GeneratedAnswer =
  | (GeneratedText & { readonly error: null })
  | { readonly text: string; readonly usage: null; readonly error: AppError };

/**
 * Collects the generated text.
 * @param onText receives the text so far at every step
 */
export async function collectText(
  steps: AsyncGenerator<string, TextUsage>,
  onText?: (text: string) => void,
): Promise<GeneratedText> {
  let text = '';
  for (let step = await steps.next(); ; step = await steps.next()) {
    if (step.done) return { text, usage: step.value };
    text += step.value;
    onText?.(text);
  }
}

/** Like {@link collectText}, but returns the text so far and the error if generation fails. */
export async function generateAnswer(
  steps: AsyncGenerator<string, TextUsage>,
  onText: (text: string) => void,
): Promise<GeneratedAnswer> {
  let text = '';
  try {
    const generated = await collectText(steps, (partialText) => onText((text = partialText)));
    return { ...generated, error: null };
  } catch (thrown) {
    return { text, usage: null, error: asAppError(thrown) };
  }
}
