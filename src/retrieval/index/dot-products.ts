/**
 * A WebAssembly module for dot products of int8 vectors with SIMD. Scalar JavaScript takes about ten times as long. As
 * WebAssembly text:
 *
 * (memory (export "memory") 1) (func (export "dotProducts") (param $rows i32) (param $end i32) (param $query i32)
 * (param $width i32) (param $out i32) (local $at i32) (local $stop i32) (local $sum v128) (local $column i32) …)
 *
 * `rows` to `end` are the addresses of consecutive vectors, each of `width` bytes, a multiple of 16; `query` is the
 * address of the other vector; each int32 product is written to `out`.
 */
const i32 = 0x7f;
const v128 = 0x7b;
const [rows, end, query, width, out, column, sum] = [0, 1, 2, 3, 4, 5, 6];

/** Encodes unsigned LEB128. */
function encodeLeb128(value: number): number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...encodeLeb128(value >>> 7)];
}
const encodeSection = (id: number, content: readonly number[]) => [id, ...encodeLeb128(content.length), ...content];
const encodeName = (text: string) => [text.length, ...new TextEncoder().encode(text)];
const getLocal = (local: number) => [0x20, local];
const setLocal = (local: number) => [0x21, local];
const pushConstant = (value: number) => [0x41, value];
const add = [0x6a];
const encodeSimd = (operation: number) => [0xfd, ...encodeLeb128(operation)];
const load = [...encodeSimd(0x00), 0, 0];
const splat = encodeSimd(0x11);
const extendLow = encodeSimd(0x87);
const extendHigh = encodeSimd(0x88);
const multiplyPairs = encodeSimd(0xba); // i32x4.dot_i16x8_s
const addLanes = encodeSimd(0xae);
const extractLane = (index: number) => [...getLocal(sum), ...encodeSimd(0x1b), index];
const loop = [0x03, 0x40];
const block = [0x02, 0x40];
const endBlock = [0x0b];
const encodeBranch = (depth: number) => [0x0c, depth];
const encodeBranchIf = (depth: number) => [0x0d, depth];
const isAtLeast = [0x4f]; // i32.ge_u
const isBelow = [0x49]; // i32.lt_u
const store = [0x36, 2, 0];

const computeAddress = (base: number) => [...getLocal(base), ...getLocal(column), ...add];
const accumulateProducts = (extend: readonly number[]) =>
  [computeAddress(rows), load, extend, computeAddress(query), load, extend, multiplyPairs].flat();

/** The code of the function, as one array per line. */
const code = [
  [block, loop, getLocal(rows), getLocal(end), isAtLeast, encodeBranchIf(1)],
  [pushConstant(0), splat, setLocal(sum), pushConstant(0), setLocal(column)],
  [
    loop,
    getLocal(sum),
    accumulateProducts(extendLow),
    addLanes,
    accumulateProducts(extendHigh),
    addLanes,
    setLocal(sum),
  ],
  [
    getLocal(column),
    pushConstant(16),
    add,
    setLocal(column),
    getLocal(column),
    getLocal(width),
    isBelow,
    encodeBranchIf(0),
    endBlock,
  ],
  [getLocal(out), extractLane(0), extractLane(1), add, extractLane(2), add, extractLane(3), add, store],
  [
    getLocal(out),
    pushConstant(4),
    add,
    setLocal(out),
    getLocal(rows),
    getLocal(width),
    add,
    setLocal(rows),
    encodeBranch(0),
    endBlock,
    endBlock,
  ],
].flat(2);

const body = [2, 1, i32, 1, v128, ...code, ...endBlock];

const magicAndVersion = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0];
const bytes = Uint8Array.from(
  [
    magicAndVersion,
    encodeSection(1, [1, 0x60, 5, i32, i32, i32, i32, i32, 0]), // one type: five i32, no result
    encodeSection(3, [1, 0]), // one function of that type
    encodeSection(5, [1, 0, 1]), // a memory of at least one page
    encodeSection(7, [2, ...encodeName('memory'), 2, 0, ...encodeName('dotProducts'), 0, 0]),
    encodeSection(10, [1, ...encodeLeb128(body.length), ...body]),
  ].flat(),
);

export interface DotProducts {
  readonly memory: WebAssembly.Memory;
  dotProducts(rows: number, end: number, query: number, width: number, out: number): void;
}

/** Instantiates the module with a separate memory. */
export function instantiateDotProducts(): DotProducts {
  return new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports as unknown as DotProducts;
}
