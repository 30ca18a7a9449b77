/**
 * Chooses the participants that continue a turn, such that each can read the shares of all others. A report means that
 * the reporter or the reported participant is dishonest, but not which of them. Therefore participants that occur in
 * the most reports are removed first, such as one whose shares nobody can read or one that reports everyone. If two
 * participants occur equally often, both are removed, so that a dishonest participant cannot exclude another without
 * being excluded itself.
 * @param reports for each participant, the senders whose shares it could not read
 */
export function chooseSharers(reports: ReadonlyMap<string, readonly string[]>): string[] {
  let pairs = [...reports].flatMap(([reporter, reported]) =>
    [...new Set(reported)].filter((key) => key !== reporter && reports.has(key)).map((key) => [reporter, key] as const),
  );
  const sharers = new Set(reports.keys());
  while (pairs.length > 0) {
    const counts = new Map<string, number>();
    for (const key of pairs.flat()) counts.set(key, (counts.get(key) ?? 0) + 1);
    const max = Math.max(...counts.values());
    for (const [key, count] of counts) if (count === max) sharers.delete(key);
    pairs = pairs.filter((pair) => pair.every((key) => sharers.has(key)));
  }
  return [...sharers].sort();
}
