import { toCanonicalJson } from '#core/encoding/canonical-json.ts';
import { isJsonObject } from '#core/encoding/json-reader.ts';

/** Reads the steps of a recipe; empty if the JSON is invalid, in which case the worker rejects it with the reason. */
function readSteps(recipe: string): readonly { readonly [name: string]: unknown }[] {
  try {
    const parsed: unknown = JSON.parse(recipe);
    const steps = isJsonObject(parsed) ? parsed['steps'] : [];
    return Array.isArray(steps) ? steps.filter((step) => isJsonObject(step)) : [];
  } catch {
    return [];
  }
}

/** Truncates a recipe before its first scheme; removes all steps if `schemes` is empty. */
export function withoutSchemes(recipe: string, schemes: readonly string[]): string {
  const steps = readSteps(recipe);
  if (schemes.length === 0) return toCanonicalJson({ version: 1, steps: [] });
  const first = steps.findIndex(({ step }) => schemes.includes(String(step)));
  return first < 0 ? recipe : toCanonicalJson({ version: 1, steps: steps.slice(0, first) });
}

/** Changes the options of a recipe's scheme. */
export function withOptions(recipe: string, scheme: string, options: Readonly<Record<string, unknown>>): string {
  const changeStep = (step: object) => ({ ...step, ...options });
  const steps = readSteps(recipe).map((step) => (step['step'] === scheme ? changeStep(step) : step));
  return toCanonicalJson({ version: 1, steps });
}
