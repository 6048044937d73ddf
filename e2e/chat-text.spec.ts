import { expect, test } from './studio-page.ts';

const ANSWER = `Use List<String> and type <your name>. <img src=x onerror="document.title='ran'"><script>document.title='ran'</script>

1. Compute:
   \\[
   x = \\frac{1}{2}
   + y
   \\]
   then go on.
2. See \\[1\\], with \\(a_1\\), for **「強調」**と言う.

<details><summary>More</summary>

**hidden**

</details>

${'a* '.repeat(3_000)}`;

/** An exported conversation with one question and this answer, whose parents go in a circle. */
function writeExport(answer: string): string {
  const message = { conversationId: 'c', state: 'complete' };
  const messages = [
    { ...message, id: 'q', parentId: 'a', role: 'user', content: 'How?', createdAt: 1 },
    { ...message, id: 'a', parentId: 'q', role: 'assistant', content: answer, createdAt: 2 },
  ];
  const conversation = {
    id: 'c',
    title: 'From a file',
    createdAt: 1,
    updatedAt: 1,
    leafId: 'gone',
  };
  return JSON.stringify({
    format: 'triptych-conversations',
    version: 1,
    conversations: [{ conversation, messages }],
  });
}

const toFile = (name: string, mimeType: string, content: string | Buffer) => ({
  name,
  mimeType,
  buffer: Buffer.from(content),
});

test('an answer shows every word and formula, and runs nothing', async ({ studio }) => {
  const { page } = studio;
  await studio.open('/#/chat');
  await page
    .getByLabel('Text files to add')
    .setInputFiles(toFile('all.json', 'application/json', writeExport(ANSWER)));
  const answer = page.getByRole('article', { name: 'Answer' });
  await expect(answer).toContainText('Use List<String> and type <your name>.');
  await expect(answer).toContainText("<script>document.title='ran'</script>");
  await expect(answer.locator('li .katex-display')).toHaveCount(1);
  await expect(answer.locator('li')).toHaveCount(2);
  await expect(answer.locator('li').first()).toContainText('then go on.');
  await expect(answer.locator('li').last()).toContainText('See [1], with');
  await expect(answer.locator('li').last().locator('.katex')).toHaveCount(1);
  await expect(answer.locator('[data-streamdown="strong"]').first()).toHaveText('「強調」');
  await expect(answer).toContainText('a* a* a*');
  await answer.getByText('More').click();
  await expect(answer.getByText('hidden')).toBeVisible();
  await expect(page).not.toHaveTitle('ran');
  await studio.checkAccessibility();
});

test('a dropped or pasted file goes into the question, or is refused with a reason', async ({
  studio,
}) => {
  const { page } = studio;
  await studio.open('/#/chat');
  const message = page.getByRole('textbox', { name: 'Message' });
  await message.fill('What is this?');
  const put = async (event: 'drop' | 'paste', name: string, type: string, text: string) => {
    const data = await page.evaluateHandle(
      ([fileName, mimeType, content]) => {
        const transfer = new DataTransfer();
        transfer.items.add(new File([content], fileName, { type: mimeType }));
        return transfer;
      },
      [name, type, text] as const,
    );
    if (event === 'drop') return message.dispatchEvent('drop', { dataTransfer: data });
    await message.evaluate(
      (field, clipboardData) =>
        field.dispatchEvent(
          new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }),
        ),
      data,
    );
  };
  await put('drop', 'notes.md', 'text/markdown', '# Notes');
  await expect(message).toHaveValue('What is this?\n\nnotes.md:\n```md\n# Notes\n```\n');
  await put('paste', 'shot.png', 'image/png', 'x');
  await expect(page.getByRole('alert')).toContainText(
    'shot.png: The chosen model reads text, not pictures.',
  );
  await studio.checkAccessibility();
  await page.getByRole('alert').getByRole('button', { name: 'Open Images' }).click();
  await expect(page).toHaveURL(/#\/images/);
});
