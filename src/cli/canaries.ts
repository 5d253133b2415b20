import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Adapter } from '../agents/adapter.js';
import type { Canary } from '../core/toolcall/health.js';
import { ringCanary } from '../node/canary.js';
import { ringOffline } from '../offline/ring-offline.js';

/**
 * Canary calls for many agents. The doorbell is one program for all of them: one agent rings it for real. The others
 * differ in their words alone; where the installed bundle is this very program, byte for byte, it is asked here what it
 * would answer them, and no process is started for each. In any other case every agent rings for real.
 */
export class Canaries {
  private first: Promise<Canary> | undefined;
  private same: boolean | undefined;

  constructor(
    private readonly launcher: string,
    private readonly installed: string,
    private readonly cwd: string,
  ) {}

  async ring(adapter: Adapter): Promise<Canary> {
    const real = (): Promise<Canary> =>
      ringCanary(this.launcher, adapter.id, adapter.harmless(this.cwd), this.cwd);
    if (this.first === undefined) {
      this.first = real();
      return this.first;
    }
    const first = await this.first;
    return first.kind === 'passed' && this.isSame() ? this.ask(adapter) : real();
  }

  private async ask(adapter: Adapter): Promise<Canary> {
    const payload = Buffer.from(JSON.stringify(adapter.harmless(this.cwd)));
    const answer = await ringOffline({ agent: adapter.id, payload, cwd: this.cwd, env: {} });
    if (answer.exitCode !== 0) return { kind: 'failed', words: answer.stderr.trim() };
    const words = answer.stdout.trim();
    return words === '{}' ? { kind: 'passed' } : { kind: 'refused', words };
  }

  private isSame(): boolean {
    this.same ??= programs.every((name) => isSameFile(join(__dirname, name), join(this.installed, name)));
    return this.same;
  }
}

/** What this program and the doorbell's answer without a window are made from: one build. */
const programs = ['cli.js', 'offline-judge.js'];

function isSameFile(a: string, b: string): boolean {
  try {
    return readFileSync(a).equals(readFileSync(b));
  } catch {
    return false;
  }
}
