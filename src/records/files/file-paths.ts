const paths = new WeakMap<File, string>();

/** A `File` from a dropped folder does not contain its path. */
export function rememberPath(file: File, path: string): void {
  paths.set(file, path);
}

/**
 * The path of a file in the folder with which it was dropped or chosen, with the name of that folder; otherwise its
 * name.
 */
export function relativePath(file: File): string {
  return paths.get(file) ?? (file.webkitRelativePath || file.name);
}
