/** A window's gate and desk in the test's own process: only the editor is missing. */
import type { Request } from '../../src/core/approval/request.js';
import { defaultSettings, type PolicySettings } from '../../src/core/policy/settings.js';
import type { Entry } from '../../src/core/record/entry.js';
import { Desk } from '../../src/desk/desk.js';
import { createJudge } from '../../src/engine/judge.js';
import type { Home } from '../../src/node/files/home.js';
import { startGate } from '../../src/node/gate/gate-server.js';
import { portsInThread } from './ports.js';
import { until } from './until.js';

export interface GateWindow {
  readonly desk: Desk;
  readonly socket: string;
  /** The oldest request that a person is asked about now. */
  held(): Promise<Request>;
  /** Says yes, with the name where it is asked for. */
  approve(request: Request): Promise<void>;
  deny(request: Request, reason: string): Promise<void>;
  /** The record, oldest first. */
  entries(): readonly Entry['body'][];
  close(): Promise<void>;
}

export async function openGateWindow(
  home: Home,
  folders: readonly string[],
  settings: Partial<PolicySettings> = {},
): Promise<GateWindow> {
  const ports = portsInThread(home);
  const parts = { ...ports, judge: createJudge() };
  const desk = new Desk({ ...parts, settings: () => ({ ...defaultSettings, ...settings }) });
  await desk.restore();
  const gate = await startGate({ home, id: ports.id, folders, desk, random: ports.random });
  const decide = async (request: Request, decision: Parameters<Desk['decide']>[1]): Promise<void> => {
    const decided = await desk.decide(request.id, decision);
    if (!decided.ok) throw new Error(`could not be decided: ${decided.error}`);
  };
  return {
    desk,
    socket: gate.registration.socket,
    held: () =>
      until('a held call', () => desk.requests().find((request) => request.state.kind === 'pending')),
    approve: (request) => {
      const typed = request.ceremony.kind === 'confirm' ? '' : request.ceremony.name;
      return decide(request, { kind: 'approve', digest: request.digest, typed });
    },
    deny: (request, reason) => decide(request, { kind: 'deny', digest: request.digest, reason }),
    entries: () => {
      const newest = desk.newest(10_000);
      return newest.ok ? [...newest.value].reverse().map(({ body }) => body) : [];
    },
    close: async () => {
      await desk.dispose();
      await gate.dispose();
    },
  };
}
