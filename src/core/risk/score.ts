import type { Environment } from '../target/target.js';
import type { Effect } from '../tool/effect.js';
import type { Band, Finding, Term } from './assessment.js';

/** The terms of one effect, ready to be multiplied. Null stands for a call without effects. */
export interface Terms {
  readonly effect: Effect | null;
  readonly destructiveness: number;
  readonly reversibility: number;
  readonly criticality: number;
  readonly reach: number;
  readonly privilege: number;
  readonly opacity: number;
  readonly provenance: number;
  readonly floor: number;
}

const caps = { P: 10, O: 25, V: 10 } as const;

export function termsOf(effect: Effect | null, findings: readonly Finding[]): Terms {
  return {
    effect,
    destructiveness: sum(findings, 'D'),
    reversibility: product(findings, 'R'),
    criticality: product(findings, 'C'),
    reach: product(findings, 'B'),
    privilege: Math.min(caps.P, sum(findings, 'P')),
    opacity: Math.min(caps.O, sum(findings, 'O')),
    provenance: Math.min(caps.V, sum(findings, 'V')),
    floor: findings.reduce(
      (most, finding) => (finding.term === 'F' ? Math.max(most, finding.weight) : most),
      0,
    ),
  };
}

/** 0 to 100, an integer. */
export function scoreOf(terms: Terms): number {
  const core = terms.destructiveness * terms.reversibility * terms.criticality * terms.reach;
  const total = core + terms.privilege + terms.opacity + terms.provenance;
  return Math.round(Math.min(100, Math.max(total, terms.floor, 0)));
}

export function bandOf(score: number): Band {
  if (score >= 70) return 'production';
  if (score >= 40) return 'ask';
  return score >= 20 ? 'note' : 'quiet';
}

const letters: Readonly<Record<Environment, string>> = {
  production: 'P',
  staging: 'S',
  development: 'D',
  local: 'L',
  unknown: 'U',
};

/** `CS1/D:40/R:1/C:P.95/B:1.2/P:5/O:0/V:0/F:95`. C is X for scratch, `-` when there is nothing to touch. */
export function vectorOf(terms: Terms): string {
  const parts = [
    `D:${short(terms.destructiveness)}`,
    `R:${short(terms.reversibility)}`,
    `C:${placeOf(terms.effect)}`,
    `B:${short(terms.reach)}`,
    `P:${short(terms.privilege)}`,
    `O:${short(terms.opacity)}`,
    `V:${short(terms.provenance)}`,
    `F:${short(terms.floor)}`,
  ];
  return `CS1/${parts.join('/')}`;
}

function placeOf(effect: Effect | null): string {
  if (effect === null) return '-';
  if (effect.traits.includes('scratch')) return 'X';
  return `${letters[effect.target.environment]}${short(effect.target.confidence)}`;
}

/** Two decimals at most, without a leading zero: `.95`, `1`, `1.2`. */
function short(value: number): string {
  return String(Math.round(value * 100) / 100).replace(/^0\./, '.');
}

function sum(findings: readonly Finding[], term: Term): number {
  return findings.reduce((total, finding) => (finding.term === term ? total + finding.weight : total), 0);
}

function product(findings: readonly Finding[], term: Term): number {
  return findings.reduce(
    (total, finding) => (finding.term === term ? total * (finding.factor ?? 1) : total),
    1,
  );
}
