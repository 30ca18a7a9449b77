import { createSeededRandom } from '#core/random.ts';
import { VectorIndex } from '#retrieval/index/vector-index.ts';
import { median } from '#statistics/quantiles.ts';
import type { PerfBenchmark } from '../harness/perf-benchmark.ts';

const [passages, width, clusters, queries, count] = [100_000, 384, 1_000, 20, 10];
const [maxMs, minRecall] = [50, 0.99];

/** Searches all passages of a large collection of files in Node, with the WebAssembly of the page, on one thread. */
export const benchmark: PerfBenchmark = {
  title: `Search of ${passages} passages of ${width} values, the ${count} nearest`,
  target: `<= ${maxMs} ms, recall >= ${minRecall}`,
  async measure({ log }) {
    const random = createSeededRandom(1);
    const vectors = createClusteredVectors(random);
    const index = new VectorIndex(width);
    index.add(vectors);
    log('Indexed');
    const samples: number[] = [];
    let found = 0;
    for (let query = 0; query < queries; query++) {
      const queryVector = createNeighbour(vectors, query * 4_999, random);
      const start = performance.now();
      const neighbours = index.search(queryVector, count);
      samples.push(performance.now() - start);
      const nearest = findExactNeighbours(vectors, queryVector);
      found += neighbours.filter(({ row }) => nearest.includes(row)).length;
    }
    const [value, recall] = [median(samples), found / (queries * count)];
    return { value, unit: 'ms', isReached: value <= maxMs && recall >= minRecall, details: { samples, recall } };
  },
};

/** Creates clusters of vectors, like those of passages on the same subject. */
function createClusteredVectors(random: () => number): Float32Array {
  const centres = Float32Array.from({ length: clusters * width }, () => random() - 0.5);
  const vectors = new Float32Array(passages * width);
  for (let index = 0; index < vectors.length; index++) {
    const cluster = Math.floor(index / width) % clusters;
    vectors[index] = centres[cluster * width + (index % width)]! + (random() - 0.5);
  }
  return vectors;
}

/** Creates a query near a passage. */
function createNeighbour(vectors: Float32Array, row: number, random: () => number): Float32Array {
  return vectors.slice(row * width, (row + 1) * width).map((value) => value + (random() - 0.5));
}

/** Compares the query with every vector, in float64. */
function findExactNeighbours(vectors: Float32Array, query: Float32Array): readonly number[] {
  const cosines = new Float64Array(passages);
  for (let row = 0; row < passages; row++) {
    let [products, squares] = [0, 0];
    for (let column = 0; column < width; column++) {
      const value = vectors[row * width + column]!;
      products += value * query[column]!;
      squares += value * value;
    }
    cosines[row] = products / Math.sqrt(squares);
  }
  return [...cosines.keys()].sort((a, b) => cosines[b]! - cosines[a]!).slice(0, count);
}
