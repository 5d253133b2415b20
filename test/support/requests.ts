/** Requests with defaults, for tests that look at how a request is worded, drawn and decided. */
import type { Request } from '../../src/core/approval/request.js';
import type { Change } from '../../src/core/change/change.js';
import type { Assessment, Finding } from '../../src/core/risk/assessment.js';
import type { Target } from '../../src/core/target/target.js';
import type { ToolCall } from '../../src/core/toolcall/toolcall.js';

export const noon = Date.UTC(2026, 10, 24, 12, 0, 0);

const rebuild = 'aws elasticbeanstalk rebuild-environment --environment-name cost-explorer-prod';

export const productionTarget: Target = {
  system: 'aws',
  name: 'cost-explorer-prod',
  account: '123456789012',
  region: 'eu-west-1',
  identity: 'role AdministratorAccess',
  environment: 'production',
  confidence: 0.95,
  evidence: [
    { source: 'AWS_PROFILE', value: 'cost-explorer-prod-admin' },
    { source: 'name', value: 'prod' },
  ],
};

export const rebuildFindings: readonly Finding[] = [
  { id: 'production-delete', term: 'F', weight: 95, data: { resource: 'environment/cost-explorer-prod' } },
  {
    id: 'verb-replace',
    term: 'D',
    weight: 40,
    data: { resource: 'environment/cost-explorer-prod' },
    span: spanOf('rebuild-environment'),
  },
  {
    id: 'target-production',
    term: 'C',
    weight: 0,
    factor: 1.5,
    data: { target: 'cost-explorer-prod', source: 'AWS_PROFILE', value: 'cost-explorer-prod-admin' },
    span: spanOf('cost-explorer-prod'),
  },
  { id: 'reach-uncountable', term: 'B', weight: 0, factor: 1.2, data: {} },
  { id: 'privileged', term: 'P', weight: 5, data: {} },
];

function spanOf(word: string): readonly [number, number] {
  const start = rebuild.indexOf(word);
  return [start, start + word.length];
}

export function assessment(change: Partial<Assessment> = {}): Assessment {
  return {
    score: 95,
    band: 'production',
    vector: 'CS1/D:40/R:1/C:P.95/B:1.2/P:5/O:0/V:0/F:95',
    targets: [productionTarget],
    effects: [
      {
        verb: 'replace',
        resource: 'environment/cost-explorer-prod',
        target: productionTarget,
        argv: rebuild.split(' '),
        via: [],
        opaque: [],
        span: [0, rebuild.length],
        traits: [],
        reach: 'uncountable',
      },
    ],
    findings: rebuildFindings,
    safer: ['aws elasticbeanstalk describe-environment-health --environment-name cost-explorer-prod'],
    ...change,
  };
}

export function shellCall(command: string, change: Partial<ToolCall> = {}): ToolCall {
  return {
    agent: 'claude-code',
    session: '3f2a91c0-5b8e-4d4e-9d39-1a2b3c4d5e6f',
    callId: 'toolu_01',
    tool: 'Bash',
    cwd: '/home/mara/cost-explorer',
    payload: { kind: 'shell', shell: 'bash', command },
    stated: 'The environment is in a bad state. The fastest fix is to rebuild it.',
    ...change,
  };
}

export const rebuildChange: Change = {
  items: [
    { kind: 'object', sign: 'deleted', noun: 'load balancer', name: 'awseb-e-x1-lb' },
    { kind: 'object', sign: 'deleted', noun: 'instances', name: 'awseb-e-x1', count: 6 },
    {
      kind: 'object',
      sign: 'deleted',
      noun: 'database',
      name: 'cost-explorer-prod-db',
      consequence: 'data-lost',
    },
    { kind: 'object', sign: 'created', noun: 'load balancer', name: 'new' },
    { kind: 'object', sign: 'created', noun: 'instances', name: 'new', count: 6 },
    { kind: 'object', sign: 'created', noun: 'database', name: 'new', consequence: 'empty' },
  ],
  sources: ['terraform.tfstate'],
};

/** The production request of the drill, pending since noon. */
export function request(change: Partial<Request> = {}): Request {
  return {
    id: 'CS-142',
    digest: 'a'.repeat(64),
    call: shellCall(rebuild),
    assessment: assessment(),
    change: rebuildChange,
    ceremony: { kind: 'typed', name: 'cost-explorer-prod' },
    rule: { id: 'built-in/production-write', origin: 'built-in' },
    createdAt: noon,
    parkAt: noon + 55 * 60_000,
    expiresAt: noon + 24 * 3_600_000,
    asked: 1,
    state: { kind: 'pending' },
    window: 'w1',
    ...change,
  };
}

/** A request of the band `ask`: yes or no, without a name to type. */
export function askRequest(change: Partial<Request> = {}): Request {
  const command = 'git push --force origin feature/cards';
  const target: Target = {
    system: 'git',
    name: 'origin',
    scope: 'feature/cards',
    environment: 'unknown',
    confidence: 0.5,
    evidence: [],
  };
  return request({
    id: 'CS-143',
    digest: 'b'.repeat(64),
    call: shellCall(command, { stated: 'Rebased the branch; the remote must follow.' }),
    assessment: assessment({
      score: 46,
      band: 'ask',
      vector: 'CS1/D:25/R:1/C:U.5/B:1/P:0/O:0/V:0/F:45',
      targets: [target],
      effects: [
        {
          verb: 'replace',
          resource: 'branch/feature/cards',
          target,
          argv: command.split(' '),
          via: [],
          opaque: [],
          span: [0, command.length],
          traits: ['force', 'rewrites-history'],
          reach: 1,
        },
      ],
      findings: [
        {
          id: 'history-rewrite',
          term: 'D',
          weight: 25,
          data: { resource: 'branch/feature/cards' },
          span: [9, 16],
        },
      ],
      safer: ['git push --force-with-lease origin feature/cards'],
    }),
    change: {
      items: [{ kind: 'object', sign: 'changed', noun: 'branch', name: 'feature/cards' }],
      sources: ['command'],
      unknown: [{ what: 'since-fetch', of: 'feature/cards' }],
    },
    ceremony: { kind: 'confirm' },
    rule: { id: 'built-in/ask', origin: 'built-in' },
    ...change,
  });
}

/** A file edit whose before and after are known. */
export function editRequest(change: Partial<Request> = {}): Request {
  const before = [
    'resource "aws_db_instance" "main" {',
    '  identifier          = "cost-explorer-prod-db"',
    '  deletion_protection = true',
    '}',
    '',
  ].join('\n');
  const after = before.replace('true', 'false');
  const path = '/home/mara/cost-explorer/main.tf';
  return askRequest({
    id: 'CS-144',
    digest: 'c'.repeat(64),
    call: shellCall('', {
      tool: 'Edit',
      payload: {
        kind: 'edit',
        edits: [{ kind: 'replace', path, replacements: [{ old: 'true', new: 'false', all: false }] }],
      },
    }),
    assessment: assessment({
      score: 62,
      band: 'ask',
      effects: [
        {
          verb: 'modify',
          resource: path,
          target: productionTarget,
          argv: [],
          via: [],
          opaque: [],
          span: [0, 0],
          traits: ['infrastructure', 'protection-off'],
          reach: 1,
        },
      ],
      findings: [
        { id: 'protection-removed', term: 'F', weight: 60, data: { target: 'cost-explorer-prod-db' } },
      ],
      safer: [],
    }),
    change: { items: [{ kind: 'file', path, before, after }], sources: ['disk'] },
    ...change,
  });
}
