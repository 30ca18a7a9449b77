/**
 * Returns the platform-independent path that identifies a file of a dataset: `/` between segments, no `.` segments, and
 * NFC, because macOS decomposes accents in file names.
 */
export function normaliseDatasetPath(path: string): string {
  return normalisedPattern.test(path) ? path : normalisePath(path);
}

/** A fast check for paths that are already normalised: ASCII segments that do not begin with a dot. */
const normalisedPattern = /^[!-+\w-][ -.\w:-[\]-~]*(\/[!-+\w-][ -.\w:-[\]-~]*)*$/;

function normalisePath(path: string): string {
  return path
    .replaceAll('\\', '/')
    .split('/')
    .filter((segment) => segment !== '' && segment !== '.')
    .join('/')
    .normalize('NFC');
}

/** Whether an operating system added the file to the folder. */
export function isSystemFile(path: string): boolean {
  return /(^|\/)(\.[^/]*|__MACOSX|Thumbs\.db|desktop\.ini)(\/|$)/i.test(path);
}

/** Returns the folder of a path without a trailing `/`; empty for the top folder. */
export function getParentFolder(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

/** Removes the extension of a path. */
export function removeExtension(path: string): string {
  const dot = path.lastIndexOf('.');
  return dot > path.lastIndexOf('/') + 1 ? path.slice(0, dot) : path;
}

/** Returns the extension of a path in lower case, without the dot. */
export function getFileExtension(path: string): string {
  return path.slice(removeExtension(path).length + 1).toLowerCase();
}
