/** Bidirectional control characters, which can make code look different from what it does (CVE-2021-42574). */
const directionControls = /[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/g;

/** Replaces each direction control with its code point in brackets: `[U+202E]`. */
export function showDirectionControls(code: string): string {
  return code.replaceAll(
    directionControls,
    (control) => `[U+${control.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}]`,
  );
}
