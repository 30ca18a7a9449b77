/** A picture whose class a person stated, as features. The picture itself is not stored. Plain data. */
export interface Correction {
  /** The class that the person stated. */
  readonly label: string;
  /** The class that the model answered: equal to `label` if the person confirmed it. */
  readonly answered: string;
  readonly features: Float32Array<ArrayBuffer>;
  /** Whether it is held out for testing; `null` until it is first used. */
  readonly isHeldOut: boolean | null;
  /**
   * The model that learned from it, or `given` for one of a folder of labelled pictures. `null` while it is new: what
   * was not accepted yet is never a reason to accept.
   */
  readonly acceptedBy: string | null;
}

/** The corrections of a model, by what they are used for. */
export interface CorrectionSets<Item extends Correction = Correction> {
  /** New ones. */
  readonly session: readonly Item[];
  /** Earlier ones to learn from again, so that the classes of the session do not displace the others. */
  readonly replay: readonly Item[];
  /** Earlier ones that no update has learned from. */
  readonly test: readonly Item[];
}

/** Maximum earlier corrections of a class to learn from again. Heuristic, not measured. */
export const maxReplayPerClass = 50;

/**
 * Splits corrections by their use. The replay buffer has the latest of each class.
 * @param corrections the oldest first
 * @param labels the classes of the head; corrections of others are left out
 */
export function splitCorrections<Item extends Correction>(
  corrections: readonly Item[],
  labels: readonly string[],
): CorrectionSets<Item> {
  const known = corrections.filter(({ label }) => labels.includes(label));
  const accepted = known.filter(({ acceptedBy }) => acceptedBy !== null);
  const byClass = Map.groupBy(
    accepted.filter(({ isHeldOut }) => isHeldOut !== true),
    ({ label }) => label,
  );
  return {
    session: known.filter(({ acceptedBy }) => acceptedBy === null),
    replay: [...byClass.values()].flatMap((sameClass) => sameClass.slice(-maxReplayPerClass)),
    test: accepted.filter(({ isHeldOut }) => isHeldOut === true),
  };
}
