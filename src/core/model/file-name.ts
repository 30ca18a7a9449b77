/**
 * Formats the name of an exported file without its extension. It contains the time, so that names of exports are unique.
 * @param time RFC 3339, formatted as `20261120T094100Z`
 */
export function formatExportName(parts: readonly string[], time: string): string {
  const compact = time.replaceAll(/[-:]|\.\d+/g, '');
  return ['assay', ...parts, compact].join('-').replaceAll(/[^A-Za-z0-9._-]+/g, '-');
}

/** The decoded last path segment of a URL; empty for a folder. */
export function getFileNameOfUrl(url: string): string {
  const lastSegment = new URL(url).pathname.split('/').at(-1) ?? '';
  try {
    return decodeURIComponent(lastSegment);
  } catch {
    return lastSegment; // the URL contains an invalid percent sign
  }
}

/** The file name of a path. */
export function getBaseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** The folder of a path with a slash at its end; empty if it has none. */
export function getParentFolder(path: string): string {
  return path.slice(0, path.lastIndexOf('/') + 1);
}
