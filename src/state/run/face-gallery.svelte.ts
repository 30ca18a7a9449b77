import { deriveKey } from '#bridge/passphrase-handle.ts';
import type { AppError } from '#core/errors/error.ts';
import { readFaces, storeFaces, deleteFaces } from '#records/face-records.ts';
import {
  findBestThreshold,
  defaultMaxDistance,
  computeFaceRoc,
  findNearestPerson,
  type Match,
} from '#tasks/face-recognition/identify.ts';
import { attempt } from '../shell/attempt.ts';
import { createSalt, openFaces, sealFaces, type Faces, type FacesKey } from './seal-faces.ts';

const noFaces: Faces = { people: [], maxDistance: defaultMaxDistance };

/** The enrolled people of this device, unlocked by a passphrase. Errors are in `error`. */
export class FaceGallery {
  state = $state<'loading' | 'absent' | 'locked' | 'opening' | 'open'>('loading');
  error = $state.raw<AppError | null>(null);
  #faces = $state.raw(noFaces);
  #key: FacesKey | null = null;

  /** Error rates at each distance on the enrolled images; `null` if there are too few. */
  readonly roc = $derived(computeFaceRoc(this.#faces.people));
  /** The point of the ROC curve with the fewest errors; `null` if there are too few images. */
  readonly bestOperatingPoint = $derived(this.roc && findBestThreshold(this.roc));

  get people(): Faces['people'] {
    return this.#faces.people;
  }

  /** A face at a larger distance from everyone is unknown. */
  get maxDistance(): number {
    return this.#faces.maxDistance;
  }

  /** Reads whether faces are stored. */
  load(): Promise<void> {
    return this.#access(async () => void (this.state = (await readFaces()) ? 'locked' : 'absent'));
  }

  /** Starts an empty gallery with a passphrase. */
  create(passphrase: string): Promise<void> {
    return this.#access(async () => {
      this.state = 'opening';
      const salt = createSalt();
      this.#key = { salt, key: await deriveKey(passphrase, salt) };
      await this.#store(noFaces);
      this.state = 'open';
    }, 'absent');
  }

  unlock(passphrase: string): Promise<void> {
    return this.#access(async () => {
      this.state = 'opening';
      const sealed = await readFaces();
      if (!sealed) return void (this.state = 'absent');
      const key = await deriveKey(passphrase, sealed.salt);
      this.#faces = await openFaces(sealed, key);
      this.#key = { key, salt: sealed.salt };
      this.state = 'open';
    }, 'locked');
  }

  lock(): void {
    this.#key = null;
    this.#faces = noFaces;
    this.state = 'locked';
  }

  /** Adds an image of a person, who may be enrolled already. */
  enrol(name: string, embedding: readonly number[]): Promise<void> {
    const enrolled = this.people.find((person) => person.name === name);
    const person = { name, embeddings: [...(enrolled?.embeddings ?? []), embedding] };
    return this.#change({ people: [...this.people.filter((other) => other !== enrolled), person] });
  }

  remove(name: string): Promise<void> {
    return this.#change({ people: this.people.filter((person) => person.name !== name) });
  }

  setMaxDistance(maxDistance: number): Promise<void> {
    return this.#change({ maxDistance });
  }

  /** Deletes total faces from this device, even without the passphrase. */
  deleteAll(): Promise<void> {
    return this.#access(async () => {
      await deleteFaces();
      this.lock();
      this.state = 'absent';
    });
  }

  /** The person of a face; `null` if the face is unknown. */
  identify(embedding: readonly number[]): Match | null {
    const nearest = findNearestPerson(embedding, this.people);
    return nearest && nearest.distance <= this.maxDistance ? nearest : null;
  }

  #change(change: Partial<Faces>): Promise<void> {
    return this.#access(() => this.#store({ ...this.#faces, ...change }));
  }

  async #store(faces: Faces): Promise<void> {
    if (!this.#key) return;
    await storeFaces(await sealFaces(faces, this.#key));
    this.#faces = faces;
  }

  /** @param stateOnFailure the state after a failed action */
  async #access(action: () => Promise<void>, stateOnFailure = this.state): Promise<void> {
    if (!(await attempt(this, action))) this.state = stateOnFailure;
  }
}
