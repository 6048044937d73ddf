/** What this program calls itself in the files that it writes. */
export const SOFTWARE = 'Triptych 0.1.0';
