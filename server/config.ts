import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { delimiter, resolve } from 'node:path';
import { z } from 'zod';
import {
  findRepeatedName,
  parseUpstream,
  readUpstreams,
  type UpstreamAddress,
} from './upstreams/upstream-address.ts';
import { LOG_FORMATS } from './log/log.ts';
import { DEFAULT_FOLDER, findMissingFolder } from './model-folders.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** A folder for each name between the platform's delimiters, or a list of folders. */
const foldersSchema = z
  .union([
    z.string().transform((text) => text.split(delimiter).filter(Boolean)),
    z.array(z.string().min(1)),
  ])
  .transform((folders) => folders.map((folder) => resolve(folder)))
  .superRefine((folders, context) => {
    const missing = findMissingFolder(folders);
    if (missing) context.addIssue({ code: 'custom', message: `${missing} does not exist` });
  });

const listSchema = z.union([
  z.string().transform((text) =>
    text
      .split(',')
      .map((name) => name.trim())
      .filter(Boolean),
  ),
  z.array(z.string().min(1)),
]);

/** Each checked; told as it was written, without the keys. */
const upstreamsSchema = listSchema.superRefine((texts, context) => {
  try {
    const repeated = findRepeatedName(texts.map(parseUpstream));
    if (repeated) context.addIssue({ code: 'custom', message: `${repeated} occurs twice` });
  } catch (thrown) {
    context.addIssue({ code: 'custom', message: (thrown as Error).message });
  }
});

/** As browsers write them. `*`: every site. */
const originsSchema = listSchema.superRefine((origins, context) => {
  const wrong = origins.find((origin) => origin !== '*' && !isOrigin(origin));
  if (wrong === undefined) return;
  const message = `${wrong} is not an origin such as https://example.org`;
  context.addIssue({ code: 'custom', message });
});

function isOrigin(text: string): boolean {
  return URL.canParse(text) && /^https?:/.test(text) && new URL(text).origin === text;
}

/** With a slash at the end, so that paths may follow. */
const addressSchema = z
  .union([
    z.literal(''),
    z.url({
      protocol: /^https?$/,
      error: 'it must be an address such as https://example.org/triptych/',
    }),
  ])
  .transform((address) => address && `${address.replace(/\/+$/, '')}/`);

/** As a person would write it. */
const switchSchema = z.union([z.boolean(), z.stringbool()], { error: 'it must be true or false' });

const number = (least: number, most: number, kind = 'number') => {
  const error = `it must be a ${kind} from ${least} to ${most}`;
  return z.coerce.number({ error }).min(least, { error }).max(most, { error });
};
const wholeNumber = (least: number, most: number) =>
  number(least, most, 'whole number').int({ error: 'it must be a whole number' });

/** What can be set: its meaning for `--help`, and its check. */
const SETTINGS = {
  host: z.string().min(1).default('127.0.0.1').describe('address to listen on'),
  port: wholeNumber(0, 65_535).default(4174).describe('port; 0 takes a free one'),
  names: listSchema
    .default([])
    .describe('names that the server is also reached under, "," between them'),
  publicUrl: addressSchema
    .default('')
    .describe(
      'address that clients reach the server under, behind a proxy that has it in a folder',
    ),
  origins: originsSchema
    .default([])
    .describe(
      'pages of other sites that may use the API, as https://example.org, "," between them',
    ),
  models: foldersSchema
    .default(() => (findMissingFolder([DEFAULT_FOLDER]) ? [] : [resolve(DEFAULT_FOLDER)]))
    .describe(
      `folders of weights in hub layout, "${delimiter}" between them; empty: only built-in models`,
    ),
  data: z
    .string()
    .min(1)
    .default('.cache/server')
    .transform((folder) => resolve(folder))
    .describe('folder for what the server keeps'),
  queue: z
    .string()
    .regex(/^(?:sqlite|rediss?:\/\/\S+)$/, 'it must be sqlite or redis://…')
    .default('sqlite')
    .describe('where jobs wait: sqlite (one machine), or the address of a Redis (many)'),
  workers: wholeNumber(0, 64)
    .default(1)
    .describe('jobs that this process runs at a time; 0: none, workers elsewhere run them'),
  maxWaiting: wholeNumber(1, 1e6).default(10_000).describe('jobs that may wait'),
  files: z
    .string()
    .default('')
    .describe("folder, or address of an S3 bucket, for results (none: in the server's data)"),
  keepDays: number(0.01, 3650)
    .default(7)
    .describe('days after which jobs that have ended, and their results, are removed'),
  keepMb: number(1, 1e9)
    .default(20_000)
    .describe('megabytes of results, beyond which those of the jobs that ended first are removed'),
  log: z
    .enum(LOG_FORMATS, { error: `it must be ${LOG_FORMATS.join(', ')}` })
    .default('pretty')
    .describe('how stderr is written: sentences (pretty), JSON lines (json), nothing (silent)'),
  logDays: number(0.01, 3650)
    .default(30)
    .describe('days after which requests are removed from the log'),
  logMb: number(0, 65_536)
    .default(64)
    .describe(
      'megabytes of logged requests, beyond which the oldest are removed; 0: none are kept',
    ),
  logPrompts: switchSchema
    .default(false)
    .describe('whether what people write is kept with their requests'),
  allowNetwork: switchSchema
    .default(false)
    .describe('whether other machines may connect without a key'),
  requireKey: switchSchema
    .default(false)
    .describe('whether programs on this machine need a key too; those on others always do'),
  upstreams: upstreamsSchema
    .default([])
    .describe('servers whose models are offered too, as [name=][kind+]url, "," between them'),
  maxBodyMb: number(0.001, 4096).default(64).describe("megabytes of a request's body"),
  maxPixels: wholeNumber(1, 2 ** 28)
    .default(64e6)
    .describe('pixels of a picture that is sent, all frames together'),
  fetchPictures: switchSchema
    .default(true)
    .describe('whether pictures that requests name by address are fetched from the internet'),
  maxSeconds: number(0.1, 86_400).default(600).describe('seconds that one request may compute'),
  idleSeconds: number(1, 86_400)
    .default(900)
    .describe('seconds without work after which a model is unloaded'),
  warm: listSchema
    .default([])
    .describe(
      'models that are loaded at the start and kept, as long as there is room, "," between',
    ),
  reserveMb: number(0, 1e6)
    .default(512)
    .describe('megabytes of memory that models leave free, on each GPU and beside them'),
  cacheMb: number(0, 65_536)
    .default(64)
    .describe('megabytes of pictures in memory that the same request is answered with'),
  drainSeconds: number(0, 3600)
    .default(30)
    .describe('seconds that running answers have to end after SIGTERM'),
} as const;

