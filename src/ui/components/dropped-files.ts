import { rememberHandle } from '#records/file-handles.ts';

/** What only some browsers have, and TypeScript does not declare. */
interface Handed {
  getAsFileSystemHandle?(): Promise<FileSystemHandle | null>;
}

export interface FolderRule {
  /** Which of a folder's files are wanted; a file dropped by itself always is. */
  readonly isWanted?: (file: File) => boolean;
  /** Where to stop looking in a folder. */
  readonly maxFiles?: number;
}

/** Everything that was dropped, folders with what lies in them. To be called while the event lasts. */
export async function droppedFiles(dropped: DataTransfer | null, rule: FolderRule = {}): Promise<readonly File[]> {
  const items = [...(dropped?.items ?? [])].filter(({ kind }) => kind === 'file');
  // All must be asked for at once: the items are empty after the first wait.
  const entries = items.map((item: DataTransferItem & Handed) => ({
    entry: item.webkitGetAsEntry(),
    file: item.getAsFile(),
    handle: item.getAsFileSystemHandle?.().catch(() => null), // not of what lies among the system's own files
  }));
  const found: File[] = [];
  for (const { entry, file, handle } of entries) {
    if (entry?.isDirectory) await collect(entry as FileSystemDirectoryEntry, found, rule);
    else if (file) {
      const known = await handle;
      if (known?.kind === 'file') rememberHandle(file, known as FileSystemFileHandle);
      found.push(file);
    }
  }
  return found;
}

async function collect(folder: FileSystemDirectoryEntry, found: File[], rule: FolderRule): Promise<void> {
  const { isWanted = () => true, maxFiles = Infinity } = rule;
  const reader = folder.createReader();
  for (;;) {
    const entries = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (entries.length === 0 || found.length >= maxFiles) return;
    for (const entry of entries) {
      if (entry.isDirectory) await collect(entry as FileSystemDirectoryEntry, found, rule);
      else {
        const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject));
        if (isWanted(file)) found.push(file);
      }
    }
  }
}
