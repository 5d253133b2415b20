import type { Anomaly } from '../../command/invocation.js';
import type { Finding } from '../assessment.js';
import type { Subject } from '../subject.js';

const floorOf: Readonly<Partial<Record<Anomaly['kind'], number>>> = {
  'parse-error': 50,
  'shell-grammar': 50,
  'too-long': 50,
  'too-deep': 50,
  'too-many': 50,
  'opaque-program': 50,
  'opaque-code': 50,
  'environment-hook': 50,
  'bidi-control': 50,
  'hidden-character': 45,
  'look-alike': 50,
  'control-character': 40,
};

/** F for text that cannot be read, or that reads differently than it looks: a person has to see it. */
export function unreadable(subject: Subject): readonly Finding[] {
  const [worst] = subject.anomalies
    .map((anomaly) => ({ anomaly, floor: floorOf[anomaly.kind] ?? 0 }))
    .sort((left, right) => right.floor - left.floor);
  if (worst === undefined || worst.floor === 0) return [];
  const { anomaly, floor } = worst;
  return [{ id: 'unreadable', term: 'F', weight: floor, data: { kind: anomaly.kind }, span: anomaly.span }];
}
