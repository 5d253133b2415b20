import { isLoopback } from './loopback.js';
import type { Clue } from './whereabouts.js';

/** Variables by which frameworks are told the stage. */
export const stageVariables = [
  'RAILS_ENV',
  'RACK_ENV',
  'NODE_ENV',
  'APP_ENV',
  'DJANGO_SETTINGS_MODULE',
  'MIX_ENV',
  'FLASK_ENV',
  'ENVIRONMENT',
  'ENV',
  'STAGE',
];

export function isStage({ source }: Clue): boolean {
  return stageVariables.includes(source) || source === '--env';
}

/** Beside an address that leaves this machine the word for a stage says nothing of what is lost: a runner sets it for whatever it runs. */
export function onlyHeard(one: Clue): Clue {
  return isStage(one) ? { ...one, rank: 'mention' } : one;
}

/** An address that leaves this machine and its containers, which call each other by bare names. */
export function isBeyond(host: string | undefined): boolean {
  return host !== undefined && /[.:]/.test(host) && !isLoopback(host) && !host.startsWith('/');
}
