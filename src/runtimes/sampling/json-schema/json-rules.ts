import {
  createByteSet,
  createChoice,
  createLiteral,
  createOptional,
  createReference,
  createRepetition,
  createSequence,
  type Rule,
} from './rule.ts';

/**
 * Whitespace between the parts of objects and lists. Limited, because small models can generate it endlessly.
 * Heuristic, not measured.
 */
const space = createRepetition(createByteSet([0x20, 0x20], [0x0a, 0x0a]), 0, 20);

const digit = createByteSet([0x30, 0x39]);
const hexDigit = createByteSet([0x30, 0x39], [0x41, 0x46], [0x61, 0x66]);
const continuation = createByteSet([0x80, 0xbf]);

/**
 * One character of a string. An escape stands for a single character, so that the number of matches is the length of
 * the string.
 */
const character = createChoice(
  createByteSet([0x20, 0x21], [0x23, 0x5b], [0x5d, 0x7e]),
  // Well-formed UTF-8: The Unicode Standard, table 3-7.
  createSequence(createByteSet([0xc2, 0xdf]), continuation),
  createSequence(createByteSet([0xe0, 0xe0]), createByteSet([0xa0, 0xbf]), continuation),
  createSequence(createByteSet([0xe1, 0xec], [0xee, 0xef]), continuation, continuation),
  createSequence(createByteSet([0xed, 0xed]), createByteSet([0x80, 0x9f]), continuation),
  createSequence(createByteSet([0xf0, 0xf0]), createByteSet([0x90, 0xbf]), continuation, continuation),
  createSequence(createByteSet([0xf1, 0xf3]), continuation, continuation, continuation),
  createSequence(createByteSet([0xf4, 0xf4]), createByteSet([0x80, 0x8f]), continuation, continuation),
  createSequence(
    createLiteral('\\'),
    createChoice(...Array.from('"\\/bfnrt', createLiteral), createSequence(createLiteral('u00'), hexDigit, hexDigit)),
  ),
);

/** A string with a number of characters. */
export const createStringRule = (min = 0, max = Infinity): Rule =>
  createSequence(createLiteral('"'), createRepetition(character, min, max), createLiteral('"'));

/** At most 15 digits, which a 64-bit float represents exactly. */
const unsignedInteger = createChoice(
  createLiteral('0'),
  createSequence(createByteSet([0x31, 0x39]), createRepetition(digit, 0, 14)),
);

export const integer = createSequence(createOptional(createLiteral('-')), unsignedInteger);
const exponent = createSequence(
  createByteSet([0x45, 0x45], [0x65, 0x65]),
  createOptional(createByteSet([0x2b, 0x2b], [0x2d, 0x2d])),
  createRepetition(digit, 1, 2),
);
export const number = createSequence(
  integer,
  createOptional(createSequence(createLiteral('.'), createRepetition(digit, 1, 15))),
  createOptional(exponent),
);

export const boolean = createChoice(createLiteral('true'), createLiteral('false'));
export const nothing = createLiteral('null');

/** Items between brackets or braces, separated by commas. */
function list(open: string, close: string, item: Rule, min: number, max: number): Rule {
  const others = createRepetition(
    createSequence(space, createLiteral(','), space, item),
    Math.max(0, min - 1),
    max - 1,
  );
  const items = createSequence(item, others, space);
  const content = max === 0 ? createSequence() : min === 0 ? createOptional(items) : items;
  return createSequence(createLiteral(open), space, content, createLiteral(close));
}

export const createArrayRule = (item: Rule, min = 0, max = Infinity): Rule => list('[', ']', item, min, max);

const createMemberRule = (name: Rule, value: Rule): Rule =>
  createSequence(name, space, createLiteral(':'), space, value);

export interface Property {
  readonly name: string;
  readonly value: Rule;
  readonly isRequired: boolean;
}

/** Creates the rule of an object with these properties, in this order. */
export function createObjectRule(properties: readonly Property[]): Rule {
  const createRemainderRule = (index: number, isFirst: boolean): Rule => {
    const property = properties[index];
    if (!property) return createSequence(isFirst ? createSequence() : space, createLiteral('}'));
    const separator = isFirst ? createSequence() : createSequence(space, createLiteral(','), space);
    const written = createSequence(
      separator,
      createMemberRule(createLiteral(JSON.stringify(property.name)), property.value),
      createReference(() => createRemainderRule(index + 1, false)),
    );
    return property.isRequired
      ? written
      : createChoice(
          written,
          createReference(() => createRemainderRule(index + 1, isFirst)),
        );
  };
  return createSequence(
    createLiteral('{'),
    space,
    createReference(() => createRemainderRule(0, true)),
  );
}

export const anyValue: Rule = createReference(() => anyRule);
export const anyObject: Rule = list('{', '}', createMemberRule(createStringRule(), anyValue), 0, Infinity);
export const anyArray = createArrayRule(anyValue);
const anyRule = createChoice(createStringRule(), number, boolean, nothing, anyObject, anyArray);
