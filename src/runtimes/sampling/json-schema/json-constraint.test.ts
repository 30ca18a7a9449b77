import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { createSeededRandom } from '#core/random.ts';
import { JsonConstraint } from './json-constraint.ts';
import { createSchemaRule } from './schema-rule.ts';
import { listTokenBytes } from './token-bytes.ts';

const person = {
  type: 'object',
  properties: { name: { type: 'string', minLength: 1, maxLength: 8 }, age: { type: 'integer' }, 'é"': { const: 'ü' } },
  required: ['name'],
  additionalProperties: false,
};
const tree = {
  $ref: '#/$defs/node',
  $defs: {
    node: {
      type: 'object',
      properties: { value: { type: ['number', 'null'] }, children: { type: 'array', items: { $ref: '#/$defs/node' } } },
      required: ['children'],
    },
  },
};
/** Schemas with texts that they allow. */
const schemas: readonly (readonly [schema: object, texts: readonly string[]])[] = [
  [person, ['{"name":"Ann"}', '{ "name": "😀é",\n  "age": -3 }', '{"name":"a","é\\"":"ü"}']],
  [tree, ['{"children":[]}', '{"value":1.5e-3,"children":[{"value":null,"children":[]}]}']],
  [{ enum: ['red', 'dark red', 7, null, ['x']] }, ['"red"', '"dark red"', '7', 'null', '["x"]']],
  [{ type: 'array', items: { type: 'boolean' }, minItems: 2, maxItems: 3 }, ['[true,false]', '[true, true, true]']],
  [{ type: 'array', maxItems: 0 }, ['[]']],
  [
    {
      anyOf: [
        { type: 'string', maxLength: 2 },
        { type: 'object', properties: {}, additionalProperties: false },
      ],
    },
    ['"ab"', '{}'],
  ],
  [{ oneOf: [{ type: 'integer' }, { type: 'string' }] }, ['12', '"\\n\\u00e9"']],
  [{ type: 'object' }, ['{}', '{"a":[1,{"b":null}]}']],
  [{ title: 'anything' }, ['0', '-0.5E+10', '"x"', '[[],{}]', 'true']],
  [{ type: 'object', required: ['id'] }, ['{"id":[1]}']],
  [{ type: 'object', required: ['constructor'] }, ['{"constructor":0}']],
  [{ type: 'object', required: ['b'], additionalProperties: { type: 'string' } }, ['{"b":"x"}']],
];
const ajv = new Ajv2020({ strict: false });

/** One token for each byte, which may be a part of a character, and some for several. The last token ends an answer. */
const texts = [...'é€😀', '":', '": "', '", "', '{"', '"}', 'true', 'null', '10', ' \n', ''];
const tokens = [
  ...Array.from({ length: 256 }, (_, byte) => Uint8Array.of(byte)),
  ...texts.map((text) => new TextEncoder().encode(text)),
];
const end = tokens.length;
const constrain = (schema: object) => new JsonConstraint(createSchemaRule(schema), tokens, new Set([end]));

/** Whether a text is allowed up to its end, token by token. */
function accepts(schema: object, text: string): boolean {
  const constraint = constrain(schema);
  for (const byte of new TextEncoder().encode(text)) {
    if (!constraint.isAllowed(byte)) return false;
    constraint.accept(byte);
  }
  return constraint.isAllowed(end);
}

/**
 * Generates a random text that a schema allows. Quotes, closing brackets and the end token are drawn more often, so
 * that texts end.
 */
function generate(schema: object, random: () => number): string {
  const constraint = constrain(schema);
  const bytes: number[] = [];
  for (let count = 0; count < 300; count++) {
    if (constraint.isAllowed(end) && random() < 0.5) break;
    const closing = [...'"]}'].map((text) => text.charCodeAt(0)).filter(constraint.isAllowed);
    const allowed =
      closing.length > 0 && random() < 0.3
        ? closing
        : tokens.flatMap((_, id) => (constraint.isAllowed(id) ? [id] : []));
    if (allowed.length === 0) break;
    const token = allowed[Math.floor(random() * allowed.length)]!;
    constraint.accept(token);
    bytes.push(...tokens[token]!);
  }
  if (!constraint.isComplete) return '';
  return new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(bytes));
}

describe.each(schemas)('the schema %j', (schema, allowed) => {
  const isValid = ajv.compile(schema);

  test('allows texts that satisfy it', () => {
    expect(allowed.filter((text) => !accepts(schema, text))).toEqual([]);
  });

  test('generates only texts that satisfy it, by ajv', () => {
    const random = createSeededRandom(7);
    const generated = Array.from({ length: 15 }, () => generate(schema, random)).filter((text) => text !== '');
    expect(generated.length).toBeGreaterThan(3);
    expect(generated.filter((text) => !isValid(JSON.parse(text)))).toEqual([]);
  });

  test('rejects the texts of other schemas that do not satisfy it', () => {
    const others = schemas.flatMap(([, texts]) => texts);
    expect(others.filter((text) => accepts(schema, text) && !isValid(JSON.parse(text)))).toEqual([]);
  });
});

test.each(['01', '1.', '"', '"\n"', '{"a":}', '[1,]', '', '"\\x"', 'nul', '{"a" 1}', '1e', '\u00a0'])(
  '%j is not JSON',
  (text) => {
    expect(accepts({}, text)).toBe(false);
  },
);

