import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isJsonObject, parseJson } from '../../core/shared/json.js';
import { err, ok, type Result } from '../../core/shared/result.js';
import type { CourierFailure } from '../../ports/courier.js';
import { accountName } from '../account.js';
import { courierFor } from '../couriers/courier-for.js';
import { readCourierUrl } from '../couriers/courier-url.js';
import { failure } from '../couriers/failure.js';
import type { NatsRecordSetting } from '../couriers/nats-records.js';
import { errorCode } from '../files/disk.js';
import type { Home } from '../files/home.js';
import { CourierRecordRoute, CourierRecordSource } from './courier-records.js';
import type { OpenRoute } from './outbox.js';
import type { RecordSource } from './record-source.js';

/** How a URL carries records: over a stream, or by a courier that the team has; undefined for neither. */
export function carrierOf(url: string): 'stream' | 'courier' | undefined {
  const read = readCourierUrl(url, undefined);
  if (!read.ok || read.value.kind === 'paste') return undefined;
  return read.value.kind === 'nats' ? 'stream' : 'courier';
}

/** Where the records of others come from, for the archive of a name. */
export async function openSource(
  url: string,
  home: Home,
  archive: string,
): Promise<Result<RecordSource, CourierFailure>> {
  const stream = streamOf(url, home);
  if (stream !== undefined) {
    if (!stream.ok) return stream;
    const { NatsRecordSource } = await import('../couriers/nats-client.js');
    return NatsRecordSource.open(stream.value, archive);
  }
  const courier = courierFor(url, { home });
  if (!courier.ok) return failure('unusable', courier.error.detail);
  const there = await courier.value.list('entries');
  if (there.ok) return ok(new CourierRecordSource(courier.value));
  courier.value.dispose();
  return there;
}

/** How this home's own record goes to its archive. */
export function routesOf(home: Home): OpenRoute {
  return async ({ url }, to) => {
    const stream = streamOf(url, home);
    if (stream !== undefined) {
      if (!stream.ok) return stream;
      const { NatsRecordRoute } = await import('../couriers/nats-client.js');
      return NatsRecordRoute.open(stream.value, { ...to, person: personOf(stream.value.credentials) });
    }
    const courier = courierFor(url, { home });
    return courier.ok
      ? ok(new CourierRecordRoute(courier.value, to))
      : failure('unusable', courier.error.detail);
  };
}

function streamOf(url: string, home: Home): Result<NatsRecordSetting, CourierFailure> | undefined {
  const read = readCourierUrl(url, undefined);
  if (!read.ok || read.value.kind !== 'nats') return undefined;
  const { server, isTls, team } = read.value;
  try {
    const secret = (name: string): string | undefined => {
      const path = join(home.root, name);
      return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
    };
    return ok({
      server,
      isTls,
      organisation: team,
      credentials: secret('nats.creds'),
      ca: secret('nats-ca.pem'),
    });
  } catch (error) {
    return err({ code: 'unusable', detail: `credentials: ${errorCode(error)}` });
  }
}

/** The name under which the server lets these credentials publish. */
function personOf(credentials: string | undefined): string {
  const text = credentials?.trim() ?? '';
  const token = /-----BEGIN NATS USER JWT-----\s*([\w.-]+)/.exec(text)?.[1];
  const claims = parseJson(Buffer.from(token?.split('.')[1] ?? '', 'base64url').toString());
  const named = isJsonObject(claims) && typeof claims['name'] === 'string' ? claims['name'] : undefined;
  const user = /^([^:\s]+):/.exec(text)?.[1];
  return (named ?? (token === undefined ? user : undefined) ?? accountName()).replace(/[^\w-]/g, '-') || '-';
}
