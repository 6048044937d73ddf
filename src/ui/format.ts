/** Numbers as people read them. All in English, as the interface is. */

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'];

/** 107_234_816 is "107 MB": powers of 1000, as browsers and hubs count. */
export function formatBytes(bytes: number): string {
  const power = Math.min(
    UNITS.length - 1,
    Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3)),
  );
  const value = bytes / 1000 ** power;
  return `${value < 10 && power > 1 ? value.toFixed(1) : Math.round(value)} ${UNITS[power]}`;
}

/** Seconds left: "12 s", "3 min", "1 h 20 min". */
export function formatDuration(seconds: number): string {
  if (seconds < 60) return `${Math.max(1, Math.round(seconds))} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** "12.4 tokens/s", "140 tokens/s". */
export function formatTokensPerSecond(rate: number): string {
  return `${rate < 20 ? rate.toFixed(1) : Math.round(rate)} tokens/s`;
}

/** A time on the clock of a recording: "0:07", "12:30", "1:02:03". */
export function formatClock(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const parts = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const shown = parts[0] === 0 ? parts.slice(1) : parts;
  return shown
    .map((part, index) => (index === 0 ? String(part) : String(part).padStart(2, '0')))
    .join(':');
}
