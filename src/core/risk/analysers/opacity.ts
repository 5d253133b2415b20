import type { Anomaly } from '../../command/invocation.js';
import type { Trait } from '../../tool/effect.js';
import type { Finding } from '../assessment.js';
import type { Subject } from '../subject.js';

const traitPoints: readonly (readonly [trait: Trait, weight: number])[] = [
  ['remote-code', 25],
  ['opaque-program', 20],
  ['opaque-code', 20],
  ['opaque-path', 15],
  ['opaque-selector', 15],
];

const anomalyPoints: Readonly<Partial<Record<Anomaly['kind'], number>>> = {
  'parse-error': 20,
  'shell-grammar': 20,
  'too-long': 20,
  'too-deep': 20,
  'too-many': 20,
  'opaque-program': 20,
  'opaque-code': 20,
  'environment-hook': 15,
};

/** O: what cannot be known before it runs, at most 25 in all. What only reads does not count. */
export function opacity(subject: Subject): readonly Finding[] {
  return [...ofEffects(subject), ...ofAnomalies(subject)];
}

function ofEffects(subject: Subject): readonly Finding[] {
  const acting = subject.effects.filter((effect) => effect.verb !== 'read');
  return traitPoints.flatMap(([trait, weight]) => {
    const effect = acting.find((one) => one.traits.includes(trait));
    if (effect === undefined) return [];
    return [
      { id: trait, term: 'O', weight, data: { parts: effect.opaque.join(' ') }, span: effect.span } as const,
    ];
  });
}

function ofAnomalies(subject: Subject): readonly Finding[] {
  const seen = new Set<string>();
  return subject.anomalies.flatMap((anomaly) => {
    const weight = anomalyPoints[anomaly.kind];
    if (weight === undefined || seen.has(anomaly.kind)) return [];
    seen.add(anomaly.kind);
    return [
      { id: anomaly.kind, term: 'O', weight, data: { detail: anomaly.detail }, span: anomaly.span } as const,
    ];
  });
}
