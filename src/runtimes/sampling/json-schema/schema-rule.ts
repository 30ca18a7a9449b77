import { isJsonObject } from '#core/encoding/json-reader.ts';
import { AppError } from '#core/errors/error.ts';
import {
  anyArray,
  anyObject,
  anyValue,
  createArrayRule,
  boolean,
  integer,
  nothing,
  number,
  createObjectRule,
  createStringRule,
} from './json-rules.ts';
import { createChoice, createLiteral, createReference, type Rule } from './rule.ts';
import { checkSchemaSize } from './schema-limits.ts';

type Schema = Readonly<Record<string, unknown>>;

/** Keywords that do not restrict a value, by JSON Schema 2020-12. */
const annotations = new Set([
  '$schema',
  '$id',
  '$comment',
  '$defs',
  'definitions',
  'title',
  'description',
  'default',
  'examples',
  'deprecated',
  'readOnly',
  'writeOnly',
]);

/** The keywords that restrict values of one type. */
const keywordsOf: Readonly<Record<string, readonly string[]>> = {
  string: ['minLength', 'maxLength'],
  object: ['properties', 'required', 'additionalProperties'],
  array: ['items', 'minItems', 'maxItems'],
  number: [],
  integer: [],
  boolean: [],
  null: [],
};

/**
 * Creates the rule of the JSON texts that satisfy a schema, written in the subset of JSON Schema that
 * `docs/json-schema.md` describes. Every text that matches the rule satisfies the schema, but the rule does not match
 * every text that satisfies the schema.
 * @throws AppError input-invalid if the schema has another keyword or an invalid value, or is too large
 */
export function createSchemaRule(root: object): Rule {
  checkSchemaSize(root);
  const resolved = new Map<string, Rule>();
  const beginning = new Set<string>();

  const toRule = (schema: unknown): Rule => {
    if (schema === true) return anyValue;
    if (!isJsonObject(schema)) throw reject(JSON.stringify(schema));
    if ('$ref' in schema) return toReference(schema);
    if ('enum' in schema) return toLiterals(schema, 'enum', schema['enum']);
    if ('const' in schema) return toLiterals(schema, 'const', [schema['const']]);
    for (const keyword of ['anyOf', 'oneOf']) if (keyword in schema) return toChoice(schema, keyword);
    const types = [schema['type'] ?? []].flat();
    const allowed = [
      'type',
      ...(types.length === 0 ? Object.values(keywordsOf) : types.map((type) => keywordsOf[String(type)])).flat(),
    ];
    rejectOthers(schema, allowed);
    if (types.length === 0 && Object.keys(schema).every((keyword) => annotations.has(keyword))) return anyValue;
    return createChoice(
      ...(types.length === 0 ? inferTypes(schema) : types).map((type) => toTyped(String(type), schema)),
    );
  };

  const toReference = (schema: Schema): Rule => {
    rejectOthers(schema, ['$ref']);
    const path = String(schema['$ref']);
    const target = findTarget(root, path);
    checkBeginning(root, schema, [], beginning);
    return createReference(() => {
      const rule = resolved.get(path) ?? toRule(target);
      resolved.set(path, rule);
      return rule;
    });
  };

  const toChoice = (schema: Schema, keyword: string): Rule => {
    rejectOthers(schema, [keyword]);
    const schemas = schema[keyword];
    if (!Array.isArray(schemas) || schemas.length === 0) throw reject(keyword);
    if (keyword === 'oneOf' && !haveDisjointTypes(schemas)) throw reject('oneOf');
    return createChoice(...schemas.map(toRule));
  };

  const toTyped = (type: string, schema: Schema): Rule => {
    switch (type) {
      case 'string':
        return createStringRule(...readRange(schema, 'minLength', 'maxLength'));
      case 'number':
        return number;
      case 'integer':
        return integer;
      case 'boolean':
        return boolean;
      case 'null':
        return nothing;
      case 'array': {
        const [min, max] = readRange(schema, 'minItems', 'maxItems');
        const isLimited = 'items' in schema || min > 0 || max < Infinity;
        return isLimited ? createArrayRule(toRule(schema['items'] ?? true), min, max) : anyArray;
      }
      case 'object':
        return toObject(schema);
      default:
        throw reject(`type: ${type}`);
    }
  };

  const toObject = (schema: Schema): Rule => {
    const { properties = {}, required = [], additionalProperties = true } = schema;
    if (!isJsonObject(properties)) throw reject('properties');
    if (!Array.isArray(required) || !required.every((name) => typeof name === 'string')) throw reject('required');
    if (Object.keys(properties).length === 0 && required.length === 0 && additionalProperties === true)
      return anyObject;
    const names = [...new Set([...Object.keys(properties), ...(required as string[])])];
    return createObjectRule(
      names.map((name) => {
        const isDeclared = Object.hasOwn(properties, name);
        if (!isDeclared && additionalProperties === false) throw reject(`required: ${name}`);
        const value = toRule(isDeclared ? properties[name] : additionalProperties);
        return { name, value, isRequired: required.includes(name) };
      }),
    );
  };

  const rule = toRule(root);
  for (const definitions of [readDefinitions(root, '$defs'), readDefinitions(root, 'definitions')])
    for (const definition of definitions) toRule(definition); // reports faults in definitions before the answer begins
  return rule;
}

