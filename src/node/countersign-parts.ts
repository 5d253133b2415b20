import { hostname } from 'node:os';
import { join } from 'node:path';
import type { Trust } from '../core/countersign/trust.js';
import type { Result } from '../core/shared/result.js';
import { worldsHere } from '../engine/world.js';
import type { Courier } from '../ports/courier.js';
import type { Signer } from '../ports/signer.js';
import type { TrustRoot } from '../ports/trust.js';
import { accountName } from './account.js';
import { courierFor } from './couriers/courier-for.js';
import type { Home } from './files/home.js';
import { gitRepositoryOf } from './git/repository-of.js';
import { systemRandom } from './random.js';
import { Receipts } from './record/receipts.js';
import { marksAt } from './record/secret-marks.js';

export interface CountersignSetting {
  readonly home: Home;
  readonly trust: TrustRoot;
  readonly signer: Signer;
}

export function receiptsAt(home: Home): Receipts {
  return new Receipts(join(home.root, 'receipts'));
}

/** What countersigning needs of this machine, under one home. `dispose` ends the couriers that were opened. */
export function countersignPartsOn({ home, trust, signer }: CountersignSetting) {
  const worldOf = worldsHere();
  const couriers = new Map<string, Courier>();
  const receipts = receiptsAt(home);
  return {
    trust,
    signer,
    random: systemRandom,
    repository: (directory: string) => gitRepositoryOf(worldOf({ cwd: directory, env: {} })),
    markOf: marksAt(home),
    keepReceipt: (request: string, bytes: Uint8Array): void => receipts.keep(request, bytes),
    machine: hostname(),
    account: accountName(),
    courier: ({
      policy,
      remote,
    }: Trust): Result<Courier, { readonly code: string; readonly detail: string }> => {
      const key = `${policy.courier} ${remote}`;
      const open = couriers.get(key);
      if (open) return { ok: true, value: open };
      const opened = courierFor(policy.courier, { home, remote });
      if (opened.ok) couriers.set(key, opened.value);
      return opened;
    },
    dispose: (): void => {
      for (const courier of couriers.values()) courier.dispose();
      couriers.clear();
    },
  };
}
