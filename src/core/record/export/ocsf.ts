import { sha256 } from '../../shared/digest.js';
import type { JsonObject } from '../../shared/json.js';
import { isCanaryCall } from '../canary-call.js';
import type { CallFacts, Entry } from '../entry.js';

/** Whose record is exported, and by what. */
export interface ExportSource {
  /** Names the record. */
  readonly origin: string;
  readonly machine: string;
  /** Countersign's own version. */
  readonly version: string;
}

const schemaVersion = '1.9.0';

const classes = {
  api: {
    category_uid: 6,
    category_name: 'Application Activity',
    class_uid: 6003,
    class_name: 'API Activity',
  },
  process: {
    category_uid: 1,
    category_name: 'System Activity',
    class_uid: 1007,
    class_name: 'Process Activity',
  },
  finding: { category_uid: 2, category_name: 'Findings', class_uid: 2004, class_name: 'Detection Finding' },
} as const;

const severities = ['Unknown', 'Informational', 'Low', 'Medium', 'High', 'Critical'] as const;
const risks = ['Info', 'Low', 'Medium', 'High', 'Critical'] as const;

const bandLevels: Readonly<Record<CallFacts['band'], number>> = {
  quiet: 0,
  note: 1,
  ask: 2,
  production: 3,
  forbidden: 4,
};

/** What becomes a finding: somebody has to look at it. */
const findings = new Set([
  'guard.drifted',
  'guard.repaired',
  'call.slipped',
  'policy.loosening',
  'break-glass',
  'review.received',
]);

/** What ends a finding. */
const closing = new Set(['guard.repaired', 'review.received']);

/** Tools by which agents run shell commands: such a call that has ended was a process. */
const shellTool =
  /^(?:bash|shell|run_?in_?terminal|run_?shell_?command|execute_?(?:bash|command)|terminal|exec)/i;

/** One entry as an event of OCSF 1.9.0, with the profiles ai_operation, record_integrity and security_control. `line` is its raw line. */
export function ocsfEvent(entry: Entry, line: string, source: ExportSource): JsonObject {
  const { body } = entry;
  const kind = findings.has(body.type)
    ? 'finding'
    : body.type === 'call.finished' && shellTool.test(body.tool)
      ? 'process'
      : 'api';
  const activity = activityOf(entry, kind);
  const { class_uid, class_name } = classes[kind];
  const uid = `${source.origin}#${entry.seq}`;
  const message = 'summary' in body && body.summary !== '' ? body.summary : body.type;
  const decision = decisionOf(entry);
  const severity = severityOf(entry);
  return {
    activity_id: activity.id,
    activity_name: activity.name,
    ...classes[kind],
    type_uid: class_uid * 100 + activity.id,
    type_name: `${class_name}: ${activity.name}`,
    severity_id: severity,
    severity: severities[severity] ?? 'Unknown',
    ...statusOf(entry, kind),
    time: entry.ts,
    timezone_offset: 0,
    message,
    ...(kind === 'api' ? apiPart(entry, source) : {}),
    ...(kind === 'process' ? processPart(entry, source) : {}),
    ...(kind === 'finding' ? findingPart(entry, uid, message, source) : {}),
    ...(kind !== 'finding' && 'agent' in body && !isCanaryCall(body) ? { ai_agent: agentOf(body) } : {}),
    ...decision,
    metadata: {
      version: schemaVersion,
      product: { name: 'Countersign', vendor_name: 'Countersign', version: source.version },
      profiles: [
        ...(kind === 'finding' ? [] : ['ai_operation']),
        'record_integrity',
        ...('action_id' in decision ? ['security_control'] : []),
      ],
      uid,
      ...(isCanaryCall(body) ? { labels: ['canary'] } : {}),
      original_event_uid: sha256(line),
      correlation_uid: correlationOf(entry, uid),
      event_code: body.type === 'newer' ? body.was || 'newer' : body.type,
      sequence: entry.seq,
      log_name: 'countersign.record',
      log_version: String(entry.v),
      logged_time: entry.ts,
      original_time: new Date(entry.ts).toISOString(),
    },
    attestation_list: [
      {
        authority_uid: source.origin,
        chain_uid: source.origin,
        fingerprint: fingerprint(sha256(line)),
        ...(entry.seq === 0
          ? {}
          : {
              prev_event: { uid: `${source.origin}#${entry.seq - 1}`, fingerprint: fingerprint(entry.prev) },
            }),
      },
    ],
    // From which everything above can be made again, and whose hash the next line has.
    raw_data: line,
    unmapped: { countersign: bodyOf(entry) },
  };
}

