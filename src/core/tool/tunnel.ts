import type { Invocation } from '../command/invocation.js';
import { clue, type Whereabouts } from '../target/whereabouts.js';
import type { Effect } from './effect.js';

/** The switch that says where a loopback port leads for the rest of the line. */
export const tunnelSwitch = 'tunnel';

const proxies = /^(?:cloud[-_]sql[-_]proxy|boundary|cloudflared|teleport|tsh|chisel|socat|sshuttle)$/;

/** Where a program that forwards a port of this machine leads, by its own target's names and its words. */
export function tunnelOf(invocation: Invocation, effects: readonly Effect[]): string | undefined {
  if (!forwards(invocation)) return undefined;
  const [target] = effects.map((effect) => effect.target);
  const words = invocation.argv.slice(1, 20).map((word) => word.text);
  return [target?.name ?? '', target?.scope ?? '', ...words].filter((text) => text.length < 200).join(' ');
}

function forwards(invocation: Invocation): boolean {
  const words = invocation.argv.slice(1).map((word) => word.text);
  switch (invocation.program) {
    case 'ssh':
    case 'autossh':
      return words.some((word) => /^-[A-Za-z]*[LD]/.test(word) || /^-o?LocalForward/i.test(word));
    case 'kubectl':
    case 'oc':
      return words.includes('port-forward') || words.includes('proxy');
    case 'aws':
      return words.some((word) => word.startsWith('AWS-StartPortForwardingSession'));
    case 'gcloud':
      return words.includes('start-iap-tunnel');
    default:
      return proxies.test(invocation.program);
  }
}

const clients = new Set(['postgres', 'mysql', 'mongodb', 'redis', 'kubernetes', 'clickhouse']);

/** A loopback address behind a tunnel is what the tunnel leads to, and not this machine. */
export function throughTunnel(where: Whereabouts, switches: ReadonlyMap<string, string>): Whereabouts {
  const tunnel = switches.get(tunnelSwitch);
  if (tunnel === undefined || where.local === undefined || !clients.has(where.system)) return where;
  const { local, ...rest } = where;
  const clues = where.clues.filter((one) => one.value !== local.value);
  return { ...rest, clues: [...clues, ...clue('mention', 'tunnel', tunnel)] };
}
