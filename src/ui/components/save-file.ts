/** Saves text as a file through the browser's downloads. */
export function saveText(content: string, mimeType: string, fileName: string): void {
  saveFile(new File([content], fileName, { type: mimeType }));
}

/** Saves a file through the browser's downloads. */
export function saveFile(file: File): void {
  const url = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = url;
  link.download = file.name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url)); // the click has read the URL by then
}
