/** Reads a text from local storage; `null` if there is none, or if storage is unavailable. */
export function readLocalText(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

/** Writes a text to local storage; has no effect if storage is unavailable, as in some private windows. */
export function writeLocalText(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // The value still applies until the page closes.
  }
}

export function removeLocalText(key: string): void {
  try {
    localStorage.removeItem(key);
  } catch {
    // Storage is unavailable, so it contains no text to remove.
  }
}
