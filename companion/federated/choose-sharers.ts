/**
 * Chooses the participants that continue a turn, so that each can read the shares of all others. If one participant reports
 * another, at least one of the two lies, but it is unknown which. Participants in the most reports are left out first, such as
 * one whose shares nobody can read, or one that reports everyone. If only a pair remains, both are left out, so that a liar
 * cannot exclude another participant without excluding itself.
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
