import type { DeviceId } from '#core/engine/engines.ts';
import type { ErrorFacts } from '#core/errors/error.ts';
import type { ModelFacts } from '#core/model/model-facts.ts';
import type { Reason } from '#core/errors/reason.ts';

/** Why an engine does not support a model, according to its header. */
export type UnsupportedReason = Extract<
  Reason,
  | 'format-version'
  | 'opset-too-new'
  | 'opset-too-old'
  | 'operators-not-supported'
  | 'value-type'
  | 'bfloat16'
  | 'keras-layers-model'
  | 'weights-manifest'
  | 'variable-tensors'
  | 'output-size-unknown'
  | 'vocabulary-only'
  | 'projector-only'
  | 'no-key-value-cache'
  | 'architecture-not-converted'
  | 'experts-not-converted'
  | 'tokenizer-not-converted'
>;

/** The reason with the facts of its message. */
export type EngineLimit = ErrorFacts & { readonly reason: UnsupportedReason };

/** The facts of a model without the cost of each node. */
export type HeaderFacts = Omit<ModelFacts, 'nodes'>;

/** Checks a model for an engine and device before it is opened; `null` if the header shows no obstacle. */
export type SupportCheck = (facts: HeaderFacts, device: DeviceId) => EngineLimit | null;

/** Maximum number of operators listed in a message. */
const maxListedOperators = 5;

export function formatOperators(names: readonly string[]): string {
  return names.slice(0, maxListedOperators).join(', ');
}

/**
 * @param names operators that the engine lacks
 * @returns `null` if there are no such operators
 */
export function limitByOperators(names: readonly string[]): EngineLimit | null {
  if (names.length === 0) return null;
  const unlistedCount = names.length - maxListedOperators;
  return {
    reason: 'operators-not-supported',
    operators: formatOperators(names),
    ...(unlistedCount > 0 && { more: unlistedCount }),
  };
}

/** Returns the limit for the first input or output whose element type is not in `types`, or `null`. */
export function limitByType({ inputs, outputs }: HeaderFacts, types: ReadonlySet<string>): EngineLimit | null {
  const value = [...inputs, ...outputs].find(({ dtype }) => !types.has(dtype));
  return value ? { reason: 'value-type', value: value.name, type: value.dtype } : null;
}