function fingerprint(value: string): JsonObject {
  return {
    algorithm_id: 3,
    algorithm: 'SHA-256',
    encoding_id: 1,
    encoding: 'Hex',
    serialization_id: 1,
    serialization: 'Flat',
    value,
  };
}

/** The whole body: nothing that the record knows is lost on the way. */
function bodyOf({ body, newer }: Entry): JsonObject {
  const { type, ...rest } = body;
  return { ...rest, ...(newer === undefined ? {} : { newer: true }), kind: type };
}

/** Reads and destroys by how destructive the judged effects are; what is in between changes something. */
function activityOf(
  { body }: Entry,
  kind: keyof typeof classes,
): { readonly id: number; readonly name: string } {
  if (kind === 'process') return { id: 1, name: 'Launch' };
  if (kind === 'finding')
    return closing.has(body.type) ? { id: 3, name: 'Close' } : { id: 1, name: 'Create' };
  if (!('vector' in body)) return { id: 99, name: body.type };
  const destructive = Number(/^CS1\/D:(\d+)/.exec(body.vector)?.[1] ?? 0);
  if (destructive === 0) return { id: 2, name: 'Read' };
  return destructive >= 30 ? { id: 4, name: 'Delete' } : { id: 3, name: 'Update' };
}

function severityOf({ body }: Entry): number {
  if (closing.has(body.type)) return 1;
  if (findings.has(body.type)) return body.type === 'policy.loosening' ? 4 : 5;
  return 'band' in body ? bandLevels[body.band] + 1 : 1;
}

function statusOf({ body }: Entry, kind: keyof typeof classes): JsonObject {
  if (kind === 'finding')
    return closing.has(body.type) ? { status_id: 4, status: 'Resolved' } : { status_id: 1, status: 'New' };
  const detail = 'reason' in body && body.reason !== '' ? { status_detail: body.reason } : {};
  const isNo =
    body.type === 'call.denied' ||
    body.type === 'call.expired' ||
    body.type === 'call.void' ||
    body.type === 'answer.refused' ||
    (body.type === 'call.finished' && body.outcome === 'failed');
  return { ...(isNo ? { status_id: 2, status: 'Failure' } : { status_id: 1, status: 'Success' }), ...detail };
}

/** What the gate did, in the words of the profile security_control; nothing where an entry decides nothing. */
function decisionOf({ body }: Entry): JsonObject {
  if (!('band' in body)) return {};
  const did = dispositions[body.type];
  if (did === undefined) return {};
  const isPersonsNo = body.type === 'call.denied' && (body.by === 'person' || body.by === 'peers');
  const [action_id, disposition_id] = isPersonsNo ? [2, 25] : did;
  const level = bandLevels[body.band];
  return {
    action_id,
    action: actions[action_id],
    disposition_id,
    disposition: dispositionNames[disposition_id],
    is_alert: level >= 3,
    risk_score: Math.round(body.score),
    risk_level_id: level,
    risk_level: risks[level],
    ...policyOf(body),
    ...authorizationsOf(body),
  };
}

const actions: Readonly<Record<number, string>> = { 1: 'Allowed', 2: 'Denied', 3: 'Observed' };

const dispositionNames: Readonly<Record<number, string>> = {
  1: 'Allowed',
  2: 'Blocked',
  8: 'Approved',
  14: 'Delayed',
  15: 'Detected',
  16: 'No Action',
  25: 'Rejected',
};

const dispositions: Readonly<Record<string, readonly [action: number, disposition: number]>> = {
  'call.passed': [3, 16],
  'call.held': [3, 14],
  'call.parked': [3, 14],
  'request.sent': [3, 14],
  'call.denied': [2, 2],
  'call.expired': [2, 2],
  'call.void': [2, 2],
  'call.approved': [1, 8],
  'call.released': [1, 1],
  'call.slipped': [3, 15],
  'break-glass': [1, 8],
};

type Body = Entry['body'];

