import { readFileSync } from 'node:fs';
import { readMonitorFile, type MonitorFile } from '#monitor/export/read-monitor-file.ts';
import { UsageError } from '../command.ts';
import { checkFile } from './check-options.ts';

/**
 * Reads a deployment that a page has exported as JSON.
 * @throws UsageError with the field that is not valid
 */
export function readDeploymentFile(path: string): MonitorFile {
  checkFile(path, 'expected the JSON file that the page of a deployment exports');
  return readMonitorFile(
    readFileSync(path, 'utf8'),
    (field) =>
      new UsageError(
        `"${path}" is not an exported deployment${field === '' ? '' : ` (${field})`}: choose JSON below the monitor of its page`,
      ),
  );
}
