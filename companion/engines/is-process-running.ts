/** Whether a process with this id exists, also one of another user. An invalid id has no process. */
export function isProcessRunning(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    return process.kill(pid, 0); // signal 0 only checks
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'; // the process exists, but belongs to another user
  }
}
