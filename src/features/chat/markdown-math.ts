import 'katex/dist/katex.min.css';
import { createMathPlugin } from '@streamdown/math';

/** Formulas, set by KaTeX. Fetched when the first one is shown. */
export const mathPlugin = createMathPlugin({ errorColor: 'var(--danger)' });
