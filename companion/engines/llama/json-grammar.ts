import { AppError } from '#core/errors/error.ts';
import type { Llama, LlamaLibrary, LlamaModel } from './llama-library.ts';

const types = new Set<unknown>(['string', 'number', 'integer', 'boolean', 'null', 'object', 'array']);

/** A suffix that the library appends to stop models that do not end by themselves. */
const suffix = ' "\\n\\n\\n\\n" [\\n]*';

/**
 * Creates the state, for one answer, of a grammar that allows only JSON that matches a schema.
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
    if (!grammar.includes(suffix)) throw new AppError('internal', { why: 'the JSON grammar has another form' });
    return new code.LlamaGrammarEvaluationState({
      model,
      grammar: await llama.createGrammar({ grammar: grammar.replace(suffix, '') }),
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
    const named = [value].flat();
    if (key === 'type' && named.every((type) => typeof type === 'string') && !named.every((type) => types.has(type))) {
      throw createSchemaError(String(value));
    }
    if (key !== 'enum' && key !== 'const') checkTypes(value);
  }
}

function createSchemaError(actual: string): AppError {
  return new AppError('input-invalid', { name: 'jsonSchema', actual, expected: 'a JSON schema' });
}
