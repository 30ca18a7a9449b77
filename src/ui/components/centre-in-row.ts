/** Svelte attachment that scrolls a row of links sideways until this link is in its middle. The page does not move. */
export function centreInRow(link: HTMLElement): void {
  const row = link.closest('ul, nav');
  if (!row) return;
  const [linkBox, rowBox] = [link.getBoundingClientRect(), row.getBoundingClientRect()];
  row.scrollLeft += linkBox.left - rowBox.left - (rowBox.width - linkBox.width) / 2;
}
