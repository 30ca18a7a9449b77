/** The features of an image whose class a person stated. The image itself is not stored. Plain data. */
export interface Correction {
  /** The class that the person stated. */
  readonly label: string;
  /** The class that the model predicted; equal to `label` if the person confirmed it. */
  readonly answered: string;
  readonly features: Float32Array<ArrayBuffer>;
  /** Whether it is held out for testing; `null` until it is first used. */
  readonly isHeldOut: boolean | null;
  /**
   * The model that learned from it, or `given` if it comes from a folder of labelled images. `null` while it is new, so
   * that it is not yet replayed or used as a test.
   */
  readonly acceptedBy: string | null;
}

/** The corrections of a model, by their use. */
export interface SplitCorrections<Item extends Correction = Correction> {
  /** New corrections. */
  readonly session: readonly Item[];
  /** Earlier corrections that are replayed in training, so that the other classes do not get worse. */
  readonly replay: readonly Item[];
  /** Earlier corrections that are held out: no update has learned from them. */
  readonly test: readonly Item[];
}

/** Maximum number of earlier corrections of a class that are replayed. Heuristic, not measured. */
export const maxReplayPerClass = 50;

/**
 * Splits corrections by their use. The replay buffer has the latest of each class.
 * @param corrections the oldest first
 * @param labels the classes of the head; corrections to other classes are omitted
 */
export function splitCorrections<Item extends Correction>(
  corrections: readonly Item[],
  labels: readonly string[],
): SplitCorrections<Item> {
  const knownCorrections = corrections.filter(({ label }) => labels.includes(label));
  const accepted = knownCorrections.filter(({ acceptedBy }) => acceptedBy !== null);
  const byClass = Map.groupBy(
    accepted.filter(({ isHeldOut }) => isHeldOut !== true),
    ({ label }) => label,
  );
  return {
    session: knownCorrections.filter(({ acceptedBy }) => acceptedBy === null),
    replay: [...byClass.values()].flatMap((sameClass) => sameClass.slice(-maxReplayPerClass)),
    test: accepted.filter(({ isHeldOut }) => isHeldOut === true),
  };
}
