import type { Version } from '#deploy/deployment.ts';
import { proposeVersions, type OtherVersion, type Remedy } from '../remedy.ts';

const getSizeBytes = ({ files }: Version) => files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);

/** A version with smaller files, such as a quantised one. It must have passed its gates if there are no items to compare it on. */
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

/** Another version, such as one that was trained again. The items show whether it is better. */
export const otherVersion: Remedy = {
  propose({ others, rollbackTarget, hasItems }) {
    const candidates = others.filter(({ version, gates }) => version.number !== rollbackTarget && gates !== 'fail');
    if (candidates.length > 0 && !hasItems) return 'needs-items';
    return proposeVersions(candidates, 'no-other-version');
  },
};

/** The version that answered before. */
export const rollBack: Remedy = {
  propose({ others, rollbackTarget }) {
    const isTarget = ({ version }: OtherVersion) => version.number === rollbackTarget;
    return proposeVersions(others.filter(isTarget), 'no-earlier-version');
  },
};
