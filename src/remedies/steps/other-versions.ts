import type { Version } from '#deploy/deployment.ts';
import { proposeVersions, type OtherVersion, type Remedy } from '../remedy.ts';

const getSizeBytes = ({ files }: Version) => files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);

/**
 * Proposes versions with smaller files, such as quantised ones. Without items to compare them on, they must have passed
 * gates.
 */
export const smallerVersion: Remedy = {
  propose({ version, others, hasItems }) {
    const sizeBytes = getSizeBytes(version);
    const smaller = others.filter(({ version: other, gates }) => {
      const isSmaller = getSizeBytes(other) > 0 && getSizeBytes(other) < sizeBytes;
      return isSmaller && (hasItems ? gates !== 'fail' : gates === 'pass');
    });
    return proposeVersions(smaller, 'no-smaller-version');
  },
};

/** Proposes other versions, such as a retrained one. Whether they are better is measured on items. */
export const otherVersion: Remedy = {
  propose({ others, rollbackTarget, hasItems }) {
    const candidates = others.filter(({ version, gates }) => version.number !== rollbackTarget && gates !== 'fail');
    if (candidates.length > 0 && !hasItems) return 'needs-items';
    return proposeVersions(candidates, 'no-other-version');
  },
};

/** Proposes the version that was current before. */
export const rollBack: Remedy = {
  propose({ others, rollbackTarget }) {
    const isTarget = ({ version }: OtherVersion) => version.number === rollbackTarget;
    return proposeVersions(others.filter(isTarget), 'no-earlier-version');
  },
};
