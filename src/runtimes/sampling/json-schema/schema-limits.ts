import { AppError } from '#core/errors/error.ts';

/**
 * Maximum number of values in a schema, because the matcher follows all optional properties and alternatives at each
 * byte. Heuristic, not measured.
 */
const maxValues = 2_000;
/** Maximum total length of all texts and property names. Heuristic, not measured. */
const maxCharacters = 100_000;
/** Heuristic, not measured. */
const maxDepth = 100;

/**
 * Checks that a schema is small enough to be matched. Iterates instead of recursing, so that deep nesting cannot
 * overflow the stack.
 * @throws AppError input-invalid if the schema exceeds a limit
 */
export function checkSchemaSize(schema: object): void {
  let [values, characters] = [0, 0];
  const pending: { readonly value: unknown; readonly depth: number }[] = [{ value: schema, depth: 1 }];
  for (let next = pending.pop(); next; next = pending.pop()) {
    const { value, depth } = next;
    values++;
    if (typeof value === 'string') characters += value.length;
    if (typeof value === 'object' && value !== null) {
      for (const [key, child] of Object.entries(value)) {
        if (!Array.isArray(value)) characters += key.length;
        pending.push({ value: child, depth: depth + 1 });
      }
    }
    if (values > maxValues || characters > maxCharacters || depth > maxDepth) {
      const facts = { maxValues, maxCharacters, maxDepth };
      throw new AppError('input-invalid', { name: 'jsonSchema', reason: 'schema-too-large', ...facts });
    }
  }
}
