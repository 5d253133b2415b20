import type { Anomaly } from '../../command/invocation.js';
import type { Finding } from '../assessment.js';
import type { Subject } from '../subject.js';
import { loses, writes } from '../whole.js';

const textPoints: Readonly<Partial<Record<Anomaly['kind'], number>>> = {
  'bidi-control': 10,
  'hidden-character': 10,
  'look-alike': 10,
  'control-character': 5,
};

/** V: where the call comes from and how it presents itself, at most 10 in all. Nothing here ever lowers a score. */
export function provenance(subject: Subject): readonly Finding[] {
  return [...oddText(subject), ...unattended(subject), ...statedOtherwise(subject)];
}

function oddText(subject: Subject): readonly Finding[] {
  const seen = new Set<string>();
  return subject.anomalies.flatMap((anomaly) => {
    const weight = textPoints[anomaly.kind];
    if (weight === undefined || seen.has(anomaly.kind)) return [];
    seen.add(anomaly.kind);
    return [
      { id: anomaly.kind, term: 'V', weight, data: { detail: anomaly.detail }, span: anomaly.span } as const,
    ];
  });
}

function unattended(subject: Subject): readonly Finding[] {
  if (subject.call.unattended !== true || !subject.effects.some(writes)) return [];
  return [{ id: 'unattended', term: 'V', weight: 3, data: {} }];
}

/** "List the pods" as the reason of a call that deletes. */
function statedOtherwise(subject: Subject): readonly Finding[] {
  const stated = subject.call.stated?.trim() ?? '';
  if (!/^(?:list|show|read|view|inspect|describe|display|print|count|look)\b/i.test(stated)) return [];
  if (!subject.effects.some((effect) => loses(effect) && !effect.traits.includes('scratch'))) return [];
  return [{ id: 'stated-otherwise', term: 'V', weight: 5, data: { stated: stated.slice(0, 200) } }];
}
