/**
 * The name of an exported file, without its extension: the app, its subject and the time, so the next export has a
 * different name.
 * @param time RFC 3339; written in the name as `20261120T094100Z`
 */
export function exportName(parts: readonly string[], time: string): string {
  const compact = time.replaceAll(/[-:]|\.\d+/g, '');
  return ['assay', ...parts, compact].join('-').replaceAll(/[^A-Za-z0-9._-]+/g, '-');
}

/** The file name of a URL: its last path segment, decoded; empty for a folder. */
export function getFileNameOfUrl(url: string): string {
  const lastSegment = new URL(url).pathname.split('/').at(-1) ?? '';
  try {
    return decodeURIComponent(lastSegment);
  } catch {
    return lastSegment; // a lone %
  }
}

/** A path without its folders. */
export function getBaseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** The folders of a path, ending in a slash; empty if it has none. */
export function getParentFolder(path: string): string {
  return path.slice(0, path.lastIndexOf('/') + 1);
}
