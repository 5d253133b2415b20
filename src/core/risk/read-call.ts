import type { Anomaly } from '../command/invocation.js';
import type { Shell } from '../command/shell-facts.js';
import { assertNever } from '../shared/assert-never.js';
import { type BudgetName, spentDetail, spentKind } from '../shared/budgets.js';
import { SeenFiles } from '../shared/seen-files.js';
import type { World } from '../shared/world.js';
import type { GrammarName, ToolContext } from '../tool/table.js';
import type { ToolCall } from '../toolcall/toolcall.js';
import { foreignHooks } from './foreign-hooks.js';
import type { JudgeContext } from './judge-context.js';
import { readEdit } from './read-edit.js';
import { readMcp } from './read-mcp.js';
import { readFetch, readOther, readRead } from './read-others.js';
import { commandReader, readShell } from './read-shell.js';
import type { CallReading, Subject } from './subject.js';
import { writes } from './whole.js';

/** Reads a call of any kind into what the analysers look at. */
export function readCall(call: ToolCall, world: World, context: JudgeContext): Subject {
  const wanted = new Set<GrammarName>();
  const tools: ToolContext = { ...context, want: (grammar) => wanted.add(grammar) };
  // A world of this judging's own: what was found in it must not outlive it.
  const spent = new Set<BudgetName>();
  const own = { ...world, files: new SeenFiles(world.files, world.platform), spent };
  const read = readPayload(call, own, tools, context.shell);
  const reading = { ...read, anomalies: [...read.anomalies, ...overruns(spent, read.anomalies)] };
  const hooks = reading.effects.some(writes) ? foreignHooks(call.agent, own).map(({ file }) => file) : [];
  const kept = context.shell === undefined ? {} : { shell: { kept: context.shell, world: own } };
  return { call, ...reading, hooks, wanted: [...wanted], ...kept, ...guardOn(world) };
}

/** The budgets that ran out, as far as the reading has not told them itself. */
function overruns(spent: ReadonlySet<BudgetName>, told: readonly Anomaly[]): readonly Anomaly[] {
  return [...spent].flatMap((name): readonly Anomaly[] => {
    const detail = spentDetail(name);
    const kind = spentKind(name);
    return told.some((one) => one.kind === kind && one.detail === detail)
      ? []
      : [{ kind, detail, span: [0, 0] }];
  });
}

function guardOn({ env, home }: World): Pick<Subject, 'terminalGuard'> {
  const terminalGuard = `${env['COUNTERSIGN_HOME'] ?? `${home}/.countersign`}/guard/bin`;
  return env['PATH']?.split(':').includes(terminalGuard) ? { terminalGuard } : {};
}

function readPayload(
  call: ToolCall,
  world: World,
  context: ToolContext,
  shell: Shell | undefined,
): CallReading {
  const { payload } = call;
  switch (payload.kind) {
    case 'shell':
      return readShell(payload, world, context, shell);
    case 'edit':
      return readEdit(payload, world, context, commandReader(context));
    case 'mcp':
      return readMcp(payload, world, context);
    case 'fetch':
      return readFetch(payload, world, context);
    case 'read':
      return readRead(payload, world, context);
    case 'other':
      return readOther(call.tool, payload, context);
    default:
      return assertNever(payload);
  }
}
