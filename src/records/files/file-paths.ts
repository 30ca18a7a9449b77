const paths = new WeakMap<File, string>();

/** A `File` from a dropped folder does not contain its path. */
export function rememberPath(file: File, path: string): void {
  paths.set(file, path);
}

/**
 * The path of a file that was dropped or chosen with its folder, beginning with the folder's name; otherwise the file's
 * name.
 */
export function findRelativePath(file: File): string {
  return paths.get(file) ?? (file.webkitRelativePath || file.name);
}
