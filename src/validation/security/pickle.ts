import { opcodes, type Opcode } from './pickle-opcodes.ts';

/** An import (`GLOBAL`, `INST` or `STACK_GLOBAL`); a part that is computed rather than written is `?`. */
export interface PickleImport {
  readonly module: string;
  readonly name: string;
}

interface PickleImports {
  readonly imports: readonly PickleImport[];
  /** Offset of the byte at which reading stopped: not the end of a pickle. `null` if every pickle ended properly. */
  readonly damagedAt: number | null;
}

const decoder = new TextDecoder();
/** A part of an import that is not written in the pickle. */
const unknown = '?';

/**
 * What a file of one or more pickles imports, without executing any of it: legacy PyTorch files are several in a row,
 * followed by raw weights.
 */
export function pickleImports(bytes: Uint8Array): PickleImports {
  const imports = new Map<string, PickleImport>();
  let at = 0;
  do {
    const end = readPickle(bytes, at, ({ module, name }) => imports.set(`${module} ${name}`, { module, name }));
    if (end.isDamaged) return { imports: [...imports.values()], damagedAt: end.at };
    at = end.at;
  } while (isPickle(bytes.subarray(at)));
  return { imports: [...imports.values()], damagedAt: null };
}

/** Whether these bytes start a pickle of protocol 2 or later. Earlier ones have no magic number. */
export function isPickle(head: Uint8Array): boolean {
  return head[0] === 0x80 && head[1] !== undefined && head[1] >= 2 && head[1] <= 5;
}

function readPickle(
  bytes: Uint8Array,
  start: number,
  found: (made: PickleImport) => void,
): { readonly at: number; readonly isDamaged: boolean } {
  const memo = new Map<number, string>();
  /** The last two values pushed, if they are texts. */
  let [below, top]: [string, string] = [unknown, unknown];
  const push = (value: string) => ([below, top] = [top, value]);
  let at = start;
  while (at < bytes.length) {
    const opcode = opcodes.get(bytes[at]!);
    const argument = opcode && argumentOf(opcode, bytes, at + 1);
    if (!opcode || !argument) return { at, isDamaged: true };
    const text = () => decoder.decode(bytes.subarray(argument.start, argument.end));
    at = argument.next;
    switch (opcode.effect) {
      case 'stop':
        return { at, isDamaged: false };
      case 'text':
        push(text());
        break;
      case 'import': {
        const [module = unknown, name = unknown] = text().split('\n');
        found({ module, name });
        push(unknown);
        break;
      }
      case 'import-of-stack':
        found({ module: below, name: top });
        push(unknown);
        break;
      case 'memoize':
        memo.set(memo.size, top);
        break;
      case 'put':
        memo.set(indexOf(opcode, bytes, argument), top);
        break;
      case 'get':
        push(memo.get(indexOf(opcode, bytes, argument)) ?? unknown);
        break;
      case 'other':
        push(unknown);
        break;
      case 'none':
    }
  }
  return { at, isDamaged: true };
}

interface Argument {
  readonly start: number;
  readonly end: number;
  readonly next: number;
}

/** Where the argument of an opcode is; `null` if the bytes end before it does. */
function argumentOf({ argument }: Opcode, bytes: Uint8Array, start: number): Argument | null {
  if (argument === 'line' || argument === 'lines') {
    const first = bytes.indexOf(0x0a, start);
    const end = argument === 'line' || first < 0 ? first : bytes.indexOf(0x0a, first + 1);
    return end < 0 ? null : { start, end, next: end + 1 };
  }
  const width = typeof argument === 'number' ? 0 : Number(argument.slice('sized'.length));
  if (start + width > bytes.length) return null;
  const length = typeof argument === 'number' ? argument : numberAt(bytes, start, width);
  const end = start + width + length;
  return end > bytes.length ? null : { start: start + width, end, next: end };
}

/** The index of a memo entry: a line of digits, or 1 or 4 bytes. */
function indexOf({ argument }: Opcode, bytes: Uint8Array, { start, end }: Argument): number {
  return argument === 'line' ? Number(decoder.decode(bytes.subarray(start, end))) : numberAt(bytes, start, end - start);
}

/** A little-endian number; beyond 2^53 inexact, which is still beyond the end of the file. */
function numberAt(bytes: Uint8Array, start: number, width: number): number {
  let value = 0;
  for (let index = width - 1; index >= 0; index--) value = value * 256 + bytes[start + index]!;
  return value;
}
