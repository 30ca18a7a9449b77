import { AppError } from '#core/errors/error.ts';
import type { Llama, LlamaLibrary, LlamaModel } from './llama-library.ts';

const types = new Set<unknown>(['string', 'number', 'integer', 'boolean', 'null', 'object', 'array']);

/** The suffix that the library appends so that models that do not end by themselves can be stopped. */
const suffix = ' "\\n\\n\\n\\n" [\\n]*';

/**
 * The state, for one answer, of a grammar that allows only JSON matching a schema.
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
    throw invalid(thrown instanceof Error ? thrown.message : String(thrown));
  }
}

/** The library takes an unknown type for `null`. */
function checkTypes(schema: unknown): void {
  if (typeof schema !== 'object' || schema === null) return;
  for (const [key, value] of Object.entries(schema)) {
    const named = [value].flat();
    if (key === 'type' && named.every((type) => typeof type === 'string') && !named.every((type) => types.has(type))) {
      throw invalid(String(value));
    }
    if (key !== 'enum' && key !== 'const') checkTypes(value);
  }
}

function invalid(actual: string): AppError {
  return new AppError('input-invalid', { name: 'jsonSchema', actual, expected: 'a JSON schema' });
}
