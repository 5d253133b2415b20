import type { Request } from '../../core/approval/request.js';
import { inertLine } from '../../core/shared/inert.js';
import type { Card } from '../../protocol/card.js';
import { agentNames } from '../agents/agent-names.js';
import { ruleText } from '../policy/rule.js';
import { duration } from '../text/time.js';
import { evidenceText, targetText } from './target.js';

/** Where the window stands that shows the request. */
export interface CardSurroundings {
  readonly machine: string;
  readonly window: string;
  /** The branch checked out in a directory; undefined outside git or when it cannot be read. */
  branch(directory: string): string | undefined;
}

/** The longest list of targets that is written out. */
const most = 4;

/** Who asks, with whose rights, about what, and which rule made it a question. */
export function cardFacts(request: Request, surroundings: CardSurroundings): Card['facts'] {
  const { call, assessment } = request;
  const branch = surroundings.branch(call.cwd);
  const directory = branch === undefined ? call.cwd : `${call.cwd}, branch ${branch}`;
  return [
    ...targetFacts(request),
    { term: 'Rights', detail: rightsOf(assessment.targets.map((target) => target.identity)) },
    { term: 'Asked by', detail: askedBy(request) },
    { term: 'Directory', detail: inertLine(directory) },
    ...credentialFacts(request),
    placeFact(request, surroundings),
    { term: 'Rule', detail: ruleText(request.rule), opens: 'rule' },
  ];
}

/** Only a call that is held has a window; what waits without one belongs to the machine. */
function placeFact(request: Request, { window, machine }: CardSurroundings): Card['facts'][number] {
  const follows = 'state';
  if (request.state.kind !== 'pending') return { term: 'Machine', detail: inertLine(machine), follows };
  return { term: 'Window', detail: inertLine(`${window} on ${machine}`), follows };
}

/** Where the call has its credentials from, when the session has read them before. */
function credentialFacts({ credentials = [], createdAt }: Request): Card['facts'] {
  return credentials.map(({ file, readAt }) => ({
    term: 'Credential',
    detail: `one in this call stands in ${inertLine(file)}, read ${duration(createdAt - readAt)} before`,
  }));
}

function targetFacts({ assessment }: Request): Card['facts'] {
  const shown = assessment.targets.slice(0, most);
  if (shown.length === 0) return [];
  const more = assessment.targets.length - shown.length;
  const rest = more === 0 ? [] : [`and ${more} more`];
  const evidence = shown.map(evidenceText).filter((words) => words !== '');
  return [
    { term: 'Target', detail: [...shown.map(targetText), ...rest].join('; ') },
    ...(evidence.length === 0 ? [] : [{ term: 'Known by', detail: [...new Set(evidence)].join('; ') }]),
  ];
}

function rightsOf(identities: readonly (string | undefined)[]): string {
  const known = [...new Set(identities.filter((identity) => identity !== undefined))];
  return known.length === 0 ? 'not known from the files on this machine' : inertLine(known.join('; '));
}

function askedBy({ call }: Request): string {
  const session = call.session === '' ? 'session not named' : `session ${call.session.slice(0, 8)}`;
  const who = call.subagent === undefined ? mainText(call) : subagentText(call.subagent);
  const unattended = call.unattended === true ? ', running without asking its user' : '';
  return inertLine(`${agentNames[call.agent]}, ${who}, ${session}, tool ${call.tool}${unattended}`);
}

/** The gateway and the terminal see a program, not which part of an agent it is. */
function mainText({ agent, client }: Request['call']): string {
  if (agent === 'terminal') return 'a program in a terminal';
  if (agent !== 'mcp-gateway') return 'main agent';
  return client === undefined ? 'client not named' : `client ${client}`;
}

/** Several of one type are told apart by the start of their ids. */
function subagentText({ id, type }: { readonly id: string; readonly type: string }): string {
  return `subagent ${type} ${id.slice(0, 8)}`.trim();
}
