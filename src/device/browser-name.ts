/** The type of `navigator.userAgentData.brands`. */
export type Brands = readonly { readonly brand: string; readonly version: string }[];

/** Browsers in order of testing: every Chromium browser also contains Chrome, and all except Firefox contain Safari. */
const browsers: readonly (readonly [name: string, pattern: RegExp])[] = [
  ['Edge', /\bEdg(?:e|A|iOS)?\/(\d+)/],
  ['Opera', /\bOPR\/(\d+)/],
  ['Samsung Internet', /\bSamsungBrowser\/(\d+)/],
  ['Firefox', /\b(?:Firefox|FxiOS)\/(\d+)/],
  ['Chrome', /\b(?:Chrome|CriOS)\/(\d+)/],
  ['Safari', /\bVersion\/(\d+)[\d.]* (?:Mobile\/\S+ )?Safari\//],
];

/** Name and major version, e.g. `Firefox 153`; anything more precise would help to identify a user. */
export function parseBrowserName(userAgent: string, brands: Brands = []): string {
  const real = brands.filter(({ brand }) => !/not.*brand/i.test(brand));
  const named = real.find(({ brand }) => brand !== 'Chromium') ?? real[0];
  if (named) return `${named.brand.replace(/^(Google|Microsoft) /, '')} ${named.version}`;
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

/** Only the family of the operating system. */
export function parseSystemFamily(userAgent: string, platform = ''): string {
  const match = systems.find(([, pattern]) => pattern.test(platform) || pattern.test(userAgent));
  return match?.[0] ?? 'unknown';
}
