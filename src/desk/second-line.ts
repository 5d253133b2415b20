import { bands } from '../core/risk/assessment.js';
import { canonical } from '../core/shared/canonical.js';
import type { McpPayload } from '../core/toolcall/toolcall.js';
import type { Judged } from './ring.js';

/** How long after a hook was let go its call may ring again at the second line: its agent may still ask its user. */
const withinMs = 120_000;

const remembered = 200;

/** One thing that a person's yes let go, for one ring of the second line behind the hook. */
interface Errand {
  readonly request: string;
  readonly at: number;
  readonly rank: number;
}

/**
 * What agents' hooks were let go with, so that the second line behind them (the MCP gateway, the terminal guard) does
 * not ask a person for the same thing again. Each errand is done once, and only where the second line sees no more in it.
 */
export class SecondLine {
  private readonly errands = new Map<string, Errand>();

  /** Notes what a person's yes let go. The second line itself gives no errands. */
  released(judged: Judged, request: string, now: number): void {
    const key = isSecondLine(judged) ? undefined : errandOf(judged);
    if (key === undefined) return;
    this.errands.delete(key);
    this.errands.set(key, { request, at: now, rank: rankOf(judged) });
    for (const oldest of this.errands.keys()) {
      if (this.errands.size <= remembered) return;
      this.errands.delete(oldest);
    }
  }

  /** The request that a ring of the second line belongs to; undefined when a person has to be asked. */
  requestOf(judged: Judged, now: number): string | undefined {
    const key = isSecondLine(judged) ? errandOf(judged) : undefined;
    const errand = key === undefined ? undefined : this.errands.get(key);
    if (key === undefined || errand === undefined) return undefined;
    if (now - errand.at > withinMs || rankOf(judged) > errand.rank) return undefined;
    this.errands.delete(key);
    return errand.request;
  }
}

function isSecondLine({ call }: Judged): boolean {
  return call.agent === 'mcp-gateway' || call.agent === 'terminal';
}

/** What is the same at the hook and at the second line; undefined where nothing is. */
function errandOf({ call }: Judged): string | undefined {
  return call.payload.kind === 'mcp' ? mcpErrand(call.payload) : undefined;
}

/** Agents write `server-a` as `server_a`, and join server and tool so that no one can tell where to cut. */
function mcpErrand({ server, name, arguments: given }: McpPayload): string | undefined {
  const text = canonical(given);
  const joined = `${server}_${name}`.replace(/[^A-Za-z0-9]+/g, '_').toLowerCase();
  return text.ok ? `mcp ${joined} ${text.value}` : undefined;
}

function rankOf({ assessment }: Judged): number {
  return bands.indexOf(assessment.band);
}
