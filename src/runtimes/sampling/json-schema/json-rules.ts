import { byteSet, choice, literal, optional, reference, repeat, sequence, type Rule } from './rule.ts';

/** Space between the parts of objects and lists. Limited, because small models write it without end; own choice. */
const space = repeat(byteSet([0x20, 0x20], [0x0a, 0x0a]), 0, 20);

const digit = byteSet([0x30, 0x39]);
const hexDigit = byteSet([0x30, 0x39], [0x41, 0x46], [0x61, 0x66]);
const continuation = byteSet([0x80, 0xbf]);

/** A character of a string. An escape has the code of one, so that the length of a string is the number of these rules. */
const character = choice(
  byteSet([0x20, 0x21], [0x23, 0x5b], [0x5d, 0x7e]),
  // Well-formed UTF-8: The Unicode Standard, table 3-7.
  sequence(byteSet([0xc2, 0xdf]), continuation),
  sequence(byteSet([0xe0, 0xe0]), byteSet([0xa0, 0xbf]), continuation),
  sequence(byteSet([0xe1, 0xec], [0xee, 0xef]), continuation, continuation),
  sequence(byteSet([0xed, 0xed]), byteSet([0x80, 0x9f]), continuation),
  sequence(byteSet([0xf0, 0xf0]), byteSet([0x90, 0xbf]), continuation, continuation),
  sequence(byteSet([0xf1, 0xf3]), continuation, continuation, continuation),
  sequence(byteSet([0xf4, 0xf4]), byteSet([0x80, 0x8f]), continuation, continuation),
  sequence(literal('\\'), choice(...Array.from('"\\/bfnrt', literal), sequence(literal('u00'), hexDigit, hexDigit))),
);

/** A string with a number of characters. */
export const stringRule = (min = 0, max = Infinity): Rule =>
  sequence(literal('"'), repeat(character, min, max), literal('"'));

/** At most 15 digits, which a number of 64 bits represents exactly. */
const whole = choice(literal('0'), sequence(byteSet([0x31, 0x39]), repeat(digit, 0, 14)));

export const integer = sequence(optional(literal('-')), whole);
const exponent = sequence(
  byteSet([0x45, 0x45], [0x65, 0x65]),
  optional(byteSet([0x2b, 0x2b], [0x2d, 0x2d])),
  repeat(digit, 1, 2),
);
export const number = sequence(integer, optional(sequence(literal('.'), repeat(digit, 1, 15))), optional(exponent));

export const boolean = choice(literal('true'), literal('false'));
export const nothing = literal('null');

/** Items between brackets or braces, separated by commas. */
function list(open: string, close: string, item: Rule, min: number, max: number): Rule {
  const others = repeat(sequence(space, literal(','), space, item), Math.max(0, min - 1), max - 1);
  const items = sequence(item, others, space);
  const content = max === 0 ? sequence() : min === 0 ? optional(items) : items;
  return sequence(literal(open), space, content, literal(close));
}

export const arrayOf = (item: Rule, min = 0, max = Infinity): Rule => list('[', ']', item, min, max);

const member = (name: Rule, value: Rule): Rule => sequence(name, space, literal(':'), space, value);

export interface Property {
  readonly name: string;
  readonly value: Rule;
  readonly isRequired: boolean;
}

/** An object with these properties, in this order. */
export function objectOf(properties: readonly Property[]): Rule {
  const rest = (index: number, isFirst: boolean): Rule => {
    const property = properties[index];
    if (!property) return sequence(isFirst ? sequence() : space, literal('}'));
    const separator = isFirst ? sequence() : sequence(space, literal(','), space);
    const written = sequence(
      separator,
      member(literal(JSON.stringify(property.name)), property.value),
      reference(() => rest(index + 1, false)),
    );
    return property.isRequired
      ? written
      : choice(
          written,
          reference(() => rest(index + 1, isFirst)),
        );
  };
  return sequence(
    literal('{'),
    space,
    reference(() => rest(0, true)),
  );
}

export const anyValue: Rule = reference(() => anyRule);
export const anyObject: Rule = list('{', '}', member(stringRule(), anyValue), 0, Infinity);
export const anyArray = arrayOf(anyValue);
const anyRule = choice(stringRule(), number, boolean, nothing, anyObject, anyArray);
