import { expect, test } from 'vitest';
import { createSeededRandom } from '#core/random.ts';
import { selectTopRows, VectorIndex } from './vector-index.ts';

const width = 384;

/** Creates vectors in clusters, like those of passages on a few subjects. */
function createClusteredVectors(count: number, random: () => number): Float32Array {
  const drawNoise = () => random() + random() + random() - 1.5;
  const centres = Array.from({ length: 20 }, () => Float32Array.from({ length: width }, drawNoise));
  return Float32Array.from({ length: count * width }, (_, index) => {
    const centre = centres[Math.floor(index / width) % centres.length]!;
    return centre[index % width]! + drawNoise();
  });
}

/** Computes cosines in float64 by their definition. */
function computeCosines(vectors: Float32Array, query: Float32Array): number[] {
  return Array.from({ length: vectors.length / width }, (_, row) => {
    let [products, squares, querySquares] = [0, 0, 0];
    for (let component = 0; component < width; component++) {
      const value = vectors[row * width + component]!;
      products += value * query[component]!;
      squares += value * value;
      querySquares += query[component]! ** 2;
    }
    return products / Math.sqrt(squares * querySquares);
  });
}

test('the ten nearest of 5,000 vectors match an exact search, with their cosines', () => {
  const random = createSeededRandom(1);
  const vectors = createClusteredVectors(5000, random);
  const index = new VectorIndex(width);
  index.add(vectors.subarray(0, 1000 * width));
  index.add(vectors.subarray(1000 * width));
  let foundCount = 0;
  for (let query = 0; query < 20; query++) {
    const queryVector = createClusteredVectors(20, random)
      .subarray(0, width)
      .map((value, index) => value + vectors[query * width + index]!);
    const exact = computeCosines(vectors, queryVector);
    const ranked = [...exact.keys()].sort((a, b) => exact[b]! - exact[a]!);
    const nearest = new Set(ranked.slice(0, 10));
    const neighbours = index.search(queryVector, 10);
    foundCount += neighbours.filter(({ row }) => nearest.has(row)).length;
    for (const { row, similarity } of neighbours) expect(similarity).toBeCloseTo(exact[row]!, 5);
  }
  expect(foundCount / 200).toBeGreaterThanOrEqual(0.99); // recall at 10
});

test('removed vectors are no longer found, and later vectors move to lower rows', () => {
  const index = new VectorIndex(2);
  index.add(Float32Array.of(1, 0, 0, 2, -3, 0, 0, -1));
  index.remove(1, 3);
  expect(index.size).toBe(2);
  expect(index.search(Float32Array.of(0, -5), 5)).toEqual([
    { row: 1, similarity: 1 },
    { row: 0, similarity: 0 },
  ]);
  index.add(Float32Array.of(0, 1));
  expect(index.search(Float32Array.of(0, 1), 1)).toEqual([{ row: 2, similarity: 1 }]);
});

test('a zero vector and an empty index do not fail', () => {
  const index = new VectorIndex(3);
  expect(index.search(Float32Array.of(1, 2, 3), 4)).toEqual([]);
  index.add(new Float32Array(3));
  expect(index.search(Float32Array.of(1, 2, 3), 4)).toEqual([{ row: 0, similarity: 0 }]);
});

test('the rows of the largest values are selected', () => {
  const random = createSeededRandom(3);
  const values = Float32Array.from({ length: 999 }, random);
  const expected = [...values.keys()].sort((a, b) => values[b]! - values[a]!).slice(0, 17);
  expect(selectTopRows(values, 17).sort((a, b) => a - b)).toEqual(expected.sort((a, b) => a - b));
});
