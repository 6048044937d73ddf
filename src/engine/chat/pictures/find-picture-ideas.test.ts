import { describe, expect, it } from 'vitest';
import { findPictureIdeas } from './find-picture-ideas.ts';
import { cpuTimeMs } from '../../cpu-time.fixture.ts';

const prompts = (question: string, answer: string) =>
  findPictureIdeas(question, answer).map(({ prompt }) => prompt);

describe('findPictureIdeas', () => {
  it("finds the guide's ideas, with exclusions and where each ends", () => {
    const first = '**Hero**  \na bakery, warm light  \n*Leave out: blurry, text*\n\n';
    const answer = `${first}**Close-up**  \nbread, macro  \n*Leave out: people*\n\n`;
    const ideas = findPictureIdeas('Hero image for a bakery', answer);
    expect(ideas).toEqual([
      { prompt: 'a bakery, warm light', negativePrompt: 'blurry, text', end: first.length - 1 },
      { prompt: 'bread, macro', negativePrompt: 'people', end: answer.length - 1 },
    ]);
  });

  it.each([
    ['Prompt: a fox in the snow', 'a fox in the snow', ''],
    ['**Image prompt 1:** "a fox in the snow"', 'a fox in the snow', ''],
    ['1. Prompt: a fox\n   Negative prompt: blurry.', 'a fox', 'blurry'],
    [
      '**Prompt:**\n```\na fox, 35 mm\n```\n**Negative prompt:** text, hands',
      'a fox, 35 mm',
      'text, hands',
    ],
  ])("finds a model's ideas by their label: %j", (answer, prompt, negativePrompt) => {
    expect(findPictureIdeas('How would I ask for it?', answer)).toMatchObject([
      { prompt, negativePrompt },
    ]);
  });

  it('finds ideas in a list if pictures were requested, without their names', () => {
    const answer =
      'Here you are:\n\n1. **Dawn:** a fox in the mist\n2. **Night** – a fox\n   under stars\n3. A `fox` asleep';
    expect(prompts('three picture ideas with a fox', answer)).toEqual([
      'a fox in the mist',
      'a fox under stars',
      'A fox asleep',
    ]);
    expect(prompts('Three dinner ideas with lentils', answer)).toEqual([]);
  });

  it('takes a single line as the improved prompt, but not a question back', () => {
    expect(prompts('improve this prompt: a cat on a roof', 'A cat on a roof, soft light.')).toEqual(
      ['A cat on a roof, soft light.'],
    );
    expect(prompts('improve this prompt', 'Which prompt? For instance: a cat?')).toEqual([]);
    expect(
      prompts('Improve this prompt: write an essay about cats', 'Write a long essay about cats.'),
    ).toEqual([]);
  });

  it('offers the requested picture when the model could only write', () => {
    expect(prompts('draw a fox', 'I cannot draw, but a fox is red.')).toEqual(['a fox']);
    expect(prompts('draw a fox', '')).toEqual([]);
    expect(prompts('Why are foxes red?', 'Because of a pigment:\n\n- one\n- two')).toEqual([]);
  });

  it('ignores code and lists in other answers', () => {
    expect(prompts('Write a function', '```js\nf()\n```')).toEqual([]);
    expect(prompts('What is a prompt?', 'A prompt is a text:\n- one\n- two')).toEqual([]);
  });

  it('is quick with a long answer', () => {
    const begin = cpuTimeMs();
    findPictureIdeas('picture ideas', '1. word '.repeat(40_000));
    findPictureIdeas('picture ideas', '**a**\n'.repeat(40_000));
    findPictureIdeas('picture ideas', `prompt:${' '.repeat(100_000)}`);
    findPictureIdeas('picture ideas', `${'*'.repeat(50_000)}\n${' \n'.repeat(20_000)}`);
    expect(cpuTimeMs() - begin).toBeLessThan(5000);
  });

  it.each([
    ' '.repeat(50_000),
    '\t'.repeat(50_000),
    `- ${' '.repeat(50_000)}`,
    `${'#'.repeat(50_000)} prompt`,
    `**a**\n${' '.repeat(50_000)}`,
    '```x\n'.repeat(20_000),
    'prompt:\n'.repeat(20_000),
  ])('is linear in an answer of one kind of character', (answer) => {
    const begin = cpuTimeMs();
    findPictureIdeas('picture ideas', answer);
    findPictureIdeas(answer, 'an answer');
    findPictureIdeas('ideas improve '.repeat(5_000), answer);
    expect(cpuTimeMs() - begin).toBeLessThan(3000);
  });
});
