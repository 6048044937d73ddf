import { describe, expect, it } from 'vitest';
import { runKeysCommand } from './keys-command.ts';
import type { SharedKeyRing } from './keys.ts';

/** What every place for keys must do. `open` makes an empty one, whose time is told. */
export function describeKeys(
  name: string,
  open: (now: () => number) => Promise<SharedKeyRing>,
): void {
  describe(`keys in ${name}`, () => {
    it('are known, and no others', async () => {
      const keys = await open(Date.now);
      expect(keys.hasUsable()).toBe(false);
      const key = await keys.create('laptop');
      expect(keys.hasUsable()).toBe(true);
      expect(keys.find(key)).toMatchObject({ name: 'laptop' });
      const wrong = `${key.slice(0, -1)}${key.endsWith('A') ? 'B' : 'A'}`;
      for (const other of [wrong, '', 'tk_', `${key}x`, key.toUpperCase()])
        expect(keys.find(other)).toBeUndefined();
    });

    it('end by time and by hand', async () => {
      let time = Date.UTC(2026, 0, 1);
      const keys = await open(() => time);
      const short = await keys.create('short', { expiresAt: time + 1000 });
      const long = await keys.create('long');
      time += 1001;
      expect([keys.find(short), keys.find(long)?.name]).toEqual([undefined, 'long']);
      expect([await keys.revoke('long'), await keys.revoke('long')]).toEqual([1, 0]);
      expect(keys.find(long)).toBeUndefined();
      expect(keys.hasUsable()).toBe(false);
    });

    it('note when they were used, to the minute', async () => {
      let time = Date.UTC(2026, 0, 1);
      const keys = await open(() => time);
      const key = await keys.create('laptop');
      const use = () => keys.noteUse(keys.find(key) ?? { id: '' });
      const readLastUse = async () => (await keys.list())[0]?.lastUsedAt;
      expect(await readLastUse()).toBeUndefined();
      const begin = (time += 5000);
      use();
      time += 59_000;
      use();
      expect(await readLastUse()).toBe(begin);
      time += 1000;
      use();
      expect(await readLastUse()).toBe(begin + 60_000);
      expect(await runKeysCommand(keys, ['list'])).toContain('last used 2026-01-01');
    });

    it('are managed by commands', async () => {
      const keys = await open(Date.now);
      const key = await runKeysCommand(keys, ['create', 'phone', '--days', '30']);
      expect(keys.find(key)).toMatchObject({ name: 'phone' });
      expect(await runKeysCommand(keys, ['list'])).toMatch(/phone .*expires/);
      expect(await runKeysCommand(keys, ['list'])).not.toContain(key.slice(-20));
      expect(await runKeysCommand(keys, ['revoke', 'phone'])).toMatch(/no longer/);
      for (const args of [[], ['create'], ['create', 'x', '--days', '-1'], ['revoke', 'nobody']])
        await expect(runKeysCommand(keys, args)).rejects.toThrow();
    });

    it('keep what they may be used for, and how much', async () => {
      const keys = await open(Date.now);
      const limits = ['--limit', 'tokens=5000/day,requests=10/minute', '--limit', 'pictures=3/day'];
      const command = ['create', 'app', '--scope', 'chat,images', ...limits];
      const key = await runKeysCommand(keys, command);
      expect(keys.find(key)).toMatchObject({
        scopes: ['chat', 'images'],
        limits: [
          { unit: 'tokens', amount: 5000, per: 'day' },
          { unit: 'requests', amount: 10, per: 'minute' },
          { unit: 'pictures', amount: 3, per: 'day' },
        ],
      });
      expect(await runKeysCommand(keys, ['list'])).toContain(
        'chat,images  tokens=5000/day requests=10/minute pictures=3/day',
      );
      const fail = (...args: string[]) =>
        expect(runKeysCommand(keys, ['create', 'x', ...args])).rejects;
      for (const wrong of [
        'tokens',
        'tokens=0/day',
        'tokens=5/year',
        'cats=1/day',
        'tokens=-1/day',
      ])
        await fail('--limit', wrong).toThrow(/not a limit/);
      await fail('--scope', 'all').toThrow(/no scope "all"/);
      await fail('--limit', 'tokens=1/day', '--limit', 'tokens=2/day').toThrow(/twice/);
    });
  });
}
