/**
 * Milliseconds that this process has computed so far. Unlike the clock it does not run while other
 * programs have the processor, so that limits of time hold on a busy machine.
 */
export function cpuTimeMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
