import * as z from 'zod/mini';
import { MODEL_PARAMETER, REVISION_PARAMETER } from './claim/manifest-definition.ts';
import type {
  CredentialsReport,
  CredentialsState,
  ReportedAction,
  ReportedIngredient,
} from './credentials-report.ts';

/** Texts and lists of a file, which may be as long as somebody liked. */
const MAX_TEXT_LENGTH = 300;
const MAX_ITEMS = 50;

/** Everything beside what is read here is passed over; a text of another form is left out. */
const text = z.catch(z.optional(z.pipe(z.string(), z.transform(shorten))), undefined);
const list = <T>(item: z.ZodMiniType<T>) =>
  z.catch(
    z.optional(
      z.pipe(
        z.array(z.unknown()),
        z.transform((items) => keep(items, item)),
      ),
    ),
    [],
  );

const softwareSchema = z.union([
  z.pipe(z.string(), z.transform(shorten)),
  z.pipe(z.object({ name: text, version: text }), z.transform(nameSoftware)),
]);
const actionSchema = z.object({
  action: z.string(),
  when: text,
  softwareAgent: z.catch(z.optional(softwareSchema), undefined),
  digitalSourceType: text,
  description: text,
  parameters: z.catch(
    z.optional(z.object({ [MODEL_PARAMETER]: text, [REVISION_PARAMETER]: text })),
    undefined,
  ),
});
const assertionSchema = z.object({
  label: z.string(),
  data: z.object({ actions: list(actionSchema) }),
});
const failuresSchema = list(z.object({ code: z.string() }));
const ingredientSchema = z.object({
  title: text,
  active_manifest: text,
  validation_status: failuresSchema,
  validation_results: z.catch(
    z.optional(z.object({ activeManifest: z.object({ failure: failuresSchema }) })),
    undefined,
  ),
});
const manifestSchema = z.object({
  claim_generator: text,
  claim_generator_info: list(softwareSchema),
  signature_info: z.catch(
    z.optional(z.object({ common_name: text, issuer: text, time: text })),
    undefined,
  ),
  assertions: list(assertionSchema),
  ingredients: list(ingredientSchema),
});
type Manifest = z.infer<typeof manifestSchema>;

const storeSchema = z.object({
  active_manifest: z.string(),
  manifests: z.record(z.string(), z.unknown()),
  validation_state: text,
  validation_status: failuresSchema,
});

/** Failures that mean: these are not the bytes that were signed. */
const CHANGED =
  /^(?:assertion\.(?:dataHash|bmffHash|boxesHash|collectionHash|hashedURI)|claimSignature)\.mismatch$/;
/** Nobody vouches for the signer: the usual case here, and no failure. */
const UNTRUSTED = 'signingCredential.untrusted';

/** Credentials of which nothing can be read. */
export const BROKEN: CredentialsReport = {
  state: 'broken',
  actions: [],
  ingredients: [],
  problems: [],
};

/** What c2pa-rs has found in a file; `broken` where that has not the form it should have. */
export function readManifestStore(found: unknown): CredentialsReport {
  const store = storeSchema.safeParse(found).data;
  const manifest = store && readManifest(store.manifests, store.active_manifest);
  if (!store || !manifest) return BROKEN;
  const problems = listProblems(store.validation_status);
  const { signature_info: signature, claim_generator_info: [software] = [] } = manifest;
  return {
    state: judge(store.validation_state, problems),
    signer: nameSigner(manifest),
    at: signature?.time ?? listActions(manifest).findLast(({ when }) => when)?.when,
    generator: software ?? manifest.claim_generator,
    actions: reportActions(manifest),
    ingredients: (manifest.ingredients ?? []).map((each) =>
      reportIngredient(each, readManifest(store.manifests, each.active_manifest)),
    ),
    problems,
  };
}

function readManifest(
  manifests: Readonly<Record<string, unknown>>,
  label: string | undefined,
): Manifest | undefined {
  return label === undefined ? undefined : manifestSchema.safeParse(manifests[label]).data;
}

function nameSigner({ signature_info: signature }: Manifest): string | undefined {
  return signature?.common_name ?? signature?.issuer;
}

function listActions({ assertions = [] }: Manifest): z.infer<typeof actionSchema>[] {
  return assertions.flatMap(({ label, data }) =>
    label.startsWith('c2pa.actions') ? (data.actions ?? []) : [],
  );
}

function listProblems(failures: readonly { code: string }[] = []): string[] {
  return failures.map(({ code }) => shorten(code)).filter((code) => code !== UNTRUSTED);
}

function judge(state: string | undefined, problems: readonly string[]): CredentialsState {
  if (problems.some((code) => CHANGED.test(code))) return 'changed';
  if (state === 'Trusted') return 'yours';
  return state === 'Valid' ? 'unknown-signer' : 'broken';
}

function reportActions(manifest: Manifest): ReportedAction[] {
  return listActions(manifest)
    .slice(0, MAX_ITEMS)
    .map(({ action, description, digitalSourceType, softwareAgent, parameters }) => ({
      action: shorten(action),
      description,
      sourceType: digitalSourceType?.split('/').at(-1),
      software: softwareAgent,
      model: parameters?.[MODEL_PARAMETER],
      revision: parameters?.[REVISION_PARAMETER],
    }));
}

function reportIngredient(
  { title, validation_status, validation_results }: z.infer<typeof ingredientSchema>,
  manifest: Manifest | undefined,
): ReportedIngredient {
  if (!manifest) return { title, credentials: 'none', actions: [] };
  const problems = [validation_status, validation_results?.activeManifest.failure].flatMap(
    (failures) => listProblems(failures),
  );
  return {
    title,
    credentials: problems.length > 0 ? 'invalid' : 'valid',
    signer: nameSigner(manifest),
    actions: reportActions(manifest),
  };
}

function nameSoftware({
  name,
  version,
}: {
  name?: string | undefined;
  version?: string | undefined;
}): string {
  return [name, version].filter(Boolean).join(' ');
}

function shorten(value: string): string {
  return value.length > MAX_TEXT_LENGTH ? `${value.slice(0, MAX_TEXT_LENGTH)}…` : value;
}

/** Those that have the form, up to the limit. */
function keep<T>(items: readonly unknown[], item: z.ZodMiniType<T>): T[] {
  return items.slice(0, MAX_ITEMS).flatMap((each) => {
    const parsed = item.safeParse(each);
    return parsed.success ? [parsed.data] : [];
  });
}
