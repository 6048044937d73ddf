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

/** As browsers write them: scheme, host and port, without a path. */
const originsSchema = listSchema.superRefine((origins, context) => {
  const wrong = origins.find((text) => !isOrigin(text));
  if (wrong !== undefined)
    context.addIssue({
      code: 'custom',
      message: `"${wrong}" is no origin such as https://studio.example.org, without a path`,
    });
});

function isOrigin(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  return url !== undefined && /^https?:$/.test(url.protocol) && url.origin === text;
}

/** Each checked; told as it was written, without the keys. */
const upstreamsSchema = listSchema.superRefine((texts, context) => {
  try {
    const repeated = findRepeatedName(texts.map(parseUpstream));
    if (repeated) context.addIssue({ code: 'custom', message: `${repeated} occurs twice` });
  } catch (thrown) {
    context.addIssue({ code: 'custom', message: (thrown as Error).message });
  }
});

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
  origins: originsSchema
    .default([])
    .describe('origins of other pages that may use the API, "," between them'),
  publicUrl: addressSchema
    .default('')
    .describe(
      'address that clients reach the server under, behind a proxy that has it in a folder',
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
  maxSeconds: number(0.1, 86_400).default(600).describe('seconds that one request may compute'),
  idleSeconds: number(1, 86_400)
    .default(900)
    .describe('seconds without work after which an engine is ended and its memory given back'),
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

/** Other machines are let in with a key, or on purpose without one. */
function checkTogether(settings: Settings): Settings {
  const isOpen = !isLoopback(settings.host) && !settings.allowNetwork;
  return isOpen ? { ...settings, requireKey: true } : settings;
}

/** Whether an address or name is this machine's own, which no other one reaches. */
export function isLoopback(host: string): boolean {
  const bare = host.replace(/^\[|\]$/g, '');
  if (bare === 'localhost' || bare.endsWith('.localhost') || bare === '::1') return true;
  return isIP(bare) === 4 && bare.startsWith('127.');
}

/** For `--help`. */
export function describeOptions(): string {
  const width = Math.max(...NAMES.map((name) => nameVariable(name).length));
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
  return [...settings, file].join('\n');
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
