import koffi from 'koffi';

/** Constants of prctl(2): PR_SET_PDEATHSIG and SIGKILL. */
const setParentDeathSignal = 1;
const sigkill = 9;

/** Heuristic, not measured. */
const pollMs = 1000;

/**
 * Makes this process exit with its parent. On Linux, this works even while native code blocks the event loop, which would
 * not notice a closed channel.
 */
export function exitWithParent(parentPid: number): void {
  if (process.platform === 'linux') {
    koffi.load(null).func('int prctl(int, unsigned long)')(setParentDeathSignal, sigkill);
  } else {
    setInterval(() => {
      if (process.ppid !== parentPid) process.exit();
    }, pollMs).unref();
  }
  if (process.ppid !== parentPid) process.exit(); // the parent has ended already
}
