import { opcodes, type Opcode } from './pickle-opcodes.ts';
import { decodePickleText, unknownText } from './pickle-text.ts';

/** An import (`GLOBAL`, `INST` or `STACK_GLOBAL`); a part that is computed rather than written is `?`. */
export interface PickleImport {
  readonly module: string;
  readonly name: string;
}

interface PickleImports {
  readonly imports: readonly PickleImport[];
  /** Offset where reading stopped before the end of a pickle. `null` if every pickle ended properly. */
  readonly damagedAt: number | null;
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
/** The opcodes as an array for speed, because files can have millions of them. */
const opcodeTable = Array.from({ length: 256 }, (_, byte) => opcodes.get(byte));
/** The magic number, as a pickle after its protocol, with which PyTorch files before version 1.6 start. */
const legacyMagic = [0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19, 0x2e];
/**
 * Number of pickles in these files before the weights: magic number, version, system, object, and keys of the weights.
 */
const legacyPickleCount = 5;

/** Maximum digits of an index, which can be read exactly. */
const maxDigits = 15;

/**
 * Lists the imports of a file of one or more pickles of any protocol, without executing anything. Bytes after a pickle
 * that are not another pickle are damage, except for the weights of a legacy PyTorch file.
 */
export function listPickleImports(bytes: Uint8Array): PickleImports {
  const imports = new Map<string, PickleImport>();
  const isLegacy = bytes[0] === 0x80 && legacyMagic.every((byte, index) => bytes[2 + index] === byte);
  const addImport = ({ module, name }: PickleImport) => imports.set(`${module} ${name}`, { module, name });
  const maxPickles = isLegacy ? legacyPickleCount : Infinity;
  let [offset, pickles] = [0, 0];
  do {
    const end = readPickle(bytes, offset, addImport);
    if (end.isDamaged) return { imports: [...imports.values()], damagedAt: end.offset };
    offset = end.offset;
    pickles++;
  } while (offset < bytes.length && pickles < maxPickles);
  return { imports: [...imports.values()], damagedAt: null };
}

/** Minimum length of a pickle in which imports without valid names count: shorter ones occur in weights by chance. */
const minPickleBytes = 16;

/**
 * Whether bytes of an unknown format start with a pickle that imports something. Pickles of protocol 0 and 1 have no
 * magic number, and weights and texts contain opcodes by chance.
 * @param isTruncated whether the file continues after `head`
 */
export function startsWithImportingPickle(head: Uint8Array, isTruncated: boolean): boolean {
  const imports: PickleImport[] = [];
  const end = readPickle(head, 0, (onImport) => imports.push(onImport));
  const isName = (text: string) => /^[\w.]+$/.test(text);
  if (end.isDamaged && !(isTruncated && end.isCut)) return false;
  const isLong = !end.isDamaged && end.offset >= minPickleBytes;
  return imports.some(({ module, name }) => isLong || (isName(module) && isName(name)));
}

/** Whether a file starts with a pickle of protocol 2 or later; earlier protocols have no magic number. */
export function isPickle(head: Uint8Array): boolean {
  return head[0] === 0x80 && head[1] !== undefined && head[1] >= 2 && head[1] <= 5;
}

/** Where and how a pickle ends: by `STOP`, by damage, or because the bytes are `isTruncated`. */
interface PickleEnd {
  readonly offset: number;
  readonly isDamaged: boolean;
  readonly isCut: boolean;
}

/** Maximum entries of the memo; a JavaScript `Map` has at most 2^24. */
const maxMemoEntries = 2 ** 23;

function readPickle(bytes: Uint8Array, start: number, onImport: (pickleImport: PickleImport) => void): PickleEnd {
  const memo = new Map<number, string>();
  /** The last two values on the stack, if they are texts. */
  let [below, top]: [string, string] = [unknownText, unknownText];
  const push = (value: string) => ([below, top] = [top, value]);
  let offset = start;
  while (offset < bytes.length) {
    const code = bytes[offset]!;
    const opcode = opcodeTable[code];
    const argument = opcode && readArgument(opcode, bytes, offset + 1);
    if (!opcode || !argument || memo.size > maxMemoEntries)
      return { offset, isDamaged: true, isCut: opcode !== undefined && !argument };
    if (!isNumberLine(code, bytes, argument)) return { offset, isDamaged: true, isCut: false };
    offset = argument.next;
    switch (opcode.effect) {
      case 'stop':
        return { offset, isDamaged: false, isCut: false };
      case 'text':
        push(decodePickleText(code, bytes.subarray(argument.start, argument.end)));
        break;
      case 'import': {
        const [module = unknownText, name = unknownText] = decoder
          .decode(bytes.subarray(argument.start, argument.end))
          .split('\n');
        onImport({ module, name });
        push(unknownText);
        break;
      }
      case 'import-of-stack':
        onImport({ module: below, name: top });
        push(unknownText);
        break;
      case 'import-of-registry':
        // The meaning of the number is known only to the process that loads the pickle.
        onImport({ module: unknownText, name: unknownText });
        push(unknownText);
        break;
      case 'memoize':
        memo.set(memo.size, top);
        break;
      case 'put':
      case 'get': {
        const index = readMemoIndex(opcode, bytes, argument);
        if (index === null) return { offset: argument.start - 1, isDamaged: true, isCut: false };
        if (opcode.effect === 'put') memo.set(index, top);
        else push(memo.get(index) ?? unknownText);
        break;
      }
      case 'other':
        push(unknownText);
        break;
      case 'none':
    }
  }
  return { offset, isDamaged: true, isCut: true };
}

/** The opcodes `FLOAT`, `INT` and `LONG`, whose argument is a line of text. */
const numberOpcodes = new Set([0x46, 0x49, 0x4c]);

/** Whether the argument of a number opcode looks like a number, which distinguishes pickles from text. */
function isNumberLine(code: number, bytes: Uint8Array, { start, end }: Argument): boolean {
  if (!numberOpcodes.has(code)) return true;
  return /^[-+]?(\d|inf|nan)[\d.eE+-]*L?$/.test(decoder.decode(bytes.subarray(start, Math.min(end, start + 64))));
}

interface Argument {
  readonly start: number;
  readonly end: number;
  readonly next: number;
}

/** Finds the range of an opcode's argument; `null` if it extends beyond the bytes. */
function readArgument({ argument }: Opcode, bytes: Uint8Array, start: number): Argument | null {
  if (argument === 'line' || argument === 'lines') {
    const first = bytes.indexOf(0x0a, start);
    const end = argument === 'line' || first < 0 ? first : bytes.indexOf(0x0a, first + 1);
    return end < 0 ? null : { start, end, next: end + 1 };
  }
  const width = typeof argument === 'number' ? 0 : Number(argument.slice('sized'.length));
  if (start + width > bytes.length) return null;
  const length = typeof argument === 'number' ? argument : readNumber(bytes, start, width);
  const end = start + width + length;
  return end > bytes.length ? null : { start: start + width, end, next: end };
}

/**
 * Reads the index of a memo entry: a line of digits, or 1 or 4 bytes. `null` for lines such as `1_0`, which Python also
 * reads but no program writes.
 */
function readMemoIndex({ argument }: Opcode, bytes: Uint8Array, { start, end }: Argument): number | null {
  if (argument !== 'line') return readNumber(bytes, start, end - start);
  const line = decoder.decode(bytes.subarray(start, Math.min(end, start + maxDigits + 1)));
  return line.length <= maxDigits && /^\d+$/.test(line) ? Number(line) : null;
}

/** Reads a little-endian number. Above 2^53 it is inexact, but still larger than any file. */
function readNumber(bytes: Uint8Array, start: number, width: number): number {
  let value = 0;
  for (let index = width - 1; index >= 0; index--) value = value * 256 + bytes[start + index]!;
  return value;
}
