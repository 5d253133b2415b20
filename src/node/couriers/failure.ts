import { err, type Result } from '../../core/shared/result.js';
import type { CourierFailure } from '../../ports/courier.js';
import { errorCode } from '../files/disk.js';

export function failure(
  code: CourierFailure['code'],
  detail: string,
): { readonly ok: false; readonly error: CourierFailure } {
  return err({ code, detail: withoutSecrets(detail) });
}

/** Nothing that waits for another machine waits for ever. A promise that fails is a failure too. */
export async function withinTime<T>(
  ms: number,
  work: Promise<Result<T, CourierFailure>>,
): Promise<Result<T, CourierFailure>> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Result<T, CourierFailure>>((resolve) => {
    timer = setTimeout(() => resolve(failure('timeout', `no answer within ${ms} ms`)), ms);
  });
  try {
    return await Promise.race([work, late]);
  } catch (error) {
    return failure('unreachable', errorCode(error));
  } finally {
    clearTimeout(timer);
  }
}

/** `https://ada:token@host/` -> `https://host/`; one line, of a length that fits on a card. */
function withoutSecrets(text: string): string {
  return text
    .replace(/(?<=[a-z0-9+.-]:\/\/)[^/\s@]*@/gi, '')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 300);
}
