/** A text that was remembered in this browser; null where none was, or where the browser stores nothing. */
export function readLocalText(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

/** Storage that refuses (private modes) only means that it is not remembered. */
export function writeLocalText(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // Still in use until the page is left.
  }
}
