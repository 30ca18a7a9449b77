import { AppError } from '#core/errors/error.ts';
import type { Llama, LlamaLibrary, LlamaModel } from './llama-library.ts';

const knownTypes = new Set<unknown>(['string', 'number', 'integer', 'boolean', 'null', 'object', 'array']);

/** The library appends this to each grammar to stop models that never generate an end token. */
const trailingRule = ' "\\n\\n\\n\\n" [\\n]*';

/**
 * Creates the grammar state for one answer, which allows only JSON that matches a schema.
 * @throws AppError input-invalid for an invalid schema
 */
export async function createJsonGrammar(
  { code }: LlamaLibrary,
  llama: Llama,
  model: LlamaModel,
  schema: object,
): Promise<object> {
  checkTypes(schema);
  try {
    const { grammar } = await llama.createGrammarForJsonSchema(schema);
    if (!grammar.includes(trailingRule))
      throw new AppError('internal', { why: 'the JSON grammar of node-llama-cpp has an unexpected end' });
    return new code.LlamaGrammarEvaluationState({
      model,
      grammar: await llama.createGrammar({ grammar: grammar.replace(trailingRule, '') }),
    });
  } catch (thrown) {
    if (thrown instanceof AppError) throw thrown;
    throw createSchemaError(thrown instanceof Error ? thrown.message : String(thrown));
  }
}

/** Rejects unknown types, which the library would treat as `null`. */
function checkTypes(schema: unknown): void {
  if (typeof schema !== 'object' || schema === null) return;
  for (const [key, value] of Object.entries(schema)) {
    const typeNames = [value].flat();
    if (
      key === 'type' &&
      typeNames.every((type) => typeof type === 'string') &&
      !typeNames.every((type) => knownTypes.has(type))
    ) {
      throw createSchemaError(String(value));
    }
    if (key !== 'enum' && key !== 'const') checkTypes(value);
  }
}

function createSchemaError(actual: string): AppError {
  return new AppError('input-invalid', { name: 'jsonSchema', actual, expected: 'a JSON schema' });
}
