import type { ResultTracker } from '#core/task/video.ts';
import { computeIntersectionOverUnion } from '#metrics/intersection-over-union.ts';
import { minReportedScore, type Detection } from '../detection.ts';
import { solveAssignment } from './solve-assignment.ts';
import { BoxFilter } from './kalman-filter.ts';

/**
 * Maximum costs of a match, as in ByteTrack's code: with high-scored boxes, with low-scored boxes, and of unconfirmed
 * tracks.
 */
const [maxCost, maxLowScoredCost, maxNewCost] = [0.8, 0.5, 0.7];
/** A track that was lost for longer ends: ByteTrack's 30 frames at 30 frames per second. */
const maxLostSeconds = 1;
/** Two tracks whose boxes overlap by more are one object, as in ByteTrack's code. */
const maxTrackOverlap = 0.85;

interface Track {
  readonly label: string;
  readonly filter: BoxFilter;
  readonly startSeconds: number;
  lastSeconds: number;
  state: 'new' | 'seen' | 'lost';
  /** `null` until a second detection confirms the track. */
  id: number | null;
  /** The detection that started it. */
  readonly first: { readonly frame: number; readonly detection: Detection };
}

/**
 * Tracks objects from frame to frame: ByteTrack (Zhang et al. 2022, https://arxiv.org/abs/2110.06864). Boxes with a
 * score of at least `minScore` start and continue tracks. Boxes with lower scores only continue the track of an object
 * that was detected in the previous frame, which is often partly hidden. Boxes of different labels are never matched. A
 * track of a single frame is discarded as noise.
 */
export class Tracker implements ResultTracker<readonly Detection[]> {
  readonly #minScore: number;
  readonly #frames: Detection[][] = [];
  #tracks: Track[] = [];
  #count = 0;

  constructor(minScore: number) {
    this.#minScore = minScore;
  }

  /**
   * The tracked detections of each frame so far. The next frame may add some to the last one, by confirming its
   * objects.
   */
  get frames(): readonly (readonly Detection[])[] {
    return this.#frames;
  }

  /**
   * Adds the next frame.
   * @param timeSeconds presentation time of the frame, increasing
   */
  add(detections: readonly Detection[], timeSeconds: number): void {
    this.#frames.push([]);
    for (const { filter, state } of this.#tracks) if (state !== 'new') filter.predict(state === 'seen');
    const highScored = new Set(detections.filter(({ score }) => score >= this.#minScore));
    const lowScored = new Set(detections.filter(({ score }) => score >= minReportedScore && score < this.#minScore));
    const selectInState = (...states: Track['state'][]) => this.#tracks.filter(({ state }) => states.includes(state));
    const seenTracks = selectInState('seen');
    const matchedTracks = new Set<Track>();
    const match = (
      tracks: readonly Track[],
      boxes: Set<Detection>,
      maxPairCost: number,
      isCostWeightedByScore: boolean,
    ) => {
      for (const [track, detection] of matchTracks(tracks, [...boxes], maxPairCost, isCostWeightedByScore)) {
        boxes.delete(detection);
        matchedTracks.add(track);
        this.#continue(track, detection, timeSeconds);
      }
    };
    const newTracks = selectInState('new');
    match(selectInState('seen', 'lost'), highScored, maxCost, true);
    match(
      seenTracks.filter((track) => !matchedTracks.has(track)),
      lowScored,
      maxLowScoredCost,
      false,
    );
    match(newTracks, highScored, maxNewCost, true);
    for (const track of seenTracks) if (!matchedTracks.has(track)) track.state = 'lost';
    this.#tracks = this.#tracks.filter(
      (track) =>
        matchedTracks.has(track) || (track.state === 'lost' && timeSeconds - track.lastSeconds <= maxLostSeconds),
    );
    this.#removeDuplicates();
    for (const detection of highScored) this.#start(detection, timeSeconds);
  }

  #start(detection: Detection, timeSeconds: number): void {
    const { label, box } = detection;
    const frame = this.#frames.length - 1;
    const track: Track = {
      label,
      filter: new BoxFilter(box),
      startSeconds: timeSeconds,
      lastSeconds: timeSeconds,
      // Objects of the first frame need no confirmation.
      state: frame === 0 ? 'seen' : 'new',
      id: null,
      first: { frame, detection },
    };
    this.#tracks.push(track);
    if (frame === 0) this.#confirm(track);
  }

  #confirm(track: Track): number {
    if (track.id === null) {
      track.id = ++this.#count;
      this.#frames[track.first.frame]!.push({ ...track.first.detection, track: track.id });
    }
    return track.id;
  }

  #continue(track: Track, detection: Detection, timeSeconds: number): void {
    track.filter.update(detection.box);
    track.lastSeconds = timeSeconds;
    track.state = 'seen';
    this.#frames.at(-1)!.push({ ...detection, track: this.#confirm(track) });
  }

  /** Removes the shorter of two tracks of the same object if one of them is lost. */
  #removeDuplicates(): void {
    const [seen, lost] = [this.#tracks.filter(isSeen), this.#tracks.filter((track) => !isSeen(track))];
    const removedTracks = new Set<Track>();
    for (const a of seen)
      for (const b of lost) {
        if (a.label !== b.label) continue;
        if (computeIntersectionOverUnion(a.filter.box, b.filter.box) <= maxTrackOverlap) continue;
        removedTracks.add(computeDuration(a) > computeDuration(b) ? b : a);
      }
    if (removedTracks.size > 0) this.#tracks = this.#tracks.filter((track) => !removedTracks.has(track));
  }
}

const isSeen = ({ state }: Track) => state === 'seen';
const computeDuration = ({ startSeconds, lastSeconds }: Track) => lastSeconds - startSeconds;

/**
 * Finds the pairs of tracks and detections with the lowest total cost.
 * @param isCostWeightedByScore whether a detection with a lower score costs more
 */
function matchTracks(
  tracks: readonly Track[],
  detections: readonly Detection[],
  maxPairCost: number,
  isCostWeightedByScore: boolean,
): [Track, Detection][] {
  const costs = tracks.map(({ label, filter: { box } }) =>
    detections.map((detection) => {
      if (detection.label !== label) return Infinity;
      const overlap = computeIntersectionOverUnion(box, detection.box);
      return 1 - overlap * (isCostWeightedByScore ? detection.score : 1);
    }),
  );
  return solveAssignment(costs, maxPairCost).map(([row, column]) => [tracks[row]!, detections[column]!]);
}
