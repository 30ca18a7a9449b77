import type { TaskId } from '#tasks/index.ts';
import desk from './desk.webp';
import ship from './ship.webp';

/** Returns the bundled sample image for a task: its address and its name in lists and exports. */
export function getSample(task: TaskId): readonly [url: string, name: string] {
  // The desk has objects to detect, but no object of the ten classes of the bundled classifier.
  return task === 'image-classification' ? [ship, 'ship.webp'] : [desk, 'desk.webp'];
}
