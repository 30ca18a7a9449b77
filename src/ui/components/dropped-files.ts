import { rememberHandle } from '#records/files/file-handles.ts';
import { rememberPath } from '#records/files/file-paths.ts';

/** Only in some browsers, and not declared by TypeScript. */
interface HandleItem {
  getAsFileSystemHandle?(): Promise<FileSystemHandle | null>;
}

export interface FolderRule {
  /** Which files of a folder to use; a file dropped by itself is always used. */
  readonly isWanted?: (file: File) => boolean;
  /** Stops reading folders at this number of files. */
  readonly maxFiles?: number;
}

interface Drop {
  /** The folder, if it was dropped alone and the browser provides its handle. Its files are opened only when used. */
  folder(): Promise<FileSystemDirectoryHandle | null>;
  /** All dropped files, including the contents of folders. */
  files(rule?: FolderRule): Promise<readonly File[]>;
}

/** Reads the dropped items. Call it synchronously in the event handler: the items are empty after the first `await`. */
export function readDrop(dropped: DataTransfer | null): Drop {
  const items = [...(dropped?.items ?? [])].filter(({ kind }) => kind === 'file');
  const entries = items.map((item: DataTransferItem & HandleItem) => ({
    entry: item.webkitGetAsEntry(),
    file: item.getAsFile(),
    handle: item.getAsFileSystemHandle?.().catch(() => null), // fails for files in system folders
  }));
  return {
    async folder() {
      const [first, other] = entries;
      const handle = first && !other ? await first.handle : null;
      return handle?.kind === 'directory' ? (handle as FileSystemDirectoryHandle) : null;
    },
    files: (rule = {}) => collectFiles(entries, rule),
  };
}

interface DroppedEntry {
  readonly entry: FileSystemEntry | null;
  readonly file: File | null;
  readonly handle: Promise<FileSystemHandle | null> | undefined;
}

async function collectFiles(entries: readonly DroppedEntry[], rule: FolderRule): Promise<readonly File[]> {
  const files: File[] = [];
  for (const { entry, file, handle } of entries) {
    if (entry?.isDirectory) await collect(entry as FileSystemDirectoryEntry, files, rule);
    else if (file) {
      const known = await handle;
      if (known?.kind === 'file') rememberHandle(file, known as FileSystemFileHandle);
      files.push(file);
    }
  }
  return files;
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
        rememberPath(file, entry.fullPath);
        if (isWanted(file)) found.push(file);
      }
    }
  }
}
