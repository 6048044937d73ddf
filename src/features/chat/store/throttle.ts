/**
 * Calls `work` at most once in the time given, the last call included; `cancel` drops one that is
 * due.
 */
export function createThrottle(
  everyMs: number,
  work: () => void,
): (() => void) & { cancel(): void } {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const call = () => {
    timer ??= setTimeout(() => {
      timer = undefined;
      work();
    }, everyMs);
  };
  return Object.assign(call, { cancel: () => clearTimeout(timer) });
}
