/** A name, and its size in the unit of the values. */
type Unit = readonly [name: string, size: number];

const durationUnits: readonly Unit[] = [
  ['µs', 0.001],
  ['ms', 1],
  ['s', 1000],
];

const byteUnits: readonly Unit[] = ['B', 'kB', 'MB', 'GB', 'TB'].map((name, step) => [name, 1000 ** step]);
const memoryUnits: readonly Unit[] = ['B', 'KiB', 'MiB', 'GiB', 'TiB'].map((name, step) => [name, 1024 ** step]);

const flopUnits: readonly Unit[] = ['', 'k', 'M', 'G', 'T'].map((step, index) => [`${step}FLOP`, 1000 ** index]);

/** Formats numbers, sizes and dates for one locale. Every number on screen is formatted here. */
export function formats(locale: string) {
  const significant = (digits: number) =>
    new Intl.NumberFormat(locale, { minimumSignificantDigits: 1, maximumSignificantDigits: digits });
  /** For numbers from 1e15, which could have hundreds of digits. */
  const scientific = new Intl.NumberFormat(locale, { notation: 'scientific', maximumSignificantDigits: 3 });
  const short = (formatter: Intl.NumberFormat) => ({
    format: (value: number) => (Math.abs(value) < 1e15 ? formatter : scientific).format(value),
  });
  const three = short(significant(3));
  const whole = short(new Intl.NumberFormat(locale, { maximumFractionDigits: 0 }));
  const percentage = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 });
  const exactPercentage = new Intl.NumberFormat(locale, { style: 'percent', maximumSignificantDigits: 4 });
  const dateTime = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });
  const list = new Intl.ListFormat(locale, { type: 'conjunction' });
  const languages = new Intl.DisplayNames(locale, { type: 'language' });

  /** Formats the values of one table: all in one unit, with the same number of decimals. */
  const column = (values: readonly number[], units: readonly Unit[]) => {
    const sizes = values.filter((value) => value > 0);
    const [min, max] = sizes.length > 0 ? [Math.min(...sizes), Math.max(...sizes)] : [1, 1];
    const [name, size] = units.findLast(([, unit]) => Math.sqrt(min) * Math.sqrt(max) >= unit) ?? units[0]!;
    // The smallest value has at least one significant digit, and three if it is 1 or more.
    const decimals = Math.min(3, Math.max(0, -Math.floor(Math.log10(min / size)), min / size < 100 ? 1 : 0));
    const fixed = short(
      new Intl.NumberFormat(locale, { minimumFractionDigits: decimals, maximumFractionDigits: decimals }),
    );
    return (value: number) => `${fixed.format(value / size)}${name && ` ${name}`}`;
  };

  /** Three significant digits below a thousand, integers above. */
  const number = (value: number) => (Math.abs(value) >= 1000 ? whole.format(value) : three.format(value));

  return {
    number,
    /** @param code as in BCP 47 */
    language: (code: string) => (code === '' ? '' : (languages.of(code) ?? code)),
    whole: (value: number) => whole.format(value),
    /** A duration with a suitable unit: `850 µs`, `12.3 ms`, `1.24 s`, `2 min 5 s`. */
    duration(ms: number): string {
      if (ms < 0.9995) return `${number(ms * 1000)} µs`;
      if (ms < 999.5) return `${number(ms)} ms`;
      if (ms < 59_950) return `${number(ms / 1000)} s`;
      const seconds = Math.round(ms / 1000);
      return `${number(Math.floor(seconds / 60))} min ${seconds % 60} s`;
    },
    /** Decimal units, as file sizes are sold: `512 B`, `4.1 MB`. */
    bytes(bytes: number): string {
      const units = ['B', 'kB', 'MB', 'GB', 'TB'];
      let value = bytes;
      let unit = 0;
      while (value >= 999.5 && unit < units.length - 1) {
        value /= 1000;
        unit += 1;
      }
      return `${(unit === 0 ? whole : three).format(value)} ${units[unit]}`;
    },
    /** Binary units, as memory is built: `32 KiB`, `1 GiB`. */
    memory(bytes: number): string {
      const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
      const unit = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log2(bytes) / 10)));
      return `${three.format(bytes / 2 ** (10 * unit))} ${units[unit]}`;
    },
    /** A formatter for the durations of one table: in the same unit, with the same number of decimals. */
    durationColumn: (ms: readonly number[]) => column(ms, durationUnits),
    /** A formatter for one table's byte counts in decimal units. */
    bytesColumn: (bytes: readonly number[]) => column(bytes, byteUnits),
    /** A formatter for one table's byte counts in binary units. */
    memoryColumn: (bytes: readonly number[]) => column(bytes, memoryUnits),
    /** A formatter for one table's numbers of operations. */
    flopColumn: (flops: readonly number[]) => column(flops, flopUnits),
    /** A formatter for the numbers of one table, with the same number of decimals. */
    numberColumn: (values: readonly number[]) => column(values, [['', 1]]),
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
