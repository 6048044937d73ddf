import 'katex/dist/katex.min.css';
import type { MathPlugin } from 'streamdown';
import { createMathPlugin } from '@streamdown/math';

/**
 * Formulas, set by KaTeX. Fetched when the first one is shown. What a formula is, `remarkAnswer`
 * says: this plugin's own marks are left out.
 */
export const mathPlugin: MathPlugin = {
  ...createMathPlugin({ errorColor: 'var(--danger)' }),
  remarkPlugin: function keepMarks() {},
};