function policyOf(body: Body): JsonObject {
  const rule =
    'evidence' in body && body.evidence
      ? body.evidence.rule
      : body.type === 'call.held'
        ? body.rule
        : undefined;
  const digest = 'evidence' in body ? body.evidence?.policy : undefined;
  if (rule === undefined || rule === '') return {};
  return { policy: { name: rule, is_applied: true, ...(digest === undefined ? {} : { uid: digest }) } };
}

/** Who agreed or refused, by name. */
function authorizationsOf(body: Body): JsonObject {
  if (body.type !== 'call.approved' && body.type !== 'call.denied' && body.type !== 'break-glass') return {};
  const verb = body.type === 'call.denied' ? 'denied' : 'approved';
  const alone =
    'decider' in body && body.decider
      ? [
          `${verb} by ${body.decider.person} (known by ${body.decider.known}, account ${body.decider.account})`,
        ]
      : [];
  const signers = body.type === 'call.approved' ? (body.signers ?? []) : [];
  const glass = body.type === 'break-glass' ? [`${verb} by ${body.person} by breaking the glass`] : [];
  const all = [...alone, ...signers.map((person) => `${verb} by ${person} (countersigned)`), ...glass];
  return all.length === 0 ? {} : { authorizations: all.map((decision) => ({ decision })) };
}

function actorOf(body: Body): JsonObject {
  const person = 'decider' in body && body.decider ? body.decider : undefined;
  const user = person
    ? { name: person.account, full_name: person.person }
    : 'person' in body && 'fingerprint' in body
      ? { name: body.person, credential_uid: body.fingerprint }
      : undefined;
  if (!('agent' in body) || isCanaryCall(body))
    return { app_name: 'Countersign', app_uid: 'countersign', ...(user === undefined ? {} : { user }) };
  return {
    app_name: body.agent,
    app_uid: body.agent,
    ...('session' in body && body.session !== '' ? { session: { uid: body.session } } : {}),
    ...(user === undefined ? {} : { user }),
    ...('subagent' in body && body.subagent ? { invoked_by: `subagent:${body.subagent.type}` } : {}),
  };
}

function agentOf(body: Extract<Body, { readonly agent: string }>): JsonObject {
  return {
    name: body.agent,
    uid: body.agent,
    ...('session' in body && body.session !== '' ? { instance_uid: body.session } : {}),
  };
}

function apiPart({ body, seq }: Entry, { machine }: ExportSource): JsonObject {
  const targets = 'targets' in body ? body.targets : [];
  return {
    actor: actorOf(body),
    api: {
      operation: 'tool' in body && body.tool !== '' ? body.tool : body.type,
      ...('agent' in body ? { service: { name: body.agent, uid: body.agent } } : {}),
      request: {
        uid: 'callId' in body && body.callId !== '' ? body.callId : `entry-${seq}`,
        ...('summary' in body && 'cwd' in body ? { data: { command: body.summary, cwd: body.cwd } } : {}),
      },
    },
    src_endpoint: { hostname: machine },
    ...(targets.length === 0
      ? {}
      : { resources: targets.map((name) => ({ name, uid: name, role_id: 1, role: 'Target' })) }),
  };
}

function processPart({ body }: Entry, { machine }: ExportSource): JsonObject {
  if (body.type !== 'call.finished') return {};
  return {
    actor: actorOf(body),
    device: { hostname: machine, type_id: 0, type: 'Unknown' },
    process: {
      uid: body.callId === '' ? body.digest : body.callId,
      cmd_line: body.summary,
      working_directory: body.cwd,
    },
  };
}

function findingPart(
  { body, ts }: Entry,
  uid: string,
  title: string,
  { machine, version }: ExportSource,
): JsonObject {
  return {
    finding_info: {
      uid,
      title,
      types: [body.type],
      created_time: ts,
      analytic: { uid: body.type, name: body.type, type_id: 1, type: 'Rule', version },
    },
    device: { hostname: machine, type_id: 0, type: 'Unknown' },
    ...('agent' in body
      ? { evidences: [{ name: 'call', actor: actorOf(body), ai_agent: agentOf(body) }] }
      : {}),
  };
}

/** One request's entries belong together; of a call without one, its own. */
function correlationOf({ body }: Entry, uid: string): string {
  if ('request' in body && body.request !== '') return body.request;
  return 'callId' in body && body.callId !== '' ? body.callId : uid;
}
