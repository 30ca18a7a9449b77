/** The size of all files; `null` if any size is unknown. */
export function sumBytes(files: readonly { readonly sizeBytes: number }[]): number;
export function sumBytes(files: readonly { readonly sizeBytes: number | null }[]): number | null;
export function sumBytes(files: readonly { readonly sizeBytes: number | null }[]): number | null {
  return files.reduce<number | null>(
    (total, { sizeBytes }) => (total === null || sizeBytes === null ? null : total + sizeBytes),
    0,
  );
}
