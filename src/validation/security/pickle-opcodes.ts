/**
 * What follows an opcode of a pickle: nothing, that many bytes, one or two lines of text, or a length of 1, 4 or 8 bytes
 * and as many bytes.
 */
type Argument = number | 'line' | 'lines' | 'sized1' | 'sized4' | 'sized8';

/** How opcodes change the stack, as far as the names of imports need it: `text` pushes a text. */
export interface Opcode {
  readonly argument: Argument;
  readonly effect:
    | 'text'
    | 'import'
    | 'import-of-stack'
    | 'import-of-registry'
    | 'put'
    | 'memoize'
    | 'get'
    | 'stop'
    | 'none'
    | 'other';
}

const opcode = (argument: Argument, effect: Opcode['effect'] = 'other'): Opcode => ({ argument, effect });
const byCharacter = (characters: string, argument: Argument, effect?: Opcode['effect']): [number, Opcode][] =>
  [...characters].map((character) => [character.charCodeAt(0), opcode(argument, effect)]);
const byNumber = (numbers: readonly number[], argument: Argument, effect?: Opcode['effect']): [number, Opcode][] =>
  numbers.map((number) => [number, opcode(argument, effect)]);

/** All opcodes of protocols 0 to 5. Source: the module `pickletools` of Python 3.13. */
export const opcodes: ReadonlyMap<number, Opcode> = new Map([
  ...byCharacter('(012NQR)abdelostu]}', 0),
  ...byCharacter('.', 0, 'stop'),
  ...byCharacter('FILP', 'line'),
  ...byCharacter('SV', 'line', 'text'),
  ...byCharacter('ci', 'lines', 'import'),
  ...byCharacter('g', 'line', 'get'),
  ...byCharacter('p', 'line', 'put'),
  ...byCharacter('h', 1, 'get'),
  ...byCharacter('j', 4, 'get'),
  ...byCharacter('q', 1, 'put'),
  ...byCharacter('r', 4, 'put'),
  ...byCharacter('K', 1),
  ...byCharacter('M', 2),
  ...byCharacter('J', 4),
  ...byCharacter('G', 8),
  ...byCharacter('C', 'sized1'),
  ...byCharacter('B', 'sized4'),
  ...byCharacter('U', 'sized1', 'text'),
  ...byCharacter('TX', 'sized4', 'text'),
  ...byNumber([0x80], 1, 'none'), // protocol
  ...byNumber([0x95], 8, 'none'), // frame
  ...byNumber([0x82], 1, 'import-of-registry'),
  ...byNumber([0x83], 2, 'import-of-registry'),
  ...byNumber([0x84], 4, 'import-of-registry'),
  ...byNumber([0x81, 0x85, 0x86, 0x87, 0x88, 0x89, 0x8f, 0x90, 0x91, 0x92, 0x97, 0x98], 0),
  ...byNumber([0x8a], 'sized1'),
  ...byNumber([0x8b], 'sized4'),
  ...byNumber([0x8c], 'sized1', 'text'),
  ...byNumber([0x8d], 'sized8', 'text'),
  ...byNumber([0x8e, 0x96], 'sized8'),
  ...byNumber([0x93], 0, 'import-of-stack'),
  ...byNumber([0x94], 0, 'memoize'),
]);
