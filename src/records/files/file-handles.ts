const handles = new WeakMap<File, FileSystemFileHandle>();

/** A `File` does not reveal where it is stored; the handle with which it was picked or dropped does. */
export function rememberHandle(file: File, handle: FileSystemFileHandle): void {
  handles.set(file, handle);
}

/** The handle of a picked or dropped file; `undefined` if the browser provided none. */
export function findFileHandle(file: File): FileSystemFileHandle | undefined {
  return handles.get(file);
}