test.each([
  [{ type: 'no such type' }, 'type: no such type'],
  [{ type: 'string', pattern: '^a' }, 'pattern'],
  [{ type: 'integer', minimum: 1 }, 'minimum'],
  [{ type: 'string', minLength: 3, maxLength: 2 }, 'maxLength'],
  [{ type: 'array', items: [] }, '[]'],
  [{ oneOf: [{ type: 'integer' }, { type: 'number' }] }, 'oneOf'],
  [{ $ref: '#/$defs/missing' }, '$ref: #/$defs/missing'],
  [{ $ref: '#' }, '$ref: #'],
  [{ anyOf: [{ $ref: '#' }, { type: 'null' }] }, '$ref: #'],
  [{ properties: { a: { not: {} } } }, 'not'],
  [{ enum: [] }, 'enum'],
  [{ type: 'object', required: ['b'], additionalProperties: false }, 'required: b'],
  [{ properties: { a: { type: 'string' } }, required: ['b'], additionalProperties: false }, 'required: b'],
])('the schema %j is rejected with what is wrong', (schema, keyword) => {
  expect(() => createSchemaRule(schema)).toThrow(
    expect.objectContaining({
      code: 'input-invalid',
      facts: { name: 'jsonSchema', reason: 'schema-keyword', keyword },
    }) as Error,
  );
});

const nest = (depth: number) => {
  let schema: object = {};
  for (let level = 0; level < depth; level++) schema = { items: schema };
  return schema;
};
const createProperties = (count: number) => ({
  properties: Object.fromEntries(Array.from({ length: count }, (_, index) => [`p${index}`, true])),
});

test.each([
  ['nesting', nest(20_000)],
  ['values', { enum: Array.from({ length: 200_000 }, (_, index) => index) }],
  ['characters', { const: 'x'.repeat(200_000) }],
  ['properties', createProperties(5_000)],
])('a schema beyond the limit of %s is rejected', (_, schema) => {
  expect(() => createSchemaRule(schema)).toThrow(
    expect.objectContaining({
      code: 'input-invalid',
      facts: {
        name: 'jsonSchema',
        reason: 'schema-too-large',
        maxValues: 2_000,
        maxCharacters: 100_000,
        maxDepth: 100,
      },
    }) as Error,
  );
});

test('schemas just within the limits are matched', () => {
  expect(accepts(nest(98), '[[]]')).toBe(true);
  expect(accepts({ enum: Array.from({ length: 1_990 }, (_, index) => index) }, '1989')).toBe(true);
  expect(accepts({ const: 'x'.repeat(99_990) }, `"${'x'.repeat(99_990)}"`)).toBe(true);
  expect(accepts(createProperties(1_990), '{"p1989":1}')).toBe(true);
});

test.each<[string, object, string]>([
  ['optional properties', createProperties(1_990), '{"p1989":1}'],
  ['alternatives', { anyOf: Array.from({ length: 990 }, (_, index) => ({ const: index })) }, '989'],
  ['nested lists', nest(98), '[[]]'],
  ['definitions', nestAlternatives(280), '[1]'],
])(
  'a schema with as many %s as the limits allow is matched in a worker with a small call stack',
  async (_, ...data) => {
    const load = (name: string) => `import(${JSON.stringify(import.meta.resolve(`./${name}`))})`;
    const program = `Promise.all([${load('schema-rule.ts')}, ${load('rule.ts')}]).then(([{ createSchemaRule }, { advance, canEnd }]) => {
    const { parentPort, workerData: [schema, text] } = require('node:worker_threads');
    const stacks = Buffer.from(text).reduce(advance, [{ rule: createSchemaRule(schema), rest: null }]);
    parentPort.postMessage(canEnd(stacks));
  });`;
    // The smallest stack of a worker in any browser is Safari's, of 512 KiB. Node's default is 4 MiB.
    const worker = new Worker(program, { eval: true, workerData: data, resourceLimits: { stackSizeMb: 0.5 } });
    expect(await once(worker, 'message')).toEqual([true]);
  },
);

/** Creates a chain of definitions in which each has two alternatives, both the next definition: 2^count paths. */
function nestAlternatives(count: number): object {
  const definitions = Array.from({ length: count }, (_, index) => {
    const next = { $ref: `#/$defs/a${index + 1}` };
    return [`a${index}`, { anyOf: [next, next] }];
  });
  return {
    type: 'array',
    items: { $ref: '#/$defs/a0' },
    $defs: { ...Object.fromEntries(definitions), [`a${count}`]: { type: 'integer' } },
  };
}
test('references to the same definition are followed once', () => {
  expect(accepts(nestAlternatives(60), '[1,2,3]')).toBe(true);
  expect(accepts(nestAlternatives(60), '["a"]')).toBe(false);
});

test('alternatives with the same texts do not multiply along a list', () => {
  const schema = { type: 'array', items: { anyOf: [{ type: 'integer' }, { type: 'integer' }, { type: 'number' }] } };
  expect(accepts(schema, `[${'12,'.repeat(50)}3]`)).toBe(true);
});

test('tokens have the bytes that byte-level and SentencePiece tokenizers write', () => {
  const added_tokens = [
    { id: 0, content: '<|end|>', special: true },
    { id: 1, content: '  ', special: false },
  ];
  const list = (decoder: object, vocabulary: readonly string[]) =>
    listTokenBytes({ added_tokens, decoder }, ['<|end|>', '  ', ...vocabulary]).map(
      (bytes) => bytes && Array.from(bytes),
    );
  const special = [null, [32, 32]];
  expect(list({ type: 'ByteLevel' }, ['\u0120a', '\u00c3\u00a9', ''])).toEqual([
    ...special,
    [32, 97],
    [0xc3, 0xa9],
    null,
  ]);
  const sequence = { type: 'Sequence', decoders: [{ type: 'Replace' }, { type: 'ByteFallback' }] };
  expect(list(sequence, ['\u2581é', '<0x0A>'])).toEqual([...special, [32, 0xc3, 0xa9], [10]]);
});
