const paths = new WeakMap<File, string>();

/** Stores the path of a file of a dropped folder, because its `File` does not contain it. */
export function rememberPath(file: File, path: string): void {
  paths.set(file, path);
}

/**
 * Returns the path of a file that was dropped or chosen with its folder, from the folder's name; otherwise the file's
 * name.
 */
export function findRelativePath(file: File): string {
  return paths.get(file) ?? (file.webkitRelativePath || file.name);
}
