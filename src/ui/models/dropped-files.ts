/** Folders deeper or fuller than this are no model's. */
const mostFiles = 2000;

/** Everything that was dropped, folders with what lies in them. To be called while the event lasts. */
export async function droppedFiles(dropped: DataTransfer | null): Promise<readonly File[]> {
  const items = [...(dropped?.items ?? [])].filter(({ kind }) => kind === 'file');
  // Both must be asked for at once: the items are empty after the first wait.
  const entries = items.map((item) => ({ entry: item.webkitGetAsEntry(), file: item.getAsFile() }));
  const found: File[] = [];
  for (const { entry, file } of entries) {
    if (entry?.isDirectory) await collect(entry as FileSystemDirectoryEntry, found);
    else if (file) found.push(file);
  }
  return found;
}

async function collect(folder: FileSystemDirectoryEntry, found: File[]): Promise<void> {
  const reader = folder.createReader();
  for (;;) {
    const entries = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (entries.length === 0 || found.length >= mostFiles) return;
    for (const entry of entries) {
      if (entry.isDirectory) await collect(entry as FileSystemDirectoryEntry, found);
      else {
        found.push(await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject)));
      }
    }
  }
}
