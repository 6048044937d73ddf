/** How much smaller or larger something has become: "−74 %", "+12 %". */
export function formatChange(before: number, after: number): string {
  if (before === 0) return '';
  const percent = Math.round((after / before - 1) * 100);
  return `${percent > 0 ? '+' : percent < 0 ? '−' : '±'}${Math.abs(percent)} %`;
}
