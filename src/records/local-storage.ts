/** Reads a text from local storage; `null` if there is none, or if storage is unavailable. */
export function readLocalText(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

/** Writes a text to local storage. If storage is unavailable (private windows), it is not saved. */
export function writeLocalText(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // The value still applies until the page is closed.
  }
}

export function removeLocalText(key: string): void {
  try {
    localStorage.removeItem(key);
  } catch {
    // There is none then.
  }
}
