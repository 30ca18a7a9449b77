import koffi from 'koffi';

/** prctl(2): PR_SET_PDEATHSIG, and SIGKILL. */
const setParentDeathSignal = 1;
const sigkill = 9;

const pollMs = 1000;

/**
 * Ends this process with its parent, even while native code blocks its event loop on Linux. A closed channel alone
 * would not suffice, because only the event loop notices it.
 */
export function exitWithParent(parent: number): void {
  if (process.platform === 'linux') {
    koffi.load(null).func('int prctl(int, unsigned long)')(setParentDeathSignal, sigkill);
  } else {
    setInterval(() => {
      if (process.ppid !== parent) process.exit();
    }, pollMs).unref();
  }
  if (process.ppid !== parent) process.exit(); // the parent has ended already
}
