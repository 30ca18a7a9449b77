import { instantiateDotProducts } from './dot-products.ts';

/** A vector of the index, by its number in the order in which they were added, and its similarity to the query. */
export interface Neighbour {
  readonly row: number;
  /** The dot product: the cosine similarity, since all vectors have length 1. */
  readonly similarity: number;
}

const pageBytes = 65_536;
/** Candidates by int8 products that are compared again in float32, for each neighbour wanted. Recall: `vector-index.test.ts`. */
const oversampling = 4;
const minCandidates = 40;

/**
 * The vectors of passages, searched exhaustively: each is also stored as int8 with its own scale, by which candidates are
 * found whose exact products are then compared.
 */
export class VectorIndex {
  readonly width: number;
  /** Bytes of an int8 vector, padded with zeros for SIMD. */
  readonly #stride: number;
  readonly #wasm = instantiateDotProducts();
  /** The vectors themselves, `width` values each. */
  #exact = new Float32Array();
  #scales = new Float32Array();
  #size = 0;

  constructor(width: number) {
    this.width = width;
    this.#stride = Math.ceil(width / 16) * 16;
  }

  get size(): number {
    return this.#size;
  }

  /** Adds vectors, one after the other; each is scaled to length 1. */
  add(vectors: Float32Array): void {
    const count = vectors.length / this.width;
    this.#reserve(this.#size + count);
    for (let index = 0; index < count; index++) {
      const vector = vectors.subarray(index * this.width, (index + 1) * this.width);
      const row = this.#size++;
      this.#exact.set(normaliseVector(vector), row * this.width);
      this.#scales[row] = quantise(this.#getRow(row), this.#bytes(row * this.#stride));
    }
  }

  /** Removes the vectors of rows `from` to before `to`; the later ones move up. */
  remove(from: number, to: number): void {
    this.#exact.copyWithin(from * this.width, to * this.width);
    this.#scales.copyWithin(from, to);
    new Int8Array(this.#wasm.memory.buffer).copyWithin(
      from * this.#stride,
      to * this.#stride,
      this.#size * this.#stride,
    );
    this.#size -= to - from;
  }

  /** The vectors most similar to a query, the most similar first. */
  search(query: Float32Array, count: number): readonly Neighbour[] {
    const exact = normaliseVector(query);
    const candidates = selectTopRows(this.#computeDotProducts(exact), Math.max(minCandidates, count * oversampling));
    const compared = candidates.map((row) => ({ row, similarity: computeDotProduct(exact, this.#getRow(row)) }));
    return compared.sort((a, b) => b.similarity - a.similarity).slice(0, count);
  }

  /** The similarity of one vector to a query. */
  getSimilarity(row: number, query: Float32Array): number {
    return computeDotProduct(normaliseVector(query), this.#getRow(row));
  }

  #computeDotProducts(query: Float32Array): Float32Array {
    const end = this.#size * this.#stride;
    const products = Math.ceil((end + this.#stride) / 4) * 4;
    quantise(query, this.#bytes(end));
    this.#wasm.dotProducts(0, end, end, this.#stride, products);
    const integers = new Int32Array(this.#wasm.memory.buffer, products, this.#size);
    const scaled = new Float32Array(this.#size); // `Float32Array.from` takes ten times as long
    for (let row = 0; row < scaled.length; row++) scaled[row] = integers[row]! * this.#scales[row]!;
    return scaled;
  }

  /** Room for rows, and after them for the query and one product for each row. */
  #reserve(rows: number): void {
    const { memory } = this.#wasm;
    const missing = (rows + 1) * (this.#stride + 4) + 4 - memory.buffer.byteLength;
    if (missing > 0) memory.grow(Math.ceil(Math.max(missing, memory.buffer.byteLength / 2) / pageBytes));
    if (rows * this.width <= this.#exact.length) return;
    const capacity = Math.max(rows, Math.ceil(this.#size * 1.5));
    this.#exact = enlarge(this.#exact, capacity * this.width);
    this.#scales = enlarge(this.#scales, capacity);
  }

  #getRow(row: number): Float32Array {
    return this.#exact.subarray(row * this.width, (row + 1) * this.width);
  }

  #bytes(offset: number): Int8Array {
    return new Int8Array(this.#wasm.memory.buffer, offset, this.#stride);
  }
}

function enlarge(values: Float32Array<ArrayBuffer>, length: number): Float32Array<ArrayBuffer> {
  const larger = new Float32Array(length);
  larger.set(values);
  return larger;
}

/**
 * Writes a vector as int8, padded with zeros.
 * @returns the scale: a value is about its integer times the scale
 */
function quantise(vector: Float32Array, into: Int8Array): number {
  let maxMagnitude = 0;
  for (let index = 0; index < vector.length; index++) maxMagnitude = Math.max(maxMagnitude, Math.abs(vector[index]!));
  const scale = maxMagnitude / 127;
  into.fill(0);
  if (scale > 0) for (let index = 0; index < vector.length; index++) into[index] = Math.round(vector[index]! / scale);
  return scale;
}

/** The rows of the `count` largest values, in any order: one pass, with the smallest of them on top of a heap. */
export function selectTopRows(values: Float32Array, count: number): number[] {
  const heap: number[] = [];
  const swap = (a: number, b: number) => ([heap[a], heap[b]] = [heap[b]!, heap[a]!]);
  const value = (node: number) => values[heap[node]!]!;
  const siftDown = () => {
    for (let node = 0; ;) {
      let least = node;
      for (const child of [2 * node + 1, 2 * node + 2])
        if (child < heap.length && value(child) < value(least)) least = child;
      if (least === node) return;
      swap(node, least);
      node = least;
    }
  };
  for (let row = 0; row < values.length; row++) {
    if (heap.length < count) {
      heap.push(row);
      for (let node = heap.length - 1; node > 0;) {
        const parent = (node - 1) >> 1;
        if (value(parent) <= value(node)) break;
        swap(node, parent);
        node = parent;
      }
    } else if (values[row]! > value(0)) {
      heap[0] = row;
      siftDown();
    }
  }
  return heap;
}

function computeDotProduct(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let index = 0; index < a.length; index++) sum += a[index]! * b[index]!;
  return sum;
}

function normaliseVector(vector: Float32Array): Float32Array {
  const length = Math.sqrt(computeDotProduct(vector, vector));
  const scaled = new Float32Array(vector.length);
  if (length > 0) for (let index = 0; index < vector.length; index++) scaled[index] = vector[index]! / length;
  return scaled;
}
