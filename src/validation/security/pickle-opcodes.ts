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
const named = (characters: string, argument: Argument, effect?: Opcode['effect']): [number, Opcode][] =>
  [...characters].map((character) => [character.charCodeAt(0), opcode(argument, effect)]);
const numbered = (numbers: readonly number[], argument: Argument, effect?: Opcode['effect']): [number, Opcode][] =>
  numbers.map((number) => [number, opcode(argument, effect)]);

/** All opcodes of protocols 0 to 5. Source: the module `pickletools` of Python 3.13. */
export const opcodes: ReadonlyMap<number, Opcode> = new Map([
  ...named('(012NQR)abdelostu]}', 0),
  ...named('.', 0, 'stop'),
  ...named('FILP', 'line'),
  ...named('SV', 'line', 'text'),
  ...named('ci', 'lines', 'import'),
  ...named('g', 'line', 'get'),
  ...named('p', 'line', 'put'),
  ...named('h', 1, 'get'),
  ...named('j', 4, 'get'),
  ...named('q', 1, 'put'),
  ...named('r', 4, 'put'),
  ...named('K', 1),
  ...named('M', 2),
  ...named('J', 4),
  ...named('G', 8),
  ...named('C', 'sized1'),
  ...named('B', 'sized4'),
  ...named('U', 'sized1', 'text'),
  ...named('TX', 'sized4', 'text'),
  ...numbered([0x80], 1, 'none'), // protocol
  ...numbered([0x95], 8, 'none'), // frame
  ...numbered([0x82], 1, 'import-of-registry'),
  ...numbered([0x83], 2, 'import-of-registry'),
  ...numbered([0x84], 4, 'import-of-registry'),
  ...numbered([0x81, 0x85, 0x86, 0x87, 0x88, 0x89, 0x8f, 0x90, 0x91, 0x92, 0x97, 0x98], 0),
  ...numbered([0x8a], 'sized1'),
  ...numbered([0x8b], 'sized4'),
  ...numbered([0x8c], 'sized1', 'text'),
  ...numbered([0x8d], 'sized8', 'text'),
  ...numbered([0x8e, 0x96], 'sized8'),
  ...numbered([0x93], 0, 'import-of-stack'),
  ...numbered([0x94], 0, 'memoize'),
]);
