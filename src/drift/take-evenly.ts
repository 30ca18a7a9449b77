/** Takes at most `limit` values, at equal distances. */
export function takeEvenly<Value>(values: readonly Value[], limit: number): readonly Value[] {
  if (values.length <= limit) return values;
  return Array.from({ length: limit }, (_, index) => values[Math.floor((index * values.length) / limit)]!);
}
