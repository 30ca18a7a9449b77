let brought: readonly File[] = [];

/** Files that one page hands to another; a link cannot carry them, so it says `file=1`. They stay where they are. */
export function bringFiles(files: readonly File[]): void {
  brought = files;
}

/** What was brought last, for a page whose link says `file=1`; empty where the user has yet to choose. */
export function broughtFiles(): readonly File[] {
  return brought;
}
