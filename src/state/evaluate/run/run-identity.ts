import type { EvaluationItem } from '#evaluate/items/evaluation-item.ts';
import type { OpenedTensorModel } from '#core/engine/runtime.ts';
import type { OpenedText } from '#core/engine/text-session.ts';
import { toCanonicalJson } from '#core/encoding/canonical-json.ts';
import { computeSha256Hex } from '#core/encoding/sha256.ts';

/**
 * Computes a digest that identifies a run to be continued after a reload: its models, engines, and items with their
 * labels, in order.
 * @param hash the address of the page, which has the settings
 * @returns SHA-256 in lower-case hexadecimal
 */
export async function computeRunIdentity(
  hash: string,
  items: readonly EvaluationItem[],
  candidate: OpenedTensorModel | OpenedText,
  baseline: OpenedTensorModel | OpenedText | null,
): Promise<string> {
  const [first] = items;
  const rows = items.map(({ path, truth, mask, text, window }) => {
    const content = text ?? window?.length;
    return [path, truth, mask?.path ?? null, ...(content === undefined ? [] : [content])];
  });
  const identity = {
    hash,
    models: [candidate, ...(baseline ? [baseline] : [])].map(toIdentity),
    labelsOfMasks: first?.mask?.labels ?? null,
    rows,
  };
  return computeSha256Hex(new TextEncoder().encode(toCanonicalJson(identity)));
}

function toIdentity({ id, sha256, facts: { engine, engineVersion, device, threads } }: OpenedTensorModel | OpenedText) {
  return { id, sha256, engine, engineVersion, device, threads };
}
