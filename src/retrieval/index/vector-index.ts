import { instantiateDotProducts } from './dot-products.ts';

/** A vector of the index, by its row, with its similarity to the query. */
export interface Neighbour {
  readonly row: number;
  /** The dot product, which is the cosine similarity, because all vectors have length 1. */
  readonly similarity: number;
}

const pageBytes = 65_536;
/**
 * Candidates for each requested neighbour, which are selected by int8 products and compared in float32.
 * `vector-index.test.ts` measures the recall.
 */
const oversampling = 4;
const minCandidates = 40;

/**
 * Searches vectors exhaustively. Each vector is also stored as int8 with a scale, to find candidates whose exact
 * products are then compared.
 */
export class VectorIndex {
  readonly width: number;
  /** The bytes of an int8 vector, padded with zeros for SIMD. */
  readonly #stride: number;
  readonly #wasm = instantiateDotProducts();
  /** The vectors in float32, `width` values each. */
  #vectors = new Float32Array();
  #scales = new Float32Array();
  #size = 0;

  constructor(width: number) {
    this.width = width;
    this.#stride = Math.ceil(width / 16) * 16;
  }

  get size(): number {
    return this.#size;
  }

  /** Adds concatenated vectors, each scaled to length 1. */
  add(vectors: Float32Array): void {
    const count = vectors.length / this.width;
    this.#reserve(this.#size + count);
    for (let index = 0; index < count; index++) {
      const vector = vectors.subarray(index * this.width, (index + 1) * this.width);
      const row = this.#size++;
      this.#vectors.set(normaliseVector(vector), row * this.width);
      this.#scales[row] = quantise(this.#getRow(row), this.#getBytes(row * this.#stride));
    }
  }

  /** Removes the rows from `start` up to but not including `end`; later rows move down. */
  remove(start: number, end: number): void {
    this.#vectors.copyWithin(start * this.width, end * this.width);
    this.#scales.copyWithin(start, end);
    new Int8Array(this.#wasm.memory.buffer).copyWithin(
      start * this.#stride,
      end * this.#stride,
      this.#size * this.#stride,
    );
    this.#size -= end - start;
  }

  /** Finds the vectors that are most similar to a query, in descending order of similarity. */
  search(query: Float32Array, count: number): readonly Neighbour[] {
    const normalisedQuery = normaliseVector(query);
    const candidates = selectTopRows(
      this.#computeDotProducts(normalisedQuery),
      Math.max(minCandidates, count * oversampling),
    );
    const neighbours = candidates.map((row) => ({
      row,
      similarity: computeDotProduct(normalisedQuery, this.#getRow(row)),
    }));
    return neighbours.sort((a, b) => b.similarity - a.similarity).slice(0, count);
  }

  /** Computes the similarity of one vector to a query. */
  getSimilarity(row: number, query: Float32Array): number {
    return computeDotProduct(normaliseVector(query), this.#getRow(row));
  }

  #computeDotProducts(query: Float32Array): Float32Array {
    const end = this.#size * this.#stride;
    const products = Math.ceil((end + this.#stride) / 4) * 4;
    quantise(query, this.#getBytes(end));
    this.#wasm.dotProducts(0, end, end, this.#stride, products);
    const integers = new Int32Array(this.#wasm.memory.buffer, products, this.#size);
    const scaled = new Float32Array(this.#size); // `Float32Array.from` takes ten times as long
    for (let row = 0; row < scaled.length; row++) scaled[row] = integers[row]! * this.#scales[row]!;
    return scaled;
  }

  /** Reserves memory for rows, followed by the query and one product per row. */
  #reserve(rows: number): void {
    const { memory } = this.#wasm;
    const missing = (rows + 1) * (this.#stride + 4) + 4 - memory.buffer.byteLength;
    if (missing > 0) memory.grow(Math.ceil(Math.max(missing, memory.buffer.byteLength / 2) / pageBytes));
    if (rows * this.width <= this.#vectors.length) return;
    const capacity = Math.max(rows, Math.ceil(this.#size * 1.5));
    this.#vectors = enlarge(this.#vectors, capacity * this.width);
    this.#scales = enlarge(this.#scales, capacity);
  }

  #getRow(row: number): Float32Array {
    return this.#vectors.subarray(row * this.width, (row + 1) * this.width);
  }

  #getBytes(offset: number): Int8Array {
    return new Int8Array(this.#wasm.memory.buffer, offset, this.#stride);
  }
}

function enlarge(values: Float32Array<ArrayBuffer>, length: number): Float32Array<ArrayBuffer> {
  const larger = new Float32Array(length);
  larger.set(values);
  return larger;
}

/**
 * Quantises a vector to int8, padded with zeros.
 * @returns the scale: a value is about its integer multiplied by the scale
 */
function quantise(vector: Float32Array, target: Int8Array): number {
  let maxMagnitude = 0;
  for (let index = 0; index < vector.length; index++) maxMagnitude = Math.max(maxMagnitude, Math.abs(vector[index]!));
  const scale = maxMagnitude / 127;
  target.fill(0);
  if (scale > 0) for (let index = 0; index < vector.length; index++) target[index] = Math.round(vector[index]! / scale);
  return scale;
}

/**
 * Selects the rows of the `count` largest values in any order. One pass is enough, with a min-heap of the rows so far.
 */
export function selectTopRows(values: Float32Array, count: number): number[] {
  const heap: number[] = [];
  const swap = (a: number, b: number) => ([heap[a], heap[b]] = [heap[b]!, heap[a]!]);
  const getValue = (node: number) => values[heap[node]!]!;
  const siftDown = () => {
    for (let node = 0; ;) {
      let smallest = node;
      for (const child of [2 * node + 1, 2 * node + 2])
        if (child < heap.length && getValue(child) < getValue(smallest)) smallest = child;
      if (smallest === node) return;
      swap(node, smallest);
      node = smallest;
    }
  };
  for (let row = 0; row < values.length; row++) {
    if (heap.length < count) {
      heap.push(row);
      for (let node = heap.length - 1; node > 0;) {
        const parent = (node - 1) >> 1;
        if (getValue(parent) <= getValue(node)) break;
        swap(node, parent);
        node = parent;
      }
    } else if (values[row]! > getValue(0)) {
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
