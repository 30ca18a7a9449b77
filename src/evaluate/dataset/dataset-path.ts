/**
 * The path that identifies a file of a dataset, the same on every system: `/` between segments, no `.` segments, and
 * NFC, because macOS decomposes accents in file names.
 */
export function normaliseDatasetPath(path: string): string {
  return isNormalised.test(path) ? path : normalisePath(path);
}

/** Paths that are already in that form, which is tested faster: segments of ASCII that do not begin with a dot. */
const isNormalised = /^[!-+\w-][ -.\w:-[\]-~]*(\/[!-+\w-][ -.\w:-[\]-~]*)*$/;

function normalisePath(path: string): string {
  return path
    .replaceAll('\\', '/')
    .split('/')
    .filter((segment) => segment !== '' && segment !== '.')
    .join('/')
    .normalize('NFC');
}

/** Whether a file is one of those that systems add to folders. */
export function isSystemFile(path: string): boolean {
  return /(^|\/)(\.[^/]*|__MACOSX|Thumbs\.db|desktop\.ini)(\/|$)/i.test(path);
}

/** The folder of a path, without a `/` at its end; empty for the top folder. */
export function getParentFolder(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

/** A path without its extension. */
export function withoutExtension(path: string): string {
  const dot = path.lastIndexOf('.');
  return dot > path.lastIndexOf('/') + 1 ? path.slice(0, dot) : path;
}

/** The extension of a path, in lower case, without the dot. */
export function getFileExtension(path: string): string {
  return path.slice(withoutExtension(path).length + 1).toLowerCase();
}
