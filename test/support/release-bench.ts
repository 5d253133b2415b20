/** Measures how long a signature takes to become a release: from the peer's put to the agent's answer. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { answerPlace } from '../../src/core/countersign/answer-statement.js';
import { decodeRequestStatement } from '../../src/core/countersign/decode-statement.js';
import { toBase64 } from '../../src/core/countersign/ssh-base64.js';
import { courierFor } from '../../src/node/couriers/courier-for.js';
import { homeAt } from '../../src/node/files/home.js';
import type { Courier } from '../../src/ports/courier.js';
import { bareRepository } from './bare-repository.js';
import { answerBytes, ben } from './countersigners.js';
import { heard } from './desk.js';
import { gitOverHttp } from './git-http.js';
import { natsServer } from './nats-server.js';
import { PeersOffice } from './peers.js';
import { until } from './until.js';

type Couriers = { readonly of: (person: string) => Courier; close(): Promise<void> };

const kinds: Readonly<Record<string, (root: string) => Promise<Couriers | undefined>>> = {
  'git file://': async (root) => byUrl(root, `git+file://${bareRepository(join(root, 'r.git'))}`),
  'git http:// on loopback': async (root) => {
    const server = await gitOverHttp(bareRepository(join(root, 'r.git')));
    return byUrl(root, `git+${server.url}`, server.close);
  },
  nats: async (root) => {
    const server = await natsServer(join(root, 'nats'));
    return server && byUrl(root, `${server.url}/team-a`, server.close);
  },
};

function byUrl(root: string, url: string, close: () => Promise<void> = async () => undefined): Couriers {
  return {
    of: (person) => {
      const made = courierFor(url, { home: homeAt(join(root, person)) });
      if (!made.ok) throw new Error(JSON.stringify(made.error));
      return made.value;
    },
    close,
  };
}

/** Milliseconds of each round, by courier; a courier whose server is not here is left out. */
export async function releaseTimes(rounds: number): Promise<Readonly<Record<string, readonly number[]>>> {
  const found: Record<string, readonly number[]> = {};
  // Couriers let their process end; this one has to wait.
  const alive = setInterval(() => undefined, 1_000);
  for (const [name, open] of Object.entries(kinds)) {
    const root = mkdtempSync(join(tmpdir(), 'cs-release-'));
    const couriers = await open(root);
    if (couriers) {
      const [own, peer] = [couriers.of('mara'), couriers.of('ben')];
      const times: number[] = [];
      for (let round = 0; round < rounds; round += 1) times.push(await once(own, peer, round));
      found[name] = times;
      own.dispose();
      peer.dispose();
      await couriers.close();
    }
    rmSync(root, { recursive: true, force: true, maxRetries: 5 });
  }
  clearInterval(alive);
  return found;
}

async function once(own: Courier, peer: Courier, round: number): Promise<number> {
  const office = new PeersOffice({ courier: own });
  office.window = 1_000 + round;
  const { request, answer } = await office.hold();
  await office.confirm(request);
  await until('the request at the courier', () =>
    office.at.desk.peersOf(request.id).progress?.phase === 'waiting' ? true : undefined,
  );
  const sent = office.at.desk.requests().find((one) => one.id === request.id)?.sent;
  const statement = decodeRequestStatement(sent?.statement ?? '');
  const key = office.keys[ben];
  if (!statement.ok || !key) throw new Error('expected a statement');
  // A person takes their time: the answer comes at any moment of the polling.
  await new Promise((resolve) => setTimeout(resolve, 200 + ((round * 373) % 1_000)));
  const bytes = answerBytes(statement.value, ben, key, { signedAt: office.clock.now() });
  const signer = answerPlace(toBase64(key.blob), 'approval');
  const started = performance.now();
  await peer.put({ kind: 'answer', id: statement.value.id, signer }, bytes);
  const text = heard(await answer);
  const took = performance.now() - started;
  await office.at.desk.dispose();
  if (!text.startsWith('allow')) throw new Error(`expected allow, got ${text}`);
  return took;
}
