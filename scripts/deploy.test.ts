/** What lies in deploy/: that its parts fit each other and the server, as far as no cluster is needed. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { describeOptions } from '../server/config.ts';
import { openRedisJobStore } from '../server/jobs/redis/redis-job-store.ts';
import {
  HAS_REDIS,
  startRedis,
  type RunningRedis,
} from '../server/jobs/redis/start-redis.fixture.ts';

const read = (path: string) => readFileSync(path, 'utf8');
/** Of a folder and those in it. */
const findFiles = (folder: string, ending: string) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith(ending))
    .map((path) => join(folder, path));

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'triptych-deploy-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

it('names no setting that does not exist', () => {
  const known = describeOptions();
  const files = [
    ...['.yaml', '.service', 'Dockerfile'].flatMap((ending) => findFiles('deploy', ending)),
    'docs/deploy.md',
  ];
  const named = files.flatMap((file) => read(file).match(/TRIPTYCH_[A-Z_]*[A-Z]/g) ?? []);
  expect(named.length).toBeGreaterThan(20);
  const unknown = named.filter(
    (name) => !known.includes(`  ${name} `) && !/^TRIPTYCH_UPSTREAM(_[A-Z]+_KEY)?$/.test(name),
  );
  expect(unknown).toEqual([]);
});

describe('the image', () => {
  const dockerfile = read('deploy/Dockerfile').replaceAll('\\\n', ' ');

  it('copies what is there', () => {
    const copied = [...dockerfile.matchAll(/^COPY (?:--from=(\S+) )?(.+) \S+$/gm)].flatMap(
      ([, from, sources = '']) => sources.split(' ').map((path) => ({ from, path })),
    );
    const own = copied.filter(({ from, path }) => from === undefined || path.startsWith('/app/'));
    expect(own.length).toBeGreaterThan(10);
    for (const { path } of own)
      if (path !== '/app/dist') expect(existsSync(path.replace('/app/', '')), path).toBe(true);
  });

  it.each([
    ['cpu', ['linux-x64'], ['linux-arm64']],
    ['cuda', ['linux-x64', 'linux-x64-cuda'], ['linux-arm64']],
  ])('keeps native code of its own machine alone, %s', (variant, x64, arm64) => {
    const place = join(folder, variant);
    const llama = join(place, 'node_modules/@node-llama-cpp');
    const ort = join(place, 'node_modules/onnxruntime-node/bin/napi-v6');
    const builds = ['linux-arm64', 'linux-x64', 'linux-x64-cuda', 'linux-x64-cuda-ext', 'win-x64'];
    for (const build of builds) mkdirSync(join(llama, build), { recursive: true });
    for (const build of ['linux/x64', 'linux/arm64', 'darwin/arm64', 'win32/x64'])
      mkdirSync(join(ort, build), { recursive: true });
    const script = join(process.cwd(), 'deploy/remove-other-binaries.sh');
    execFileSync('sh', [script, variant], { cwd: place });
    const isArm = process.arch === 'arm64';
    expect(readdirSync(llama).sort()).toEqual(isArm ? arm64 : x64);
    expect(findFiles(ort, '64')).toEqual([join(ort, isArm ? 'linux/arm64' : 'linux/x64')]);
  });
});

describe('the compose files', () => {
  it('have a gateway on this machine alone, and two workers', () => {
    const { services } = parse(read('deploy/compose.yaml'), { merge: true }) as {
      services: Record<string, { ports?: string[]; deploy?: { replicas: number } }>;
    };
    expect(Object.keys(services)).toEqual(['redis', 'gateway', 'worker']);
    expect(services.gateway?.ports).toEqual(['127.0.0.1:4174:4174']);
    expect(services.redis?.ports).toBeUndefined();
    expect(services.worker?.deploy).toEqual({ replicas: 2 });
  });
});

interface Manifest {
  kind: string;
  metadata: { name: string };
  spec: unknown;
}

describe('the Kubernetes manifests', () => {
  const manifests = findFiles('deploy/kubernetes', '.yaml')
    .flatMap((file) => parseAllDocuments(read(file)))
    .map((document) => document.toJS() as Manifest)
    .filter(({ kind }) => kind !== 'Kustomization');

  it('name only what there is', () => {
    const text = JSON.stringify(manifests);
    const named = (pattern: RegExp) => [...text.matchAll(pattern)].map(([, name]) => name);
    const are = (kind: string) =>
      manifests.filter((each) => each.kind === kind).map(({ metadata }) => metadata.name);
    expect(are('PersistentVolumeClaim')).toEqual(
      expect.arrayContaining(named(/"claimName":"([^"]+)"/g)),
    );
    expect(are('ConfigMap')).toEqual(
      expect.arrayContaining(named(/"configMapRef":\{"name":"([^"]+)"\}/g)),
    );
    expect(are('Service')).toEqual(expect.arrayContaining(named(/@([a-z]+):6379/g)));
    // The others are optional; this one docs/deploy.md has people make.
    expect(new Set(named(/"secretKeyRef":\{"name":"([^"]+)"/g))).toEqual(new Set(['redis']));
    expect(read('docs/deploy.md')).toContain('create secret generic redis');
  });

  it('are all in the base', () => {
    const { resources } = parse(read('deploy/kubernetes/base/kustomization.yaml')) as {
      resources: string[];
    };
    const files = readdirSync('deploy/kubernetes/base');
    expect([...resources, 'kustomization.yaml'].sort()).toEqual(files.sort());
  });

  describe.skipIf(!HAS_REDIS)('with Redis', () => {
    let redis: RunningRedis;
    beforeAll(async () => {
      redis = await startRedis(4740, folder);
    });
    afterAll(() => redis.stop());

    it('scale workers by the jobs that wait and those that run', async () => {
      const store = await openRedisJobStore(redis.url);
      for (const id of ['a', 'b', 'c']) await store.put({ id, order: id.charCodeAt(0) });
      await store.take();
      const { triggers } = manifests.find(({ kind }) => kind === 'ScaledObject')?.spec as {
        triggers: { name: string; metadata: { listName: string } }[];
      };
      const client = new Redis(redis.url);
      const counted = triggers.map(async ({ name, metadata: { listName } }) => {
        // As KEDA counts: by what the key holds.
        const isSorted = (await client.type(listName)) === 'zset';
        return [name, await (isSorted ? client.zcard(listName) : client.llen(listName))];
      });
      expect(Object.fromEntries(await Promise.all(counted))).toEqual({ waiting: 2, running: 1 });
      client.disconnect();
      await store.close();
    });
  });
});

const HAS_SYSTEMD = spawnSync('systemd-analyze', ['--version']).status === 0;

it.skipIf(!HAS_SYSTEMD)('has units that systemd understands', () => {
  for (const unit of findFiles('deploy/systemd', '.service')) {
    const { stderr } = spawnSync('systemd-analyze', ['verify', unit], { encoding: 'utf8' });
    // Node may lie elsewhere on this machine, and its user may be missing.
    expect(stderr.split('\n').filter((line) => line && !/not executable|user/i.test(line))).toEqual(
      [],
    );
  }
});
