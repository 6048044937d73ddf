import type { z } from '@hono/zod-openapi';
import { requestListSchema, serverReportSchema } from '../../api/admin/admin-schema.ts';
import { keyListSchema, keySchema, newKeySchema } from '../../api/admin/key-schema.ts';
import { cancelledJobSchema } from '../../api/jobs/job-schema.ts';
import type { CompanionAdmin } from '../../engine/companion/companion-admin.ts';
import { askApi, type ApiAddress, type ApiRequest } from '../call-api.ts';
import { describeCompanionFailure } from './companion-failure.ts';

/** How many of the newest requests are listed. */
const LISTED = 100;
/** An answer that takes longer is none. */
const WITHIN_MS = 15_000;

/** Asks a companion's routes for administration. */
export function createCompanionAdmin(address: ApiAddress): CompanionAdmin {
  async function ask<Schema extends z.ZodType>(
    schema: Schema,
    request: ApiRequest,
    signal: AbortSignal,
  ): Promise<z.output<Schema>> {
    const within = AbortSignal.any([signal, AbortSignal.timeout(WITHIN_MS)]);
    try {
      return await askApi(address, schema, request, within);
    } catch (thrown) {
      throw describeCompanionFailure(thrown, { url: address.origin, signal, hasBegun: false });
    }
  }
  const post = (path: string) => ({ path, method: 'POST' }) as const;
  return {
    readReport: (signal) => ask(serverReportSchema, { path: '/admin/state' }, signal),
    async listRequests(signal) {
      const path = `/admin/requests?limit=${LISTED}`;
      return (await ask(requestListSchema, { path }, signal)).requests;
    },
    listKeys: async (signal) => (await ask(keyListSchema, { path: '/admin/keys' }, signal)).keys,
    createKey: async (wanted, signal) =>
      (await ask(newKeySchema, { path: '/admin/keys', body: wanted }, signal)).key,
    async revokeKey(id, signal) {
      await ask(keySchema, post(`/admin/keys/${encodeURIComponent(id)}/revoke`), signal);
    },
    async cancelJob(id, signal) {
      await ask(cancelledJobSchema, post(`/admin/jobs/${encodeURIComponent(id)}/cancel`), signal);
    },
  };
}
