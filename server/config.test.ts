import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { describeOptions, describeSettings, isLoopback, readSettings } from './config.ts';

let folder: string;
beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'triptych-config-'))));
afterEach(() => rm(folder, { recursive: true }));

async function writeConfig(content: string): Promise<string> {
  const path = join(folder, 'config.json');
  await writeFile(path, content);
  return path;
}

it('has a value for everything, and takes others from variables', () => {
  expect(readSettings({ TRIPTYCH_MODELS: '' })).toMatchObject({
    host: '127.0.0.1',
    port: 4174,
    models: [],
    allowNetwork: false,
    maxBodyMb: 64,
  });
  const models = [folder, tmpdir()];
  const set = readSettings({
    TRIPTYCH_PORT: '0',
    TRIPTYCH_MODELS: models.join(delimiter),
    TRIPTYCH_HOST: '0.0.0.0',
    TRIPTYCH_ALLOW_NETWORK: 'yes',
    TRIPTYCH_MAX_SECONDS: '2.5',
    TRIPTYCH_WARM: 'qwen/qwen3, triptych/stickers',
    TRIPTYCH_RESERVE_MB: '2000',
  });
  expect(set).toMatchObject({ port: 0, models, host: '0.0.0.0', maxSeconds: 2.5 });
  expect(set).toMatchObject({ warm: ['qwen/qwen3', 'triptych/stickers'], reserveMb: 2000 });
});

it('takes the address that a proxy has for it', () => {
  const read = (address: string) => readSettings({ TRIPTYCH_PUBLIC_URL: address }).publicUrl;
  expect(read('https://example.org/triptych')).toBe('https://example.org/triptych/');
  expect(() => read('example.org')).toThrow(
    'TRIPTYCH_PUBLIC_URL cannot be used: it must be an address such as https://example.org/triptych/.',
  );
});

it('lets all sites in only with a key', () => {
  const read = (origins: string) => readSettings({ TRIPTYCH_ORIGINS: origins });
  expect(read('https://a.test, http://localhost:5173')).toMatchObject({
    origins: ['https://a.test', 'http://localhost:5173'],
    requireKey: false,
  });
  expect(read('*')).toMatchObject({ origins: ['*'], requireKey: true });
  for (const wrong of ['a.test', 'https://a.test/', 'https://a.test/path', 'file:///a'])
    expect(() => read(wrong)).toThrow(/^TRIPTYCH_ORIGINS .* is not an origin such as/);
});

it('takes settings from a file, over which variables win', async () => {
  const config = { port: 5000, models: [folder], maxPixels: 1000 };
  const path = await writeConfig(JSON.stringify(config));
  const set = readSettings({ TRIPTYCH_CONFIG: path, TRIPTYCH_PORT: '5001' });
  expect(set).toMatchObject({ ...config, port: 5001 });
});

it.each([
  [{ TRIPTYCH_PORT: 'abc' }, /^TRIPTYCH_PORT cannot be used: .*0 to 65535\.$/],
  [{ TRIPTYCH_PORT: '4.5' }, /whole number/],
  [{ TRIPTYCH_MAX_PIXELS: '-1' }, /^TRIPTYCH_MAX_PIXELS cannot be used/],
  [{ TRIPTYCH_ALLOW_NETWORK: 'perhaps' }, /true or false/],
  [
    { TRIPTYCH_MODELS: '/no/such/folder' },
    /^TRIPTYCH_MODELS .*\/no\/such\/folder does not exist\.$/,
  ],
  [{ TRIPTYCH_CONFIG: '/no/such/file' }, /cannot be read\.$/],
])('refuses %o in one sentence', (environment, sentence) => {
  expect(() => readSettings(environment)).toThrow(sentence);
});

it.each([
  ['{', /not valid JSON/],
  ['[]', /must be a JSON object/],
  ['{"ports": 1}', /has the setting "ports", which does not exist\. Settings: host, port/],
  ['{"port": "many"}', /^"port" in .*config\.json cannot be used: /],
])('refuses the file %s in one sentence', async (content, sentence) => {
  const path = await writeConfig(content);
  expect(() => readSettings({ TRIPTYCH_CONFIG: path })).toThrow(sentence);
});

it('names every variable with its default, and prints what is set', () => {
  const help = describeOptions();
  for (const line of [
    /TRIPTYCH_HOST +address to listen on \(127\.0\.0\.1\)/,
    /TRIPTYCH_MAX_BODY_MB .*\(64\)/,
    /TRIPTYCH_DRAIN_SECONDS .*\(30\)/,
    /TRIPTYCH_CONFIG /,
    /OTEL_EXPORTER_OTLP_ENDPOINT +address of a collector of traces/,
  ])
    expect(help).toMatch(line);
  expect(describeSettings(readSettings({ TRIPTYCH_MODELS: '' }))).toContain('models: none');
});

it('knows what no other machine reaches', () => {
  const own = ['127.0.0.1', '127.8.8.8', 'localhost', 'studio.localhost', '::1', '[::1]'];
  const others = ['0.0.0.0', '::', '192.168.1.2', 'example.org', '127.0.0.1.example.org'];
  expect(own.map(isLoopback)).toEqual(own.map(() => true));
  expect(others.map(isLoopback)).toEqual(others.map(() => false));
});

it('takes upstreams, and shows them without their keys', () => {
  const settings = readSettings({
    TRIPTYCH_MODELS: '',
    TRIPTYCH_UPSTREAMS: 'big=http://rack:8000/v1, sdapi+http://gpu:7860',
    TRIPTYCH_UPSTREAM_BIG_KEY: 'sesame',
  });
  expect(settings.upstreamAddresses).toEqual([
    { name: 'big', kind: 'openai', url: 'http://rack:8000', key: 'sesame' },
    { name: 'gpu-7860', kind: 'sdapi', url: 'http://gpu:7860' },
  ]);
  expect(describeSettings(settings)).not.toContain('sesame');
  const twice = { TRIPTYCH_UPSTREAMS: 'a=http://b, a=http://c' };
  expect(() => readSettings(twice)).toThrow('TRIPTYCH_UPSTREAMS cannot be used: a occurs twice.');
});

it('wants a key as soon as other machines can reach it', () => {
  expect(readSettings({ TRIPTYCH_MODELS: '' }).requireKey).toBe(false);
  const wide = { TRIPTYCH_MODELS: '', TRIPTYCH_HOST: '0.0.0.0' };
  expect(readSettings(wide).requireKey).toBe(true);
  expect(readSettings({ ...wide, TRIPTYCH_ALLOW_NETWORK: 'true' }).requireKey).toBe(false);
});
