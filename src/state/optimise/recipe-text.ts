import { toCanonicalJson } from '#core/encoding/canonical-json.ts';
import { isJsonObject } from '#core/encoding/json-reader.ts';

/** The steps of a recipe; empty if its JSON is not one, which the worker rejects with the reason. */
function readSteps(recipe: string): readonly { readonly [name: string]: unknown }[] {
  try {
    const parsed: unknown = JSON.parse(recipe);
    const steps = isJsonObject(parsed) ? parsed['steps'] : [];
    return Array.isArray(steps) ? steps.filter((step) => isJsonObject(step)) : [];
  } catch {
    return [];
  }
}

/** The recipe with the steps before the first scheme; without any step if `schemes` is empty. */
export function withoutSchemes(recipe: string, schemes: readonly string[]): string {
  const steps = readSteps(recipe);
  if (schemes.length === 0) return toCanonicalJson({ version: 1, steps: [] });
  const first = steps.findIndex(({ step }) => schemes.includes(String(step)));
  return first < 0 ? recipe : toCanonicalJson({ version: 1, steps: steps.slice(0, first) });
}

/** The recipe with other options of its scheme. */
export function withOptions(recipe: string, scheme: string, options: Readonly<Record<string, unknown>>): string {
  const changeStep = (step: object) => ({ ...step, ...options });
  const steps = readSteps(recipe).map((step) => (step['step'] === scheme ? changeStep(step) : step));
  return toCanonicalJson({ version: 1, steps });
}
