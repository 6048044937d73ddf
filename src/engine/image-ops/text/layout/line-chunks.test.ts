import { expect, it } from 'vitest';
import { splitChunks } from './line-chunks.ts';

it.each<[string, string[]]>([
  ['plain words here', ['plain ', 'words ', 'here']],
  ['"Hello," she (almost) said…', ['"Hello," ', 'she ', '(almost) ', 'said…']],
  ['10\u00a0km', ['10\u00a0km']],
  ['first-class, 2020-2026 and -5', ['first-', 'class, ', '2020-2026 ', 'and ', '-5']],
  ['彼は「はい」と言った。', ['彼', 'は', '「は', 'い」', 'と', '言っ', 'た。']],
  ['スーパーに行く', ['スー', 'パー', 'に', '行', 'く']],
  ['用Triptych画', ['用', 'Triptych', '画']],
  ['환영합니다 여러분', ['환영합니다 ', '여러분']],
  ['👨‍👩‍👧‍👦🎉❤️!', ['👨‍👩‍👧‍👦', '🎉', '❤️!']],
  ['up to 50 % off !', ['up ', 'to ', '50 % ', 'off !']],
  ['', []],
])('cuts %j where a line may end', (text, chunks) => {
  expect(splitChunks(text)).toEqual(chunks);
});
