const handles = new WeakMap<File, FileSystemFileHandle>();

/** Stores the handle of a picked or dropped file, because a `File` does not contain its location. */
export function rememberHandle(file: File, handle: FileSystemFileHandle): void {
  handles.set(file, handle);
}

/** Returns the handle of a picked or dropped file; `undefined` if the browser provided none. */
export function findFileHandle(file: File): FileSystemFileHandle | undefined {
  return handles.get(file);
}
