/** The page suggests what to do from this share of the context on. Heuristic. */
export const nearlyFullShare = 0.85;

interface ContextFacts {
  readonly contextLength: number;
  readonly trainedContextLength: number | null;
}

/** Twice the context, at most what the model was trained for; `null` if it has that already. */
export function raisedContextLength({ contextLength, trainedContextLength }: ContextFacts): number | null {
  if (trainedContextLength === null) return null;
  const tokens = Math.min(2 * contextLength, trainedContextLength);
  return tokens > contextLength ? tokens : null;
}