const readDefinitions = (root: object, keyword: string): readonly unknown[] => {
  const definitions = (root as Schema)[keyword];
  return isJsonObject(definitions) ? Object.values(definitions) : [];
};

function toLiterals(schema: Schema, keyword: string, values: unknown): Rule {
  rejectOthers(schema, [keyword, 'type']);
  if (!Array.isArray(values) || values.length === 0) throw reject(keyword);
  const { type } = schema;
  const fittingValues =
    type === undefined
      ? values
      : values.filter((value) => [type].flat().some((allowedType) => isOfType(value, allowedType)));
  if (fittingValues.length === 0) throw reject(keyword);
  return createChoice(...fittingValues.map((value) => createLiteral(JSON.stringify(value))));
}

function isOfType(value: unknown, type: unknown): boolean {
  if (type === 'integer') return Number.isInteger(value);
  if (type === 'null') return value === null;
  if (type === 'array') return Array.isArray(value);
  if (type === 'object') return isJsonObject(value);
  return typeof value === type;
}

/** Infers the types that the keywords of a schema without `type` apply to. */
function inferTypes(schema: Schema): readonly string[] {
  const types = Object.keys(keywordsOf).filter((type) => keywordsOf[type]!.some((keyword) => keyword in schema));
  return types.length > 0 ? types : Object.keys(keywordsOf).filter((type) => type !== 'integer');
}

function haveDisjointTypes(schemas: readonly unknown[]): boolean {
  const types = schemas.flatMap((schema) => [isJsonObject(schema) ? schema['type'] : undefined].flat());
  const isNumeric = (type: unknown) => type === 'number' || type === 'integer';
  return !types.includes(undefined) && new Set(types).size === types.length && types.filter(isNumeric).length <= 1;
}

function findTarget(root: object, path: string): unknown {
  const [start, ...keys] = path.split('/').map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
  let target: unknown = start === '#' ? root : undefined;
  for (const key of keys) target = isJsonObject(target) && Object.hasOwn(target, key) ? target[key] : undefined;
  if (target === undefined) throw reject(`$ref: ${path}`);
  return target;
}

/**
 * Rejects a schema that refers to itself without an object or list in between, so that its rule would never match a
 * byte.
 * @param paths the references that lead to the schema
 * @param checked the references that were checked before; extended by those of this schema
 */
function checkBeginning(root: object, schema: unknown, paths: readonly string[], checked: Set<string>): void {
  if (!isJsonObject(schema)) return;
  if ('$ref' in schema) {
    const path = String(schema['$ref']);
    if (paths.includes(path)) throw reject(`$ref: ${path}`);
    if (checked.has(path)) return;
    checkBeginning(root, findTarget(root, path), [...paths, path], checked);
    checked.add(path);
  }
  for (const keyword of ['anyOf', 'oneOf'])
    for (const each of [schema[keyword] ?? []].flat()) checkBeginning(root, each, paths, checked);
}

function readRange(schema: Schema, minKeyword: string, maxKeyword: string): readonly [min: number, max: number] {
  const read = (keyword: string, otherwise: number) => {
    const value = schema[keyword] ?? otherwise;
    if (value !== Infinity && (!Number.isInteger(value) || Number(value) < 0)) throw reject(keyword);
    return Number(value);
  };
  const [min, max] = [read(minKeyword, 0), read(maxKeyword, Infinity)];
  if (min > max) throw reject(maxKeyword);
  return [min, max];
}

function rejectOthers(schema: Schema, allowed: readonly unknown[]): void {
  const other = Object.keys(schema).find((keyword) => !allowed.includes(keyword) && !annotations.has(keyword));
  if (other !== undefined) throw reject(other);
}

const reject = (keyword: string) =>
  new AppError('input-invalid', { name: 'jsonSchema', reason: 'schema-keyword', keyword });
