import { rememberHandle } from '#records/files/file-handles.ts';
import { rememberPath } from '#records/files/file-paths.ts';

/** Part of the File System API that Firefox and Safari lack and TypeScript's DOM types do not declare. */
interface ItemWithHandle {
  getAsFileSystemHandle?(): Promise<FileSystemHandle | null>;
}

export interface FolderRule {
  /** Which files of a folder to use; a file that was dropped by itself is always used. */
  readonly isWanted?: (file: File) => boolean;
  /** Folders are read up to about this number of files. */
  readonly maxFiles?: number;
}

interface Drop {
  /** The folder, if it was dropped alone and the browser provides its handle. Its files are opened only when used. */
  folder(): Promise<FileSystemDirectoryHandle | null>;
  /** All dropped files, including the contents of folders. */
  files(rule?: FolderRule): Promise<readonly File[]>;
}

/** Reads dropped items. Call it synchronously in the event handler: the items are empty after the first `await`. */
export function readDrop(transfer: DataTransfer | null): Drop {
  const items = [...(transfer?.items ?? [])].filter(({ kind }) => kind === 'file');
  const entries = items.map((item: DataTransferItem & ItemWithHandle) => ({
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
    if (entry?.isDirectory) await collectFolder(entry as FileSystemDirectoryEntry, files, rule);
    else if (file) {
      const fileHandle = await handle;
      if (fileHandle?.kind === 'file') rememberHandle(file, fileHandle as FileSystemFileHandle);
      files.push(file);
    }
  }
  return files;
}

async function collectFolder(folder: FileSystemDirectoryEntry, files: File[], rule: FolderRule): Promise<void> {
  const { isWanted = () => true, maxFiles = Infinity } = rule;
  const reader = folder.createReader();
  for (;;) {
    const entries = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (entries.length === 0 || files.length >= maxFiles) return;
    for (const entry of entries) {
      if (entry.isDirectory) await collectFolder(entry as FileSystemDirectoryEntry, files, rule);
      else {
        const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject));
        rememberPath(file, entry.fullPath);
        if (isWanted(file)) files.push(file);
      }
    }
  }
}
