import { afterEach, expect, test, vi } from 'vitest';
import { sampleReport } from '#core/report.fixture.ts';
import { encodeReportLink } from '#share/report-link.ts';
import { compareLinks } from './comparison.ts';

afterEach(() => vi.unstubAllGlobals());

test('a comparison with a report without samples is rejected, and names the link', async () => {
  const report = sampleReport();
  const [cell] = report.cells;
  const steady = { ...cell!.steady, n: 0, histogram: { widthMs: 1, bins: [] } };
  const empty = await encodeReportLink(sampleReport({ cells: [{ ...cell!, steady }] }));
  vi.stubGlobal('location', new URL('https://assay.example/'));
  await expect(compareLinks(await encodeReportLink(report), empty)).rejects.toMatchObject({
    code: 'link-invalid',
    facts: { reason: 'cell-without-samples', which: 'second' },
  });
});
