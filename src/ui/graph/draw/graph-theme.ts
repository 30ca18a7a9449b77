import { operatorGroups, type OperatorGroup } from '#graph/operator-group.ts';

/** Colours and font of the drawing, as CSS defines them for the light or dark scheme. */
export interface GraphTheme {
  readonly ink: string;
  readonly soft: string;
  readonly surface: string;
  readonly paper: string;
  readonly rule: string;
  readonly edge: string;
  readonly accent: string;
  readonly groups: Readonly<Record<OperatorGroup, Fill>>;
  /** Fill of modules, and of nodes without a value. */
  readonly plain: Fill;
  /** Fills for low to high values. They differ in lightness, so that they are distinguishable without colour vision. */
  readonly scale: readonly Fill[];
  readonly categories: readonly Fill[];
  readonly font: string;
}

/** A fill colour, and the colour of text on it. */
export interface Fill {
  readonly colour: string;
  readonly text: string;
}

export const scaleSteps = 6;
export const categoryCount = 8;

/** Reads the theme that CSS defines for an element. */
export function readTheme(element: HTMLElement): GraphTheme {
  const probe = document.createElement('span');
  // Users who prefer reduced motion have transitions of 0.01 ms, during which a colour is still the previous one.
  probe.style.setProperty('transition', 'none', 'important');
  element.append(probe);
  const style = getComputedStyle(probe);
  const read = (name: string): string => {
    probe.style.setProperty('color', `var(--${name})`);
    return style.color;
  };
  const fill = (name: string): Fill => {
    const colour = read(name);
    return { colour, text: isLight(colour) ? '#1a1815' : '#fffdf8' };
  };
  const theme: GraphTheme = {
    ink: read('ink'),
    soft: read('ink-soft'),
    surface: read('surface'),
    paper: read('sunk'),
    rule: read('rule'),
    edge: read('rule-strong'),
    accent: read('accent'),
    groups: Object.fromEntries(operatorGroups.map((group) => [group, fill(`group-${group}`)])) as GraphTheme['groups'],
    plain: fill('plain'),
    scale: Array.from({ length: scaleSteps }, (_, step) => fill(`scale-${step}`)),
    categories: Array.from({ length: categoryCount }, (_, index) => fill(`category-${index}`)),
    font: style.fontFamily,
  };
  probe.remove();
  return theme;
}

/** Whether black text has more contrast on it than white text: relative luminance of WCAG 2 above 0.179. */
function isLight(colour: string): boolean {
  const [red = 0, green = 0, blue = 0] = (colour.match(/[\d.]+/g) ?? []).map((part) => {
    const value = Number(part) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.179;
}
