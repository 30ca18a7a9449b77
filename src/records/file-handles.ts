const handles = new WeakMap<File, FileSystemFileHandle>();

/** A `File` does not say where it lies; the handle that it was picked or dropped with does. */
export function rememberHandle(file: File, handle: FileSystemFileHandle): void {
  handles.set(file, handle);
}

/** undefined where the browser gave none. */
export function handleOf(file: File): FileSystemFileHandle | undefined {
  return handles.get(file);
}