const settingsSchema = z.strictObject(SETTINGS);
export type Settings = z.output<typeof settingsSchema> & {
  /** The upstreams with their keys, which are never shown. */
  upstreamAddresses: readonly UpstreamAddress[];
};
type SettingName = keyof typeof SETTINGS;

const NAMES = Object.keys(SETTINGS) as SettingName[];
const CONFIG_VARIABLE = 'TRIPTYCH_CONFIG';
const TRACES_VARIABLE = 'OTEL_EXPORTER_OTLP_ENDPOINT';

/** `maxBodyMb` is `TRIPTYCH_MAX_BODY_MB`. */
function nameVariable(name: string): string {
  return `TRIPTYCH_${name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`;
}

/**
 * Settings from variables, which win, and from the JSON file that `TRIPTYCH_CONFIG` names. Throws an
 * Error of one sentence for a value that cannot be used.
 */
export function readSettings(environment: Environment): Settings {
  const path = environment[CONFIG_VARIABLE];
  const fromFile = path ? readFile(path) : {};
  const fromEnvironment = Object.fromEntries(
    NAMES.flatMap((name) => {
      const value = environment[nameVariable(name)];
      return value === undefined ? [] : [[name, value]];
    }),
  );
  const { success, data, error } = settingsSchema.safeParse({ ...fromFile, ...fromEnvironment });
  if (success)
    return checkTogether({
      ...data,
      upstreamAddresses: readUpstreams(data.upstreams, environment),
    });
  const [issue] = error.issues;
  throw new Error(explain(issue, issue?.path[0] as string | undefined, fromEnvironment, path));
}

function readFile(path: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(path, 'utf8'));
  } catch (thrown) {
    throw new Error(
      thrown instanceof SyntaxError
        ? `${CONFIG_VARIABLE} names ${path}, which is not valid JSON: ${thrown.message}.`
        : `${CONFIG_VARIABLE} names ${path}, which cannot be read.`,
    );
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return value as Record<string, unknown>;
  throw new Error(`${path} must be a JSON object such as {"port": 4174}.`);
}

function explain(
  issue: z.core.$ZodIssue | undefined,
  name: string | undefined,
  fromEnvironment: Record<string, unknown>,
  path: string | undefined,
): string {
  if (issue?.code === 'unrecognized_keys')
    return `${path} has the setting "${issue.keys[0]}", which does not exist. Settings: ${NAMES.join(', ')}.`;
  const isVariable = name !== undefined && name in fromEnvironment;
  const place = isVariable ? nameVariable(name) : `"${name}" in ${path}`;
  return `${place} cannot be used: ${issue?.message}.`;
}

/** Other machines are let in with a key, or on purpose without one; all sites only with one. */
function checkTogether(settings: Settings): Settings {
  const isOpen = !isLoopback(settings.host) && !settings.allowNetwork;
  return isOpen || settings.origins.includes('*') ? { ...settings, requireKey: true } : settings;
}

/** Whether an address or name is this machine's own, which no other one reaches. */
export function isLoopback(host: string): boolean {
  const bare = host.replace(/^\[|\]$/g, '');
  if (bare === 'localhost' || bare.endsWith('.localhost') || bare === '::1') return true;
  return isIP(bare) === 4 && bare.startsWith('127.');
}

/** For `--help`. */
export function describeOptions(): string {
  const width = Math.max(
    ...[...NAMES.map(nameVariable), TRACES_VARIABLE].map(({ length }) => length),
  );
  const line = (variable: string, meaning: string) => `  ${variable.padEnd(width)}  ${meaning}`;
  const settings = NAMES.map((name) => {
    const schema = SETTINGS[name];
    const standard: unknown = schema.parse(undefined);
    return line(nameVariable(name), `${schema.description} (${showValue(standard)})`);
  });
  const file = line(
    CONFIG_VARIABLE,
    'a JSON file with settings, such as {"port": 4174, "maxSeconds": 60}',
  );
  const traces = line(
    TRACES_VARIABLE,
    "address of a collector of traces, such as http://127.0.0.1:4318; OpenTelemetry's other variables count too (none)",
  );
  return [...settings, file, traces].join('\n');
}

/** What is set, a line for each, to be printed at the start. */
export function describeSettings(settings: Settings): string {
  return NAMES.map((name) => `  ${name}: ${showValue(settings[name])}`).join('\n');
}

/** Addresses without their passwords, for whatever is printed. */
export function hidePasswords(text: string): string {
  return text.replaceAll(/(\w+:\/\/)[^@/\s]+@/g, '$1…@');
}

function showValue(value: unknown): string {
  const text = Array.isArray(value) ? value.join(', ') : String(value);
  return hidePasswords(text) || 'none';
}
