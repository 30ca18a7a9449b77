/** The type of `navigator.userAgentData.brands`. */
export type Brands = readonly { readonly brand: string; readonly version: string }[];

/**
 * Browsers in the order in which they are tested. The user agents of all Chromium browsers contain Chrome, and all
 * except Firefox's contain Safari.
 */
const browsers: readonly (readonly [name: string, pattern: RegExp])[] = [
  ['Edge', /\bEdg(?:e|A|iOS)?\/(\d+)/],
  ['Opera', /\bOPR\/(\d+)/],
  ['Samsung Internet', /\bSamsungBrowser\/(\d+)/],
  ['Firefox', /\b(?:Firefox|FxiOS)\/(\d+)/],
  ['Chrome', /\b(?:Chrome|CriOS)\/(\d+)/],
  ['Safari', /\bVersion\/(\d+)[\d.]* (?:Mobile\/\S+ )?Safari\//],
];

/** Returns name and major version, e.g. `Firefox 153`; more precise data would help to identify a user. */
export function parseBrowserName(userAgent: string, brands: Brands = []): string {
  const genuine = brands.filter(({ brand }) => !/not.*brand/i.test(brand));
  const browser = genuine.find(({ brand }) => brand !== 'Chromium') ?? genuine[0];
  if (browser) return `${browser.brand.replace(/^(Google|Microsoft) /, '')} ${browser.version}`;
  for (const [name, pattern] of browsers) {
    const version = pattern.exec(userAgent)?.[1];
    if (version) return `${name} ${version}`;
  }
  return 'unknown';
}

const systems: readonly (readonly [family: string, pattern: RegExp])[] = [
  ['iOS', /\b(?:iPhone|iPad|iPod)\b/],
  ['Android', /\bAndroid\b/],
  ['Windows', /\bWindows\b|^Win/],
  ['ChromeOS', /\bCrOS\b|^Chrome ?OS$/],
  ['macOS', /\bMacintosh\b|^macOS$/],
  ['Linux', /\bLinux\b|\bX11\b/],
];

/** Returns only the family of the operating system. */
export function parseSystemFamily(userAgent: string, platform = ''): string {
  const match = systems.find(([, pattern]) => pattern.test(platform) || pattern.test(userAgent));
  return match?.[0] ?? 'unknown';
}
