/** A name, and its size in the unit of the values. */
type Unit = readonly [name: string, size: number];

const durationUnits: readonly Unit[] = [
  ['µs', 0.001],
  ['ms', 1],
  ['s', 1000],
];

const byteUnits: readonly Unit[] = ['B', 'kB', 'MB', 'GB', 'TB'].map((name, power) => [name, 1000 ** power]);
const memoryUnits: readonly Unit[] = ['B', 'KiB', 'MiB', 'GiB', 'TiB'].map((name, power) => [name, 1024 ** power]);
const flopUnits: readonly Unit[] = ['', 'k', 'M', 'G', 'T'].map((prefix, power) => [`${prefix}FLOP`, 1000 ** power]);

/** Formats numbers, sizes and dates for one locale. Every number on screen is formatted here. */
export function formats(locale: string) {
  /** For numbers from 1e15, which could have hundreds of digits. */
  const scientific = new Intl.NumberFormat(locale, { notation: 'scientific', maximumSignificantDigits: 3 });
  const createNumberFormat = (options: Intl.NumberFormatOptions) => {
    const plain = new Intl.NumberFormat(locale, options);
    return { format: (value: number) => (Math.abs(value) < 1e15 ? plain : scientific).format(value) };
  };
  const threeDigits = createNumberFormat({ minimumSignificantDigits: 1, maximumSignificantDigits: 3 });
  const whole = createNumberFormat({ maximumFractionDigits: 0 });
  const percentage = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 });
  const exactPercentage = new Intl.NumberFormat(locale, { style: 'percent', maximumSignificantDigits: 4 });
  const dateTime = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });
  const list = new Intl.ListFormat(locale, { type: 'conjunction' });
  const languages = new Intl.DisplayNames(locale, { type: 'language' });

  /**
   * Returns a formatter for the values of one table: all in one unit, with the same number of decimals.
   * @param areWhole whether the values are whole numbers, which need no decimals in a unit of size 1
   */
  const createColumnFormat = (values: readonly number[], units: readonly Unit[], areWhole = false) => {
    const sizes = values.filter((value) => value > 0);
    const [min, max] = sizes.length > 0 ? [Math.min(...sizes), Math.max(...sizes)] : [1, 1];
    // The unit of the largest value, or a smaller one in which the smallest value is not 0.000.
    const [name, size] = units.findLast(([, unit]) => max >= unit && min / unit >= 0.001) ?? units[0]!;
    // As many as the smallest value needs for one significant digit, but at most three; at least one below 100.
    const decimals =
      areWhole && size === 1
        ? 0
        : Math.min(3, Math.max(0, -Math.floor(Math.log10(min / size)), min / size < 100 ? 1 : 0));
    const fixed = createNumberFormat({ minimumFractionDigits: decimals, maximumFractionDigits: decimals });
    return (value: number) => `${fixed.format(value / size)}${name && ` ${name}`}`;
  };

  /** Three significant digits below a thousand, integers above. */
  const number = (value: number) => (Math.abs(value) >= 1000 ? whole : threeDigits).format(value);

  return {
    number,
    /** Between a label and its value. */
    colon: locale.startsWith('zh') ? '：' : ': ',
    /** @param code as in BCP 47 */
    language: (code: string) => (code === '' ? '' : (languages.of(code) ?? code)),
    whole: (value: number) => whole.format(value),
    /** A duration with a suitable unit: `850 µs`, `12.3 ms`, `1.24 s`, `2 min 5 s`, `1 h 5 min`. */
    duration(ms: number): string {
      if (ms < 0.9995) return `${number(ms * 1000)} µs`;
      if (ms < 999.5) return `${number(ms)} ms`;
      if (ms < 59_950) return `${number(ms / 1000)} s`;
      const [large, small, smallMs] = ms < 3_599_500 ? ['min', 's', 1000] : ['h', 'min', 60_000];
      const total = Math.round(ms / smallMs);
      const start = `${number(Math.floor(total / 60))} ${large}`;
      return total % 60 ? `${start} ${total % 60} ${small}` : start;
    },
    /** A size in decimal units, for everything but the capacity of hardware: `512 B`, `4.1 MB`. */
    bytes(bytes: number): string {
      const [name, size] = byteUnits.findLast((unit) => bytes >= 0.9995 * unit[1]) ?? byteUnits[0]!;
      return `${(size === 1 ? whole : threeDigits).format(bytes / size)} ${name}`;
    },
    /** The capacity of hardware in binary units, as its makers state it: `32 KiB`, `1 GiB`. */
    memory(bytes: number): string {
      const [name, size] = memoryUnits.findLast((unit) => bytes >= unit[1]) ?? memoryUnits[0]!;
      return `${number(bytes / size)} ${name}`;
    },
    /** A formatter for the durations of one table: in the same unit, with the same number of decimals. */
    durationColumn: (ms: readonly number[]) => createColumnFormat(ms, durationUnits),
    /** A formatter for the sizes of one table. */
    bytesColumn: (bytes: readonly number[]) => createColumnFormat(bytes, byteUnits, true),
    /** A formatter for one table's numbers of operations. */
    flopColumn: (flops: readonly number[]) => createColumnFormat(flops, flopUnits, true),
    /** A formatter for the numbers of one table, with the same number of decimals. */
    numberColumn: (values: readonly number[]) => createColumnFormat(values, [['', 1]]),
    percent: (fraction: number) => percentage.format(fraction),
    /** Not 0% for what is only unlikely. */
    probability: (fraction: number) =>
      fraction > 0 && fraction < 0.0005 ? `<${percentage.format(0.001)}` : percentage.format(fraction),
    /** Four significant digits, e.g. for limits close to 100%. */
    percentExactly: (fraction: number) => exactPercentage.format(fraction),
    list: (items: readonly string[]) => list.format(items),
    date: (time: string | number) => dateTime.format(new Date(time)),
  };
}
