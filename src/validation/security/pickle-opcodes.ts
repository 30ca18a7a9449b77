/**
 * The argument of an opcode: a number of bytes, one or two lines of text, or a length of 1, 4 or 8 bytes followed by as
 * many bytes.
 */
type Argument = number | 'line' | 'lines' | 'sized1' | 'sized4' | 'sized8';

/** An opcode of a pickle. `effect` is its effect on the stack and memo, as far as the names of imports depend on it. */
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

const createOpcode = (argument: Argument, effect: Opcode['effect'] = 'other'): Opcode => ({ argument, effect });
const mapCharacters = (characters: string, argument: Argument, effect?: Opcode['effect']): [number, Opcode][] =>
  [...characters].map((character) => [character.charCodeAt(0), createOpcode(argument, effect)]);
const mapNumbers = (numbers: readonly number[], argument: Argument, effect?: Opcode['effect']): [number, Opcode][] =>
  numbers.map((number) => [number, createOpcode(argument, effect)]);

/** All opcodes of protocols 0 to 5. Source: the module `pickletools` of Python 3.13. */
export const opcodes: ReadonlyMap<number, Opcode> = new Map([
  ...mapCharacters('(012NQR)abdelostu]}', 0),
  ...mapCharacters('.', 0, 'stop'),
  ...mapCharacters('FILP', 'line'),
  ...mapCharacters('SV', 'line', 'text'),
  ...mapCharacters('ci', 'lines', 'import'),
  ...mapCharacters('g', 'line', 'get'),
  ...mapCharacters('p', 'line', 'put'),
  ...mapCharacters('h', 1, 'get'),
  ...mapCharacters('j', 4, 'get'),
  ...mapCharacters('q', 1, 'put'),
  ...mapCharacters('r', 4, 'put'),
  ...mapCharacters('K', 1),
  ...mapCharacters('M', 2),
  ...mapCharacters('J', 4),
  ...mapCharacters('G', 8),
  ...mapCharacters('C', 'sized1'),
  ...mapCharacters('B', 'sized4'),
  ...mapCharacters('U', 'sized1', 'text'),
  ...mapCharacters('TX', 'sized4', 'text'),
  ...mapNumbers([0x80], 1, 'none'), // protocol
  ...mapNumbers([0x95], 8, 'none'), // FRAME
  ...mapNumbers([0x82], 1, 'import-of-registry'),
  ...mapNumbers([0x83], 2, 'import-of-registry'),
  ...mapNumbers([0x84], 4, 'import-of-registry'),
  ...mapNumbers([0x81, 0x85, 0x86, 0x87, 0x88, 0x89, 0x8f, 0x90, 0x91, 0x92, 0x97, 0x98], 0),
  ...mapNumbers([0x8a], 'sized1'),
  ...mapNumbers([0x8b], 'sized4'),
  ...mapNumbers([0x8c], 'sized1', 'text'),
  ...mapNumbers([0x8d], 'sized8', 'text'),
  ...mapNumbers([0x8e, 0x96], 'sized8'),
  ...mapNumbers([0x93], 0, 'import-of-stack'),
  ...mapNumbers([0x94], 0, 'memoize'),
]);
